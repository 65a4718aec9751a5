//! One connection, from its acceptance to its end.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
#[cfg(feature = "http2")]
use std::sync::Weak;
use std::task::{Context, Poll};

use async_io::Timer;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;

use super::exchange::Exchange;
#[cfg(feature = "http2")]
use super::http2;
use super::io::Io;
use super::limits::Limits;
use super::link::{Clock, Link, Phase};
use super::proxy::{self, Proxies};
use super::send::Outgoing;
use super::socket::{Accepted, Socket};
use super::stop::{Open, Room, Stop};
#[cfg(feature = "tls")]
use super::tls::{self, Opening, Tls};
use super::transport::Transport;
#[cfg(feature = "http2")]
use super::workers::Workers;
use crate::Application;
use crate::environ::Gateway;
use crate::middleware::AccessLog;

/// What all connections to one place of a server share.
pub(super) struct Shared {
    pub(super) application: Arc<dyn Application>,
    /// Of the requests that the application is not asked about.
    pub(super) access_log: AccessLog,
    pub(super) gateway: Arc<Gateway>,
    pub(super) limits: Limits,
    pub(super) proxies: Proxies,
    pub(super) stop: Arc<Stop>,
    pub(super) clock: Arc<Clock>,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<Tls>,
    /// The threads, which own what runs on them.
    #[cfg(feature = "http2")]
    pub(super) workers: Weak<Workers>,
}

impl Shared {
    /// Whether connections speak TLS.
    pub(super) fn is_secure(&self) -> bool {
        self.gateway.url_scheme == "https"
    }
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

/// Opens a connection: from now on a stop waits for it. What is to be run then serves it, until either
/// side closes it, its client is too slow, or the server stops.
pub(super) fn open(
    (socket, peer): Accepted,
    shared: Arc<Shared>,
) -> Option<impl Future<Output = ()>> {
    let stop = Arc::clone(&shared.stop);
    let link = Arc::new(Link::new(shared, peer));
    let (open, room) = stop.open(Arc::clone(&link))?;
    Some(serve(socket, link, open, room))
}

async fn serve(socket: Socket, mut link: Arc<Link>, mut open: Open, mut room: Room) {
    if room == Room::Free && link.shared.proxies.contain(link.peer) {
        let Some(client) = proxy::receive(&socket, link, &mut open).await else { return };
        link = client;
        room = open.pass_on(&link);
    }
    socket.set_nodelay();
    #[cfg(not(feature = "tls"))]
    let (transport, clear) = (Transport::Clear(socket), None);
    #[cfg(feature = "tls")]
    let (transport, clear) = match &link.shared.tls {
        None => (Transport::Clear(socket), None),
        // In a box, so that connections without TLS have no place for it.
        Some(tls) => match Box::pin(tls::accept(socket, tls.config(), &link, &open)).await {
            Ok(Opening::Tls(stream)) => (Transport::Tls(stream), None),
            Ok(Opening::Clear(socket, begun)) => (Transport::Clear(socket), Some(begun)),
            Err(_) => return,
        },
    };
    let refusal = match (room, &clear) {
        (Room::Full, _) => Some(StatusCode::SERVICE_UNAVAILABLE),
        (_, Some(_)) => Some(StatusCode::BAD_REQUEST),
        _ => None,
    };
    #[cfg(feature = "http2")]
    if transport.is_http2() {
        return Box::pin(http2::serve(transport, Vec::new(), link, open, refusal)).await;
    }
    let mut io = Io::new(transport, Arc::clone(&link));
    if let Some(status) = refusal {
        io.refuse(status, clear.unwrap_or_default());
    }
    serve_http1(io, link, open).await;
}

async fn serve_http1(io: Io, link: Arc<Link>, open: Open) {
    // HTTP/1 writes a body's bytes as they are.
    link.set_sends_files(io.sends_files());
    let mut connection =
        builder(&link.shared.limits).serve_connection(io, Requests(Arc::clone(&link)));
    let mut told = false;
    let end = poll_fn(|context| poll(&mut connection, &mut told, &link, &open, context)).await;
    if end == End::Expired {
        return;
    }
    let mut io = connection.into_parts().io;
    #[cfg(feature = "http2")]
    if io.is_preface() {
        let (transport, begun) = io.into_parts();
        return Box::pin(http2::serve(transport, begun, link, open, None)).await;
    }
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
    open: &Open,
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
        #[cfg(feature = "tls")]
        shared.tls.iter().for_each(Tls::look);
        shared.stop.expire();
    }
}
