//! axum on tokio.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use futures_util::stream::iter;
use tokio::net::TcpListener;

use super::Result;
use crate::site::{self, BLOCK, BLOCKS, HELLO, LARGE, SLEEP};

pub(super) fn serve(address: SocketAddr) -> Result {
    let router = Router::new()
        .route("/hello", get(async || HELLO))
        .route("/block", get(async || site::block()))
        .route("/wait", get(wait))
        .route("/stream", get(async || Body::from_stream(iter((0..BLOCKS).map(block)))))
        .route("/large", get(async || &LARGE[..]))
        .route("/upload", post(async |body: Bytes| site::length(&body)));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?.tap_io(|socket| {
            // Where it cannot be set, responses are only slower.
            let _ = socket.set_nodelay(true);
        });
        Ok(axum::serve(listener, router).await?)
    })
}

async fn wait() -> &'static str {
    tokio::time::sleep(SLEEP).await;
    HELLO
}

fn block(_: usize) -> std::result::Result<&'static [u8], Infallible> {
    Ok(&BLOCK)
}
