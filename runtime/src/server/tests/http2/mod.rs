//! What the clients of HTTP/2 see.

mod frames;
mod limits;
#[cfg(feature = "tls")]
mod over_tls;
mod requests;
mod side_by_side;
mod stopping;

use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use h2::client::{ResponseFuture, SendRequest};
use h2::{RecvStream, SendStream};
use http::{HeaderMap, Request, StatusCode};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::{Running, SOON, TEXT, echo};

/// Runs what a client does, which ends soon.
fn run<T>(client: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(SOON, client).await.unwrap() })
}

/// A connection of HTTP/2.
struct Client {
    send: SendRequest<Bytes>,
    /// How the connection ends.
    ended: JoinHandle<Result<(), h2::Error>>,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Client {
    async fn new(address: SocketAddr) -> Client {
        Client::over(TcpStream::connect(address).await.unwrap()).await
    }

    async fn over(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Client {
        let (send, connection) = h2::client::handshake(stream).await.unwrap();
        Client { send, ended: tokio::spawn(connection) }
    }

    /// Begins a request; its body follows unless it has none.
    async fn ask(
        &mut self,
        request: Request<()>,
        ends: bool,
    ) -> (ResponseFuture, SendStream<Bytes>) {
        let mut send = self.send.clone().ready().await.unwrap();
        send.send_request(request, ends).unwrap()
    }

    async fn send(&mut self, request: Request<()>) -> Answer {
        let (response, _) = self.ask(request, true).await;
        answer(response).await
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(get(path)).await
    }
}

fn get(path: &str) -> Request<()> {
    Request::get(format!("http://h{path}")).body(()).unwrap()
}

fn post(path: &str) -> Request<()> {
    Request::post(format!("http://h{path}")).body(()).unwrap()
}

async fn answer(response: ResponseFuture) -> Answer {
    let (head, mut body) = response.await.unwrap().into_parts();
    Answer { status: head.status, headers: head.headers, body: rest(&mut body).await }
}

/// What comes of a body until its end.
async fn rest(body: &mut RecvStream) -> String {
    let mut bytes = Vec::new();
    while let Some(block) = block(body).await {
        bytes.extend_from_slice(&block.unwrap());
    }
    String::from_utf8(bytes).unwrap()
}

/// The next block of a body, with room made for as much more.
async fn block(body: &mut RecvStream) -> Option<Result<Bytes, h2::Error>> {
    let block = body.data().await?;
    if let Ok(block) = &block {
        body.flow_control().release_capacity(block.len()).unwrap();
    }
    Some(block)
}

/// Sends a body as the server takes it, or as much of it as it takes.
async fn send_body(stream: &mut SendStream<Bytes>, mut body: Bytes) {
    /// Waits until the server takes more.
    struct Room<'s>(&'s mut SendStream<Bytes>);
    impl Future for Room<'_> {
        type Output = Option<usize>;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<usize>> {
            Poll::Ready(ready!(self.0.poll_capacity(context)).and_then(Result::ok))
        }
    }
    while !body.is_empty() {
        stream.reserve_capacity(body.len());
        let Some(room) = Room(stream).await else { return };
        let block = body.split_to(room.min(body.len()));
        if stream.send_data(block, body.is_empty()).is_err() {
            return;
        }
    }
}
