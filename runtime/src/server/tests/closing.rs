use std::iter;
use std::sync::mpsc::{self, Receiver, Sender};

use super::{Running, SOON};
use crate::body::Sent;
use crate::{Body, Environ, Error, Reply, Result, StartResponse};

/// Answers by what the path says, with a body that tells how it was closed.
fn site(closed: Sender<Sent>) -> impl crate::Application {
    move |environ: &mut Environ, start_response: StartResponse<'_>| {
        let closed = closed.clone();
        let tell = move |sent| closed.send(sent).unwrap();
        let fail = || Err(Error::from(std::fmt::Error));
        let path = environ.path_info().to_string();
        let (status, length, body): (_, _, Body<'static>) = match &*path {
            "/whole" => ("200 OK", None, "block".into()),
            "/empty" => ("200 OK", None, Body::empty()),
            "/stream" => ("200 OK", None, Body::stream(["blo", "", "ck"])),
            "/early" => ("200 OK", None, Body::stream([Ok(""), fail()])),
            "/midway" => ("200 OK", None, Body::stream([Ok("block"), fail()])),
            "/panic" => {
                ("200 OK", None, Body::stream(iter::once("block").chain(iter::from_fn(trap))))
            }
            "/long" => ("200 OK", Some("5"), Body::stream(["blo", "ckbuster"])),
            "/short" => ("200 OK", Some("9"), Body::stream(["block"])),
            "/none" => ("204 No Content", None, Body::stream(["block"])),
            "/same" => ("304 Not Modified", None, "block".into()),
            _ => ("200 OK", Some("many"), Body::stream(["block"])),
        };
        let length: Vec<_> = length.map(|length| ("Content-Length", length)).into_iter().collect();
        Ok::<_, Error>(start_response.start(status, &length)?.body(body.on_close(tell)))
    }
}

fn trap() -> Option<&'static str> {
    panic!("in the body")
}

fn next(closings: &Receiver<Sent>) -> (u64, bool) {
    let sent = closings.recv_timeout(SOON).unwrap();
    (sent.bytes, sent.complete)
}

#[test]
fn a_body_is_closed_once_however_its_request_ends() {
    let (closed, closings) = mpsc::channel();
    let server = Running::start(site(closed));
    for (path, bytes, complete) in [
        ("/whole", 5, true),
        ("/empty", 0, true),
        ("/stream", 5, true),
        ("/early", 0, false),
        ("/midway", 5, false),
        ("/panic", 5, false),
        ("/short", 5, true),
        ("/none", 0, false),
        ("/same", 0, false),
        ("/else", 5, true),
    ] {
        for version in ["1.0", "1.1"] {
            let close = "Connection: close\r\n\r\n";
            let _ = server.talk(&format!("GET {path} HTTP/{version}\r\nHost: h\r\n{close}"));
            assert_eq!(next(&closings), (bytes, complete), "GET {path}");
            let _ = server.talk(&format!("HEAD {path} HTTP/{version}\r\nHost: h\r\n{close}"));
            assert_eq!(next(&closings), (0, false), "HEAD {path}");
        }
    }
    let cut = server.talk("GET /long HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assert!(cut.ends_with("\r\n\r\nblock"), "{cut}");
    assert!(!next(&closings).1, "it was not asked for the rest");
    drop(server);
    assert!(closings.recv().is_err(), "closed twice");
}

#[test]
fn a_body_is_open_until_its_last_block_was_taken() {
    let (closed, closings) = mpsc::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(Some(wait));
    let server = Running::start(move |_: &mut Environ, start: StartResponse<'_>| {
        let (closed, wait) = (closed.clone(), wait.lock().unwrap().take().unwrap());
        let last = iter::once_with(move || wait.recv_timeout(SOON).map(|()| "last"));
        let blocks = iter::once(Ok("first")).chain(last);
        let body = Body::stream(blocks).on_close(move |sent| closed.send(sent).unwrap());
        Ok(start.start("200 OK", &[])?.body(body)) as Result<Reply<'static>>
    });
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    client.head();
    assert_eq!(client.chunk(), "first");
    assert!(closings.try_recv().is_err(), "not yet");
    go_on.send(()).unwrap();
    assert_eq!((client.chunk(), client.chunk()), ("last".to_owned(), String::new()));
    assert_eq!(next(&closings), (9, true));
}
