//! One connection, from its acceptance to its end.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use async_io::{Async, Timer};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;

use super::Limits;
use super::exchange::Exchange;
use super::link::{Clock, Io, Link};
use super::send::Outgoing;
use super::stop::{Open, Stop};
use crate::Application;
use crate::environ::Gateway;

/// What all connections of a server share.
pub(super) struct Shared {
    pub(super) application: Arc<dyn Application>,
    pub(super) gateway: Arc<Gateway>,
    pub(super) limits: Limits,
    pub(super) stop: Arc<Stop>,
    pub(super) clock: Clock,
}

/// Calls the application for each request of a connection.
struct Requests(Arc<Link>);

impl Service<Request<Incoming>> for Requests {
    type Response = Response<Outgoing>;
    type Error = Infallible;
    type Future = Exchange;

    fn call(&self, request: Request<Incoming>) -> Exchange {
        Exchange::new(&self.0, request)
    }
}

type Connection = http1::Connection<Io, Requests>;

/// Serves a connection until either side closes it, its client is too slow, or the server stops.
pub(super) async fn serve(socket: Async<TcpStream>, peer: SocketAddr, shared: Arc<Shared>) {
    let stop = Arc::clone(&shared.stop);
    let link = Arc::new(Link::new(shared, peer));
    let mut open = stop.open(Arc::clone(&link));
    // Without it a small response would wait for the acknowledgement of the one before.
    let _ = socket.get_ref().set_nodelay(true);
    let mut connection = http1::Builder::new()
        .pipeline_flush(true)
        .half_close(false)
        .serve_connection(Io::new(socket, Arc::clone(&link)), Requests(Arc::clone(&link)));
    let mut told = false;
    let ended = poll_fn(|context| poll(&mut connection, &mut told, &link, &mut open, context)).await;
    if ended && link.is_early() {
        let io = connection.into_parts().io;
        Timeout { future: Box::pin(io.linger()), timer: Timer::after(LINGER) }.await;
    }
}

/// How long a client that was refused may take to notice.
const LINGER: std::time::Duration = std::time::Duration::from_secs(5);

/// Polls a connection. At its end, says whether it was hyper who ended it without an error.
fn poll(
    connection: &mut Connection,
    told: &mut bool,
    link: &Link,
    open: &mut Open,
    context: &mut Context<'_>,
) -> Poll<bool> {
    if link.is_expired() {
        return Poll::Ready(false);
    }
    // What a closed connection's error says is nobody's fault here, and cut streams are logged.
    if let Poll::Ready(outcome) = connection.poll_without_shutdown(context) {
        return Poll::Ready(outcome.is_ok());
    }
    if !*told && open.is_stopping(context.waker()) {
        *told = true;
        Pin::new(&mut *connection).graceful_shutdown();
        return connection.poll_without_shutdown(context).map(|outcome| outcome.is_ok());
    }
    Poll::Pending
}

/// A future that is given up after a while.
struct Timeout<F> {
    future: Pin<Box<F>>,
    timer: Timer,
}

impl<F: Future<Output = ()>> Future for Timeout<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.future.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        Pin::new(&mut self.timer).poll(context).map(|_| ())
    }
}

/// Moves the clock on, and ends the connections whose clients are too slow.
pub(super) async fn tick(shared: Arc<Shared>) {
    loop {
        Timer::after(Clock::TICK).await;
        shared.clock.tick();
        shared.stop.expire();
    }
}
