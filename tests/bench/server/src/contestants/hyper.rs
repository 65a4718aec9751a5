//! hyper on tokio's threads, where the site's functions are called on the thread of the connection, or
//! on one for what blocks.

use std::convert::Infallible;
use std::iter::Map;
use std::net::SocketAddr;
use std::ops::Range;

use bytes::Bytes;
use futures_util::stream::{Iter, iter};
use http_body_util::{BodyExt, Either, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task;

use super::Result;
use crate::site::{self, BLOCK, BLOCKS, HELLO, LARGE, SLEEP};

type Block = std::result::Result<Frame<Bytes>, Infallible>;
type Blocks = Iter<Map<Range<usize>, fn(usize) -> Block>>;
type Body = Either<Full<Bytes>, StreamBody<Blocks>>;

pub(super) fn inline(address: SocketAddr) -> Result {
    serve(address, |path, body| async move { answer(&path, &body) })
}

pub(super) fn spawn_blocking(address: SocketAddr) -> Result {
    serve(address, |path, body| async move {
        match task::spawn_blocking(move || answer(&path, &body)).await {
            Ok(response) => response,
            Err(_) => status(StatusCode::INTERNAL_SERVER_ERROR),
        }
    })
}

fn serve<F>(address: SocketAddr, handle: fn(String, Bytes) -> F) -> Result
where
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        loop {
            let (socket, _) = listener.accept().await?;
            socket.set_nodelay(true)?;
            let service = service_fn(move |request| respond(request, handle));
            let connection = http1::Builder::new()
                // Responses to pipelined requests are written together, as ours are.
                .pipeline_flush(true)
                .serve_connection(TokioIo::new(socket), service);
            tokio::spawn(connection);
        }
    })
}

async fn respond<F>(
    request: Request<Incoming>,
    handle: fn(String, Bytes) -> F,
) -> std::result::Result<Response<Body>, Infallible>
where
    F: Future<Output = Response<Body>>,
{
    let path = request.uri().path().to_owned();
    if path == "/wait" {
        tokio::time::sleep(SLEEP).await;
        return Ok(whole(Bytes::from_static(HELLO.as_bytes())));
    }
    let Ok(body) = request.into_body().collect().await else {
        return Ok(status(StatusCode::BAD_REQUEST));
    };
    Ok(handle(path, body.to_bytes()).await)
}

fn answer(path: &str, body: &[u8]) -> Response<Body> {
    match path {
        "/hello" => whole(Bytes::from_static(HELLO.as_bytes())),
        "/block" => whole(Bytes::from_static(site::block().as_bytes())),
        "/large" => whole(Bytes::from_static(&LARGE)),
        "/upload" => whole(site::length(body).into()),
        "/stream" => {
            let block: fn(usize) -> Block = |_| Ok(Frame::data(Bytes::from_static(&BLOCK)));
            let blocks = iter((0..BLOCKS).map(block));
            Response::new(Either::Right(StreamBody::new(blocks)))
        }
        _ => status(StatusCode::NOT_FOUND),
    }
}

fn whole(body: Bytes) -> Response<Body> {
    Response::new(Either::Left(Full::new(body)))
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = whole(Bytes::new());
    *response.status_mut() = status;
    response
}
