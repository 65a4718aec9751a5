//! HTTP/2 (RFC 9113): the streams of one connection run side by side, each as a task of its own.

mod body;
mod requests;
mod streams;
mod wire;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::StatusCode;
use hyper::server::conn::http2;

use super::limits::Limits;
use super::link::{Link, Phase};
use super::stop::Open;
use super::transport::Transport;
use requests::{Requests, Tasks};
use wire::Wire;

pub(super) use streams::Streams;

type Connection = http2::Connection<Wire, Arc<Requests>, Tasks>;

/// Serves a connection until either side closes it, its client is too slow, or the server stops.
/// `begun` was read from it already; all requests are refused with `refusal`, if there is one.
pub(super) async fn serve(
    transport: Transport,
    begun: Vec<u8>,
    link: Arc<Link>,
    open: Open,
    refusal: Option<StatusCode>,
) {
    link.enter(Phase::Idle);
    if let Some(status) = refusal {
        link.set_refusal(status);
        // It is waited for the request that is to be told, but not for long.
        link.streams.close(&link);
    }
    let wire = Wire::new(transport, begun, Arc::clone(&link));
    let requests = Arc::new(Requests::new(link, open));
    let mut connection = builder(&requests).serve_connection(wire, Arc::clone(&requests));
    let mut told = false;
    poll_fn(|context| poll(&mut connection, &mut told, &requests, context)).await;
    requests.end();
}

/// hyper, with our limits. What it has by itself against resets in quick succession stays.
fn builder(requests: &Arc<Requests>) -> http2::Builder<Tasks> {
    /// What is kept of a response when the client does not take it.
    const SENDING: usize = 64 << 10;
    let Limits { head, streams, .. } = requests.link.shared.limits;
    // hyper has each field cost 32 bytes more (RFC 9113, 6.5.2), and five more are the request's line.
    let fields = head.count.saturating_add(5).saturating_mul(32);
    let head = head.line.saturating_add(head.bytes).saturating_add(fields);
    let mut builder = http2::Builder::new(Tasks(Arc::clone(requests)));
    builder
        .max_concurrent_streams(streams)
        .max_header_list_size(u32::try_from(head).unwrap_or(u32::MAX))
        .max_send_buf_size(SENDING);
    builder
}

fn poll(
    connection: &mut Connection,
    told: &mut bool,
    requests: &Requests,
    context: &mut Context<'_>,
) -> Poll<()> {
    let link = &requests.link;
    // What hyper calls an error is nobody's fault here, or is logged.
    if Pin::new(&mut *connection).poll(context).is_ready() || requests.is_flooded() {
        return Poll::Ready(());
    }
    let is_expired = link.is_expired();
    if is_expired && *told {
        return Poll::Ready(());
    }
    let is_over = requests.open.is_stopping(context.waker()) || requests.is_refused();
    if (is_expired || is_over) && !std::mem::replace(told, true) {
        link.streams.close(link);
        Pin::new(&mut *connection).graceful_shutdown();
        return Pin::new(connection).poll(context).map(|_| ());
    }
    Poll::Pending
}
