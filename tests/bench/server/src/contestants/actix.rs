//! actix-web: a runtime of its own on each thread.

use std::io;
use std::net::SocketAddr;

use actix_web::rt::System;
use actix_web::rt::time::sleep;
use actix_web::web::{self, Bytes, PayloadConfig};
use actix_web::{App, HttpResponse, HttpServer};
use futures_util::stream::iter;

use super::Result;
use crate::site::{self, BLOCK, BLOCKS, HELLO, LARGE, SLEEP};

pub(super) fn serve(address: SocketAddr) -> Result {
    let server = HttpServer::new(|| {
        App::new()
            .app_data(PayloadConfig::new(2 << 20))
            .route("/hello", web::get().to(async || HELLO))
            .route("/block", web::get().to(async || site::block()))
            .route("/wait", web::get().to(wait))
            .route("/stream", web::get().to(stream))
            .route("/large", web::get().to(async || &LARGE[..]))
            .route("/upload", web::post().to(async |body: Bytes| site::length(&body)))
    });
    Ok(System::new().block_on(async { server.bind(address)?.run().await })?)
}

async fn wait() -> &'static str {
    sleep(SLEEP).await;
    HELLO
}

async fn stream() -> HttpResponse {
    let blocks = (0..BLOCKS).map(|_| Ok::<_, io::Error>(Bytes::from_static(&BLOCK)));
    HttpResponse::Ok().streaming(iter(blocks))
}
