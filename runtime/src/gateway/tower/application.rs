//! A service as an application.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::io::{self, BufRead};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use http::header::CONTENT_LENGTH;
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tower_service::Service;

use super::service::Peer;
use crate::gateway::block_on;
use crate::headers::HOP_BY_HOP;
use crate::{Application, Body, Environ, Error, Input, Reply, StartResponse, Status};

type Cause = Box<dyn StdError + Send + Sync>;

/// A `Service` of requests as an application: an axum router below a path of ours, or a client of another
/// server behind it.
///
/// ```
/// use std::convert::Infallible;
/// use std::future::{Ready, ready};
/// use std::task::{Context, Poll};
/// use lychgate::gateway::tower::{RequestBody, ServiceApplication};
/// use lychgate::prelude::*;
///
/// #[derive(Clone)]
/// struct Old;
///
/// impl tower_service::Service<http::Request<RequestBody>> for Old {
///     type Response = http::Response<Text>;
///     type Error = Infallible;
///     type Future = Ready<Result<http::Response<Text>, Infallible>>;
///
///     fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
///         Poll::Ready(Ok(()))
///     }
///
///     fn call(&mut self, request: http::Request<RequestBody>) -> Self::Future {
///         let text = Text(Some(format!("the old site's {}", request.uri())));
///         let response = http::Response::builder().header("Content-Type", "text/plain");
///         ready(Ok(response.body(text).unwrap()))
///     }
/// }
/// # struct Text(Option<String>);
/// # impl http_body::Body for Text {
/// #     type Data = Bytes;
/// #     type Error = Infallible;
/// #     fn poll_frame(mut self: std::pin::Pin<&mut Self>, _: &mut Context<'_>)
/// #         -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
/// #         Poll::Ready(self.0.take().map(|text| Ok(http_body::Frame::data(text.into()))))
/// #     }
/// # }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[mount("^old/")]
///     fn old() -> impl Application { ServiceApplication::new(Old) }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/old/page?q=1").send().text(), "the old site's /page?q=1");
/// }
/// ```
///
/// The service has a clone for each request. It sees the path from where it is mounted, the method, the
/// headers, the extensions, and [`Peer`] among them. An error of its own is a 500, and its cause is in the
/// log. Headers of its response that belong to a connection are left out, and so are trailers.
///
/// Until the first block of its response is there, a request that waits holds no thread; a block after that
/// is waited for on the thread that asks. What needs tokio needs the feature `tokio` on the embedded
/// server.
pub struct ServiceApplication<S>(Mutex<S>);

impl<S> ServiceApplication<S> {
    /// The application that hands its requests to `service`.
    pub const fn new(service: S) -> Self {
        ServiceApplication(Mutex::new(service))
    }
}

#[diagnostic::do_not_recommend]
impl<S, B> Application for ServiceApplication<S>
where
    S: Service<Request<RequestBody>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<Cause>,
    S::Future: Send,
    B: HttpBody<Data: Buf, Error: Into<Cause>> + Send + 'static,
{
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let request = match request(environ) {
            Ok(request) => request,
            Err(error) => return Reply::failed(error),
        };
        Reply::later(async move {
            let answer = answer(service, request, start_response).await;
            answer.map_or_else(Reply::failed, Reply::shorten)
        })
    }
}

/// The request, with the path that is left for this application.
fn request(environ: &mut Environ) -> Result<Request<RequestBody>, Error> {
    let mut request = Request::new(());
    *request.method_mut() = environ.method().clone();
    *request.version_mut() = environ.version();
    *request.headers_mut() = environ.headers().clone();
    *request.extensions_mut() = environ.extensions().clone();
    *request.uri_mut() = environ.rest_of_uri()?;
    if let Some(peer) = environ.peer() {
        request.extensions_mut().insert(Peer(peer));
    }
    let length =
        request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse().ok());
    Ok(request.map(|()| RequestBody::new(environ.take_input(), length)))
}

async fn answer<S, B>(
    mut service: S,
    request: Request<RequestBody>,
    start_response: StartResponse<'_>,
) -> Result<Reply<'static>, Error>
where
    S: Service<Request<RequestBody>, Response = Response<B>, Error: Into<Cause>>,
    B: HttpBody<Data: Buf, Error: Into<Cause>> + Send + 'static,
{
    poll_fn(|context| service.poll_ready(context)).await.map_err(failed)?;
    let response = service.call(request).await.map_err(failed)?;
    let (mut parts, body) = response.into_parts();
    for name in HOP_BY_HOP {
        parts.headers.remove(name);
    }
    let started = start_response.start_with(parts.status.into(), parts.headers)?;
    let mut body = Box::pin(body);
    let first = match poll_fn(|context| poll_block(&mut body, context)).await {
        None => return Ok(started.body(Body::empty())),
        Some(block) => block?,
    };
    if body.is_end_stream() {
        return Ok(started.body(first));
    }
    let rest =
        std::iter::from_fn(move || block_on(poll_fn(|context| poll_block(&mut body, context))));
    Ok(started.stream(std::iter::once(Ok(first)).chain(rest)))
}

/// The next block of a body.
fn poll_block<B>(
    body: &mut Pin<Box<B>>,
    context: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, Error>>>
where
    B: HttpBody<Data: Buf, Error: Into<Cause>>,
{
    loop {
        let frame = match body.as_mut().poll_frame(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(failed(error)))),
            Poll::Ready(Some(Ok(frame))) => frame,
        };
        // What is no data is trailers.
        if let Ok(mut data) = frame.into_data() {
            return Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining()))));
        }
    }
}

fn failed(cause: impl Into<Cause>) -> Error {
    Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(cause)
}

/// The body of a request that a service is given.
pub struct RequestBody {
    input: Input,
    /// How much of it is left, where that is known.
    left: Option<u64>,
}

impl RequestBody {
    fn new(mut input: Input, length: Option<u64>) -> Self {
        match input.take_bytes() {
            Some(bytes) => RequestBody { left: Some(bytes.len() as u64), input: bytes.into() },
            None => RequestBody { input, left: length },
        }
    }
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.is_end_stream() {
            return Poll::Ready(None);
        }
        let block = match self.input.take_bytes() {
            Some(bytes) => Ok(bytes),
            None => next_block(&mut self.input),
        };
        self.left = match (&block, self.left) {
            (Ok(block), left) if !block.is_empty() => {
                left.map(|left| left.saturating_sub(block.len() as u64))
            }
            _ => Some(0),
        };
        match block {
            Ok(block) if block.is_empty() => Poll::Ready(None),
            block => Poll::Ready(Some(block.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

fn next_block(input: &mut Input) -> io::Result<Bytes> {
    let block = Bytes::copy_from_slice(input.fill_buf()?);
    input.consume(block.len());
    Ok(block)
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.left {
            Some(left) => write!(f, "RequestBody({left} bytes)"),
            None => f.write_str("RequestBody(stream)"),
        }
    }
}

impl<S> fmt::Debug for ServiceApplication<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceApplication")
    }
}
