//! astra: hyper, with a thread for each connection.

use std::io::Read;
use std::net::SocketAddr;

use astra::{Body, Request, Response, ResponseBuilder, Server};

use super::Result;
use crate::site::{self, Blocks, HELLO, LARGE};

pub(super) fn serve(address: SocketAddr) -> Result {
    let answer = |mut request: Request, _| answer(&mut request);
    // By default 30 threads on two cores, each with a connection as long as that is open: the others'
    // would never be answered.
    let server = Server::bind(address).max_workers(1024).http1_pipeline_flush(true);
    Ok(server.serve(answer)?)
}

fn answer(request: &mut Request) -> Response {
    let body = match request.uri().path() {
        "/hello" => Body::new(HELLO),
        "/block" | "/wait" => Body::new(site::block()),
        "/stream" => Body::wrap_reader(Blocks::default()),
        "/large" => Body::new(&LARGE[..]),
        "/upload" => {
            let mut body = Vec::new();
            match request.body_mut().reader().read_to_end(&mut body) {
                Ok(_) => Body::new(site::length(&body)),
                Err(_) => return status(400),
            }
        }
        _ => return status(404),
    };
    Response::new(body)
}

fn status(status: u16) -> Response {
    let response = ResponseBuilder::new().status(status).body(Body::empty());
    response.unwrap_or_else(|_| Response::new(Body::empty()))
}
