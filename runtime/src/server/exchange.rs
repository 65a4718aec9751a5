//! One request and its response: the future that owns what the response may borrow from.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CONNECTION, HeaderMap, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body::Body as Incoming;

use super::link::{Link, Phase};
use super::send::Outgoing;
use super::workers::is_spare;
use crate::body::Piece;
use crate::gateway::exchange::{self, End, Outlet};
use crate::gateway::message::{drop_ambiguous, host_of_target, response};
use crate::gateway::receive::{BodyLimits, Refusal, receive};
use crate::reply::Head;
use crate::{Body, Environ, Error, Input, Status, gateway};

pub(super) type Part = exchange::Part<Piece>;

/// The response of one request. The environ and the application's reply live in its future, and
/// the body may borrow from both; so the same future is polled for the head, and then for the body.
pub(super) struct Exchange {
    link: Arc<Link>,
    running: Option<Running>,
}

pub(super) type Running = Pin<Box<dyn Future<Output = End> + Send>>;

impl Exchange {
    pub(super) fn new(
        link: &Arc<Link>,
        request: Request<impl Incoming<Data = Bytes> + Send + Unpin + 'static>,
    ) -> Self {
        link.enter(Phase::Receiving);
        let (mut parts, body) = request.into_parts();
        drop_ambiguous(&mut parts.headers);
        let link = Arc::clone(link);
        host_of_target(&mut parts);
        let running: Running = if let Some(status) = link.refusal() {
            link.set_early();
            Box::pin(std::future::ready(refuse_unread(&link, parts, status)))
        } else if body.is_end_stream() {
            let environ = environ(&link, parts, Input::empty());
            Box::pin(answer(Arc::clone(&link), environ))
        } else {
            Box::pin(receive_and_answer(Arc::clone(&link), parts, body))
        };
        Exchange { link, running: Some(running) }
    }
}

impl Future for Exchange {
    type Output = Result<Response<Outgoing>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Exchange { link, running } = &mut *self;
        let Some(future) = running else { return Poll::Pending };
        let part = ready!(poll_part(future, link, context));
        link.enter(Phase::Sending);
        let link = Arc::clone(link);
        let (head, body) = match part {
            Ok(Part { head: Some(head), piece }) => {
                (head, Outgoing::stream(running.take(), piece, link))
            }
            Err(End::Whole(head, bytes)) => (head, Outgoing::whole(bytes, link)),
            // An exchange begins with one of those.
            Ok(_) | Err(_) => {
                let status = Status::INTERNAL_SERVER_ERROR;
                let head = Head::new(status, HeaderMap::new());
                (head, Outgoing::whole(Bytes::new(), link))
            }
        };
        Poll::Ready(Ok(response(head, body)))
    }
}

/// Polls an exchange for its next part, or its end.
pub(super) fn poll_part(
    running: &mut Running,
    link: &Link,
    context: &mut Context<'_>,
) -> Poll<Result<Part, End>> {
    if is_spare() && link.is_in(Phase::Working) {
        // What the application has begun it goes on with on a thread that it may block.
        context.waker().wake_by_ref();
        return Poll::Pending;
    }
    match running.as_mut().poll(context) {
        Poll::Ready(end) => Poll::Ready(Err(end)),
        Poll::Pending => link.take_part().map_or(Poll::Pending, |part| Poll::Ready(Ok(part))),
    }
}

fn environ(link: &Link, parts: Parts, input: Input) -> Environ {
    Environ::new(parts, input, Arc::clone(&link.shared.gateway), link.peer)
}

async fn receive_and_answer(
    link: Arc<Link>,
    parts: Parts,
    body: impl Incoming<Data = Bytes> + Unpin,
) -> End {
    let mut environ = environ(&link, parts, Input::empty());
    let shared = &link.shared;
    let most = shared.application.body_limit(&environ).unwrap_or(shared.limits.body);
    let limits = BodyLimits { most, memory: shared.limits.memory };
    match receive(body, limits).await {
        Ok((input, length)) => {
            environ.set_received(input, length);
            answer(link, environ).await
        }
        Err(refusal) => {
            link.set_early();
            // The body breaks off for hyper, too, when it comes too slowly.
            let status = match refusal {
                Refusal::Malformed if link.is_expired() => StatusCode::REQUEST_TIMEOUT,
                refusal => refusal.status(),
            };
            refuse(&link, &environ, status)
        }
    }
}

/// Calls the application and hands out its response. (Not an `async fn`, which would hold the
/// environ twice: as it came, and as it is used.)
#[expect(clippy::manual_async_fn)]
fn answer(link: Arc<Link>, mut environ: Environ) -> impl Future<Output = End> + Send {
    async move {
        if is_spare() {
            return refuse(&link, &environ, StatusCode::SERVICE_UNAVAILABLE);
        }
        link.enter(Phase::Working);
        exchange::answer(&*link, &*link.shared.application, &mut environ).await
    }
}

impl Outlet for Link {
    type Piece = Piece;

    fn next(&self, body: &mut Body<'_>) -> Option<Result<Piece, Error>> {
        if self.sends_files() {
            if let Some(part) = body.next_file() {
                return Some(Ok(Piece::File(part)));
            }
        }
        gateway::next_block(body).map(|block| block.map(Piece::Text))
    }

    fn is_empty(piece: &Piece) -> bool {
        piece.len() == 0
    }

    fn put(&self, part: Part) {
        self.put_part(part);
    }
}

/// The answer to a request whose head nobody has read: what is here is one in its place, of which no
/// more is true than whether its method is HEAD.
fn refuse_unread(link: &Link, mut parts: Parts, status: StatusCode) -> End {
    let method = std::mem::take(&mut parts.method);
    if let (Ok(unknown), Ok(uri)) = (Method::from_bytes(b"-"), "-".parse()) {
        (parts.method, parts.uri) = (unknown, uri);
    }
    let (head, body) = refusal(&method, status);
    link.shared.access_log.refused(&environ(link, parts, Input::empty()), status, body.len());
    End::Whole(head, body)
}

/// The answer to a request that the application is not asked about.
fn refuse(link: &Link, environ: &Environ, status: StatusCode) -> End {
    let (head, body) = refusal(environ.method(), status);
    link.shared.access_log.refused(environ, status, body.len());
    End::Whole(head, body)
}

/// What is left of a refused request's body makes the connection useless for another.
fn refusal(method: &Method, status: StatusCode) -> (Head, Bytes) {
    let (mut head, body) = crate::Response::from(status).into_head_and_body();
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        head.headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    let body = body.into_bytes().unwrap_or_default();
    (head, if method == Method::HEAD { Bytes::new() } else { body })
}
