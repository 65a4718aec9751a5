//! rouille: a thread for each request.

use std::io::Read;
use std::net::SocketAddr;

use rouille::{Request, Response, ResponseBody};

use super::Result;
use crate::site::{self, Blocks, HELLO, LARGE};

pub(super) fn serve(address: SocketAddr) -> Result {
    rouille::Server::new(address, answer)?.run();
    Ok(())
}

fn answer(request: &Request) -> Response {
    match request.raw_url() {
        "/hello" => Response::text(HELLO),
        "/block" | "/wait" => Response::text(site::block()),
        "/stream" => Response {
            data: ResponseBody::from_reader(Blocks::default()),
            ..Response::from_data("application/octet-stream", [])
        },
        "/large" => Response {
            data: ResponseBody::from_reader_and_size(&LARGE[..], LARGE.len()),
            ..Response::from_data("application/octet-stream", [])
        },
        "/upload" => {
            let mut body = Vec::new();
            match request.data().map(|mut data| data.read_to_end(&mut body)) {
                Some(Ok(_)) => Response::text(site::length(&body)),
                _ => Response::empty_400(),
            }
        }
        _ => Response::empty_404(),
    }
}
