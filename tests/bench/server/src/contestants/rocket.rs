//! Rocket, which calls plain functions on the threads of its runtime.

use std::io;
use std::net::SocketAddr;

use rocket::config::LogLevel;
use rocket::data::ToByteUnit;
use rocket::response::stream::ByteStream;
use rocket::tokio::time::sleep;
use rocket::{Config, Data, get, post, routes};

use super::Result;
use crate::site::{self, BLOCK, BLOCKS, HELLO, LARGE, SLEEP};

#[get("/hello")]
fn hello() -> &'static str {
    HELLO
}

#[get("/block")]
fn block() -> &'static str {
    site::block()
}

#[get("/wait")]
async fn wait() -> &'static str {
    sleep(SLEEP).await;
    HELLO
}

#[get("/stream")]
fn stream() -> ByteStream![&'static [u8]] {
    ByteStream! {
        for _ in 0..BLOCKS {
            yield &BLOCK[..];
        }
    }
}

#[get("/large")]
fn large() -> &'static [u8] {
    &LARGE
}

#[post("/upload", data = "<body>")]
async fn upload(body: Data<'_>) -> io::Result<String> {
    let body = body.open(2.mebibytes()).into_bytes().await?;
    Ok(site::length(&body))
}

pub(super) fn serve(address: SocketAddr) -> Result {
    let config = Config {
        address: address.ip(),
        port: address.port(),
        log_level: LogLevel::Off,
        ..Config::release_default()
    };
    let site =
        rocket::custom(config).mount("/", routes![hello, block, wait, stream, large, upload]);
    rocket::execute(site.launch())?;
    Ok(())
}
