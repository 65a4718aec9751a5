//! One connection, from its acceptance to its end.

use std::convert::Infallible;
use std::future::{Future as _, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use async_io::Timer;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;

use super::exchange::Exchange;
use super::io::Io;
use super::limits::Limits;
use super::link::{Clock, Link, Phase};
use super::send::Outgoing;
use super::socket::Accepted;
use super::stop::{Open, Room, Stop};
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
pub(super) async fn serve((socket, peer): Accepted, shared: Arc<Shared>) {
    let stop = Arc::clone(&shared.stop);
    let link = Arc::new(Link::new(shared, peer));
    let Some((mut open, room)) = stop.open(Arc::clone(&link)) else { return };
    socket.set_nodelay();
    let mut io = Io::new(socket, Arc::clone(&link));
    if room == Room::Full {
        io.refuse(StatusCode::SERVICE_UNAVAILABLE);
    }
    let mut connection =
        builder(&link.shared.limits).serve_connection(io, Requests(Arc::clone(&link)));
    let mut told = false;
    let end = poll_fn(|context| poll(&mut connection, &mut told, &link, &mut open, context)).await;
    if end == End::Expired {
        return;
    }
    let mut io = connection.into_parts().io;
    link.enter(Phase::Sending);
    let mut last = pin!(async {
        if poll_fn(|context| io.poll_release(context)).await.is_ok() && end == End::Refused {
            link.enter(Phase::Leaving);
            io.linger().await;
        }
    });
    poll_fn(
        |context| {
            if link.is_expired() { Poll::Ready(()) } else { last.as_mut().poll(context) }
        },
    )
    .await;
}

/// hyper, with limits that are not below ours.
fn builder(limits: &Limits) -> http1::Builder {
    const DEFAULT_BUFFER: usize = 400 << 10;
    let mut builder = http1::Builder::new();
    builder.half_close(false);
    let head = &limits.head;
    builder
        .max_buf_size(DEFAULT_BUFFER.max(head.line.saturating_add(head.bytes).saturating_mul(2)));
    // What hyper allows by itself is quicker than the same when it is told.
    if head.count > 100 {
        builder.max_headers(head.count);
    }
    builder
}

/// How a connection ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Its client was too slow.
    Expired,
    /// With an answer to a request that was not read to its end.
    Refused,
    /// In any other way: what hyper calls an error is nobody's fault here, or is logged.
    Closed,
}

fn poll(
    connection: &mut Connection,
    told: &mut bool,
    link: &Link,
    open: &mut Open,
    context: &mut Context<'_>,
) -> Poll<End> {
    // A request that is on its way can still be answered.
    let is_asking = link.is_in(Phase::Head) || link.is_in(Phase::Receiving);
    let is_expired = link.is_expired();
    if is_expired && !is_asking {
        return Poll::Ready(End::Expired);
    }
    let mut polled = connection.poll_without_shutdown(context);
    if polled.is_pending() && !*told && open.is_stopping(context.waker()) {
        *told = true;
        Pin::new(&mut *connection).graceful_shutdown();
        polled = connection.poll_without_shutdown(context);
    }
    // What expires meanwhile is polled again, and may then be answered.
    if polled.is_pending() && is_expired && link.is_expired() {
        return Poll::Ready(End::Expired);
    }
    polled.map(|outcome| match outcome {
        Err(error) if error.is_parse() => End::Refused,
        _ if link.is_early() => End::Refused,
        _ => End::Closed,
    })
}

/// Moves the clock on, and ends the connections whose clients are too slow.
pub(super) async fn tick(shared: Arc<Shared>) {
    loop {
        Timer::after(Clock::TICK).await;
        shared.clock.tick();
        shared.stop.expire();
    }
}
