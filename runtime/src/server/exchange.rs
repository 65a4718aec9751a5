//! One request and its response: the future that owns what the response may borrow from.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body::Body as Incoming;

use super::link::{Link, Phase};
use super::receive::{Refusal, receive};
use super::send::{Outgoing, response};
use super::workers::{is_spare, yield_now};
use crate::body::Piece;
use crate::reply::Head;
use crate::{Body, Environ, Error, Input, Status, gateway};

/// How an exchange ends.
pub(super) enum End {
    /// With the whole response.
    Whole(Head, Bytes),
    /// With the last block of a stream, which was taken before.
    Stream,
    /// With a stream that broke off.
    Cut,
}

/// What an exchange hands out before its end: a block of a stream, the first one with the head.
pub(super) struct Part {
    head: Option<Head>,
    pub(super) piece: Piece,
}

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
    if is_spare() && (link.is_in(Phase::Working) || link.is_in(Phase::Sending)) {
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
    let mut limits = link.shared.limits;
    if let Some(limit) = link.shared.application.body_limit(&environ) {
        limits.body = limit;
    }
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
                refusal => status_of(&refusal),
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
        let (head, body) = gateway::call(&*link.shared.application, &mut environ).await;
        let stream = match body.into_bytes() {
            Ok(bytes) => return End::Whole(head, bytes),
            Err(stream) => stream,
        };
        match Box::pin(send_blocks(&link, head, stream)).await {
            Ok(end) => end,
            Err(Broken::Early(error)) => fail(&environ, error),
            Err(Broken::Midway(error)) => {
                let (method, path) = (environ.method(), environ.uri().path());
                gateway::log(&format!("{method} {path}: the response is cut off: {error}"));
                End::Cut
            }
        }
    }
}

/// An error in a stream.
enum Broken {
    /// Before its first block: there is nothing to take back.
    Early(Error),
    /// When part of the response was sent.
    Midway(Error),
}

/// Hands out the blocks of a stream, each when it is asked for. The head goes with the first one
/// (PEP 3333, "The start_response() Callable").
async fn send_blocks(link: &Link, head: Head, mut body: Body<'_>) -> Result<End, Broken> {
    let mut head = Some(head);
    while let Some(piece) = next_piece(link, &mut body) {
        match piece {
            Ok(piece) if piece.len() == 0 => yield_now().await,
            Ok(piece) => hand_out(link, Part { head: head.take(), piece }).await,
            Err(error) if head.is_some() => return Err(Broken::Early(error)),
            Err(error) => return Err(Broken::Midway(error)),
        }
    }
    Ok(head.map_or(End::Stream, |head| End::Whole(head, Bytes::new())))
}

fn next_piece(link: &Link, body: &mut Body<'_>) -> Option<Result<Piece, Error>> {
    if link.sends_files() {
        if let Some(part) = body.next_file() {
            return Some(Ok(Piece::File(part)));
        }
    }
    let block = catch_unwind(AssertUnwindSafe(|| body.next()))
        .unwrap_or_else(|panic| Some(Err(gateway::panicked(&*panic, "the body"))));
    block.map(|block| block.map(Piece::Text))
}

/// Leaves a part in the link, and waits until the next one is asked for: that is, polled for.
async fn hand_out(link: &Link, part: Part) {
    let mut part = Some(part);
    poll_fn(|_| match part.take() {
        Some(part) => {
            link.put_part(part);
            Poll::Pending
        }
        None => Poll::Ready(()),
    })
    .await;
}

/// Drops the headers that a variable could not tell from others: `X_A` and `X-A` are both `HTTP_X_A`.
fn drop_ambiguous(headers: &mut HeaderMap) {
    let ambiguous = |name: &&HeaderName| name.as_str().contains('_');
    while let Some(name) = headers.keys().find(ambiguous).cloned() {
        headers.remove(name);
    }
}

/// Has the host of an absolute target take the place of the header's (RFC 9112, 3.2.2).
fn host_of_target(parts: &mut Parts) {
    let host = parts.uri.authority().map(|host| HeaderValue::from_str(host.as_str()));
    if let Some(Ok(host)) = host {
        parts.headers.insert(HOST, host);
    }
}

fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Malformed => StatusCode::BAD_REQUEST,
        Refusal::Storage(error) => {
            gateway::log(&format!("a request body cannot be stored: {error}"));
            StatusCode::INTERNAL_SERVER_ERROR
        }
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

/// The answer in place of a stream that failed before its first block.
fn fail(environ: &Environ, error: Error) -> End {
    let (head, body) = gateway::fail(environ, error);
    End::Whole(head, body.into_bytes().unwrap_or_default())
}
