//! Requests to a live server, one connection each.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::pin::{Pin, pin};
use std::task::Poll;

use async_io::Async;
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use smol_hyper::rt::FuturesIo;

use super::Answer;
use crate::Status;
use crate::gateway::block_on;

/// Sends the request and collects the answer; a body that breaks off is in the answer, too.
pub(super) fn send(address: &str, request: Request<Bytes>) -> io::Result<Answer> {
    block_on(exchange(address, request))
}

async fn exchange(address: &str, request: Request<Bytes>) -> io::Result<Answer> {
    let socket = Async::new(connect(address)?)?;
    let (mut sender, connection) =
        http1::handshake(FuturesIo::new(socket)).await.map_err(io::Error::other)?;
    let mut connection = pin!(connection);
    let mut answer = pin!(async {
        let response = sender.send_request(request.map(Outgoing)).await?;
        Ok(collect(response).await)
    });
    let answer: Result<Answer, hyper::Error> = poll_fn(|context| {
        // The connection moves what the answer waits for; its error comes out of the answer, too.
        let _ = connection.as_mut().poll(context);
        answer.as_mut().poll(context)
    })
    .await;
    answer.map_err(|error| match error.source() {
        // What hyper says by itself ("connection error") does not tell what became of it.
        Some(cause) => io::Error::other(format!("{error}: {cause}")),
        None => io::Error::other(error),
    })
}

fn connect(address: &str) -> io::Result<TcpStream> {
    let mut failure = io::ErrorKind::AddrNotAvailable.into();
    for address in address.to_socket_addrs()? {
        match TcpStream::connect(address) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

async fn collect(response: Response<Incoming>) -> Answer {
    let (head, mut body) = response.into_parts();
    let mut bytes = BytesMut::new();
    let mut cut = None;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        match frame {
            Ok(frame) => bytes.extend(frame.into_data()),
            Err(error) => cut = Some(error.to_string()),
        }
    }
    let reason = head.extensions.get::<hyper::ext::ReasonPhrase>();
    let reason = reason.and_then(|reason| std::str::from_utf8(reason.as_bytes()).ok());
    let status = reason
        .and_then(|reason| Status::parse(&format!("{} {reason}", head.status.as_str())).ok())
        .unwrap_or_else(|| head.status.into());
    Answer::new(status, head.headers, bytes.freeze(), cut)
}

/// The body of a request: one block.
struct Outgoing(Bytes);

impl Body for Outgoing {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let block = std::mem::take(&mut self.0);
        Poll::Ready((!block.is_empty()).then(|| Ok(Frame::data(block))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}
