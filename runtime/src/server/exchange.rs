//! One request and its response: the future that owns what the response may borrow from.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Request, Response, Version};
use http_body::Body as _;
use hyper::body::Incoming;

use super::link::{Link, Phase};
use super::receive::{Refusal, receive};
use super::send::{Outgoing, response};
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
    pub(super) block: Bytes,
}

/// The response of one request. The environ and the application's reply live in its future, and
/// the body may borrow from both; so the same future is polled for the head, and then for the body.
pub(super) struct Exchange {
    link: Arc<Link>,
    running: Option<Running>,
}

pub(super) type Running = Pin<Box<dyn Future<Output = End> + Send>>;

impl Exchange {
    pub(super) fn new(link: &Arc<Link>, request: Request<Incoming>) -> Self {
        link.enter(Phase::Receiving);
        let running = Box::pin(run(Arc::clone(link), request));
        Exchange { link: Arc::clone(link), running: Some(running) }
    }
}

impl Future for Exchange {
    type Output = Result<Response<Outgoing>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(mut running) = self.running.take() else { return Poll::Pending };
        let link = Arc::clone(&self.link);
        let (head, body) = match poll_part(&mut running, &link, context) {
            Poll::Pending => {
                self.running = Some(running);
                return Poll::Pending;
            }
            Poll::Ready(Ok(Part { head: Some(head), block })) => {
                (head, Outgoing::stream(running, block, link))
            }
            Poll::Ready(Err(End::Whole(head, bytes))) => (head, Outgoing::whole(bytes, link)),
            Poll::Ready(_) => {
                let status = Status::INTERNAL_SERVER_ERROR;
                let head = Head { status, headers: HeaderMap::new() };
                (head, Outgoing::whole(Bytes::new(), link))
            }
        };
        self.link.enter(Phase::Sending);
        Poll::Ready(Ok(response(head, body)))
    }
}

/// Polls an exchange for its next part, or its end.
pub(super) fn poll_part(
    running: &mut Running,
    link: &Link,
    context: &mut Context<'_>,
) -> Poll<Result<Part, End>> {
    match running.as_mut().poll(context) {
        Poll::Ready(end) => Poll::Ready(Err(end)),
        Poll::Pending => link.take_part().map_or(Poll::Pending, |part| Poll::Ready(Ok(part))),
    }
}

async fn run(link: Arc<Link>, request: Request<Incoming>) -> End {
    let shared = &link.shared;
    let (mut parts, body) = request.into_parts();
    drop_ambiguous(&mut parts.headers);
    let (input, refusal) = if !is_host_clear(&parts) {
        (Input::empty(), Some(Status::BAD_REQUEST))
    } else if body.is_end_stream() {
        (Input::empty(), None)
    } else {
        match Box::pin(receive(body, &mut parts.headers, shared.limits)).await {
            Ok(input) => (input, None),
            Err(refusal) => (Input::empty(), Some(status_of(&refusal))),
        }
    };
    let peer = Some(link.peer);
    let mut environ = Environ::new(parts, input, Arc::clone(&shared.gateway), peer);
    if let Some(status) = refusal {
        link.set_early();
        return refuse(&environ, status);
    }
    link.enter(Phase::Working);
    let (head, body) = gateway::call(&*shared.application, &mut environ).await;
    let stream = match body.into_bytes() {
        Ok(bytes) => return End::Whole(head, bytes),
        Err(stream) => stream,
    };
    match send_blocks(&link, head, stream).await {
        Ok(end) => end,
        Err(Broken::Early(error)) => fail(&environ, &error),
        Err(Broken::Midway(error)) => {
            let (method, path) = (environ.method(), environ.uri().path());
            gateway::log(&format!("{method} {path}: the response is cut off: {error}"));
            End::Cut
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
    while let Some(block) = next_block(&mut body) {
        match block {
            Ok(block) if block.is_empty() => yield_now().await,
            Ok(block) => hand_out(link, Part { head: head.take(), block }).await,
            Err(error) if head.is_some() => return Err(Broken::Early(error)),
            Err(error) => return Err(Broken::Midway(error)),
        }
    }
    Ok(head.map_or(End::Stream, |head| End::Whole(head, Bytes::new())))
}

fn next_block(body: &mut Body<'_>) -> Option<Result<Bytes, Error>> {
    catch_unwind(AssertUnwindSafe(|| body.next()))
        .unwrap_or_else(|panic| Some(Err(gateway::panicked(&*panic, "the body"))))
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

/// Gives the other connections a turn.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
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

/// Whether the request says one host, as HTTP/1.1 demands (RFC 9112, 3.2).
fn is_host_clear(parts: &Parts) -> bool {
    let mut hosts = parts.headers.get_all(HOST).iter();
    match hosts.next() {
        Some(_) => hosts.next().is_none(),
        None => parts.version < Version::HTTP_11,
    }
}

fn status_of(refusal: &Refusal) -> Status {
    match refusal {
        Refusal::TooLarge => Status::PAYLOAD_TOO_LARGE,
        Refusal::Malformed => Status::BAD_REQUEST,
        Refusal::Storage(error) => {
            gateway::log(&format!("a request body cannot be stored: {error}"));
            Status::INTERNAL_SERVER_ERROR
        }
    }
}

/// The answer to a request that the application is not asked about. What is left of its body makes
/// the connection useless for another.
fn refuse(environ: &Environ, status: Status) -> End {
    let (mut head, body) = gateway::fail(environ, &Error::new(status, ""));
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    End::Whole(head, body.into_bytes().unwrap_or_default())
}

/// The answer in place of a stream that failed before its first block.
fn fail(environ: &Environ, error: &Error) -> End {
    let (head, body) = gateway::fail(environ, error);
    End::Whole(head, body.into_bytes().unwrap_or_default())
}
