//! lychgate, with plain functions and with asynchronous ones.

use std::net::SocketAddr;

use lychgate::prelude::*;

use super::Result;

#[application]
mod functions {
    use lychgate::prelude::*;

    use crate::site::{self, BLOCK, BLOCKS, HELLO, LARGE};

    #[get("^hello$")]
    fn hello() -> &'static str {
        HELLO
    }

    #[get("^(?:block|wait)$")]
    fn block() -> &'static str {
        site::block()
    }

    #[get("^stream$")]
    fn stream() -> Body<'static> {
        Body::stream((0..BLOCKS).map(|_| &BLOCK[..]))
    }

    #[get("^large$")]
    fn large() -> &'static [u8] {
        &LARGE
    }

    #[post("^upload$")]
    fn upload(body: Bytes) -> String {
        site::length(&body)
    }
}

#[application]
mod futures {
    use async_io::Timer;
    use lychgate::prelude::*;

    use crate::site::{self, BLOCK, BLOCKS, HELLO, LARGE, SLEEP};

    #[get("^hello$")]
    async fn hello() -> &'static str {
        HELLO
    }

    #[get("^block$")]
    async fn block() -> &'static str {
        site::block()
    }

    #[get("^wait$")]
    async fn wait() -> &'static str {
        Timer::after(SLEEP).await;
        HELLO
    }

    #[get("^stream$")]
    async fn stream() -> Body<'static> {
        Body::stream((0..BLOCKS).map(|_| &BLOCK[..]))
    }

    #[get("^large$")]
    async fn large() -> &'static [u8] {
        &LARGE
    }

    #[post("^upload$")]
    async fn upload(body: Bytes) -> String {
        site::length(&body)
    }
}

pub(super) fn plain(address: SocketAddr) -> Result {
    serve(address, functions::application)
}

pub(super) fn asynchronous(address: SocketAddr) -> Result {
    serve(address, futures::application)
}

fn serve(address: SocketAddr, application: impl Application + 'static) -> Result {
    let served = lychgate::make_server(address, application)
        .and_then(|server| server.quiet().serve_forever());
    Ok(served.map_err(|error| error.to_string())?)
}
