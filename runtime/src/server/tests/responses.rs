use std::io::ErrorKind;
use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

use super::{Running, SOON, TEXT};
use crate::{Body, Bytes, Environ, Error, Reply, Result, StartResponse, Status};

#[test]
fn a_stream_arrives_block_by_block() {
    // Each block is produced only when the client has told that it has the one before.
    let (told, wait) = mpsc::channel::<()>();
    let wait = Arc::new(Mutex::new(wait));
    let server = Running::start(move |_: &mut Environ, start_response: StartResponse<'_>| {
        let wait = Arc::clone(&wait);
        let mut n = 0;
        let blocks = iter::from_fn(move || {
            n += 1;
            if n > 1 {
                wait.lock().unwrap().recv_timeout(SOON).unwrap();
            }
            (n < 5).then(|| format!("block {n}"))
        });
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.stream(blocks))
    });
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    assert!(client.head().contains(&"transfer-encoding: chunked".to_owned()));
    for n in 1..5 {
        assert_eq!(client.chunk(), format!("block {n}"));
        told.send(()).unwrap();
    }
    assert_eq!(client.chunk(), "");
}

#[test]
fn a_slow_client_is_waited_for() {
    // The blocks are far more than sockets hold; they must not be produced ahead of the client.
    const BLOCK: usize = 1 << 16;
    let produced = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&produced);
    let server = Running::start(move |_: &mut Environ, start_response: StartResponse<'_>| {
        let counter = Arc::clone(&counter);
        let blocks = (0..2000).map(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
            vec![b'x'; BLOCK]
        });
        let length = (2000 * BLOCK).to_string();
        let headers = [TEXT[0], ("Content-Length", &length)];
        Ok::<_, Error>(start_response.start("200 OK", &headers)?.stream(blocks))
    });
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    client.head();
    client.bytes(BLOCK);
    // Another connection is served meanwhile, so the stream is not what holds the threads.
    let mut other = server.connect();
    other.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    other.head();
    other.bytes(BLOCK);
    assert!(produced.load(Ordering::SeqCst) < 2 * 1000);
    assert_eq!(client.rest().len(), 1999 * BLOCK);
}

#[test]
fn an_error_in_a_stream_is_seen() {
    fn broken(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let fail = || Err(Error::from(std::io::Error::from(ErrorKind::BrokenPipe)));
        let blocks: Vec<Result<Bytes>> = match &environ["PATH_INFO"] {
            path if path == "/early" => vec![Ok(Bytes::new()), fail()],
            path if path == "/missing" => {
                vec![Err(Error::new(Status::NOT_FOUND, "no such thing"))]
            }
            _ => vec![Ok(Bytes::from("half")), fail(), Ok(Bytes::from("more"))],
        };
        Ok(start_response.start("200 OK", &TEXT)?.stream(blocks))
    }
    let server = Running::start(broken);
    let answer = server.talk("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    assert!(answer.ends_with("4\r\nhalf\r\n"), "no end of the chunks: {answer:?}");
    let mut client = server.connect();
    assert_eq!(client.get("/early").status(), "500 Internal Server Error");
    assert_eq!(client.get("/missing").body, "no such thing\n");
}

#[test]
fn a_body_of_another_length_than_declared_is_made_right_or_cut() {
    fn wrong(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let headers = [TEXT[0], ("Content-Length", "5")];
        let started = start_response.start("200 OK", &headers)?;
        let long = environ.path_info() == "/long";
        Ok(started.stream(if long { ["hello", ", world"] } else { ["hel", ""] }))
    }
    let server = Running::start_with(wrong, |server| server.lint(false));
    let mut client = server.connect();
    assert_eq!(client.get("/long").body, "hello");
    assert_eq!(client.get("/long").body, "hello");
    client.send("GET /short HTTP/1.1\r\nHost: h\r\n\r\n");
    client.head();
    assert_eq!(client.rest(), "hel");
}

/// An endless body, which says when it is dropped.
struct Endless(Sender<()>);

impl Iterator for Endless {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        Some("and on ")
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.0.send(()).unwrap();
    }
}

#[test]
fn a_body_is_dropped_once_when_its_client_leaves() {
    let (dropped, drops) = mpsc::channel();
    let server = Running::start(move |_: &mut Environ, start_response: StartResponse<'_>| {
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.stream(Endless(dropped.clone())))
    });
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    client.head();
    assert_eq!(client.chunk(), "and on ");
    drop(client);
    drops.recv_timeout(SOON).unwrap();
    drop(server);
    assert!(drops.recv_timeout(SOON).is_err(), "dropped twice");
}

#[test]
fn a_body_may_borrow_from_the_application_and_the_environ() {
    struct Site(Vec<String>);
    impl crate::Application for Site {
        fn call<'a>(&'a self, environ: &'a mut Environ, start: StartResponse<'a>) -> Reply<'a> {
            let environ: &'a Environ = environ;
            let lines =
                self.0.iter().map(String::as_bytes).chain(iter::once(&**environ.path_info()));
            match start.start("200 OK", &TEXT) {
                Ok(started) => started.body(Body::stream(lines.map(Bytes::copy_from_slice))),
                Err(error) => error.into(),
            }
        }
    }
    let server = Running::start(Site(vec!["a".to_owned(), "b".to_owned()]));
    let mut client = server.connect();
    client.send("GET /path HTTP/1.1\r\nHost: h\r\n\r\n");
    client.head();
    for chunk in ["a", "b", "/path", ""] {
        assert_eq!(client.chunk(), chunk);
    }
    assert!(client.get("/").head.contains(&"transfer-encoding: chunked".to_owned()));
}

#[test]
fn an_own_reason_phrase_goes_out() {
    fn teapot(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        Ok(start_response.start("418 Short and stout", &TEXT)?.body("tea"))
    }
    let server = Running::start(teapot);
    assert_eq!(server.connect().get("/").status(), "418 Short and stout");
}

#[test]
fn panics_harm_no_other_request() {
    struct Trap;
    impl Iterator for Trap {
        type Item = &'static str;
        fn next(&mut self) -> Option<&'static str> {
            panic!("in the body")
        }
    }
    fn panicking(
        environ: &mut Environ,
        start_response: StartResponse<'_>,
    ) -> Result<Reply<'static>> {
        assert_ne!(environ["PATH_INFO"], "/handler", "in the handler");
        let started = start_response.start("200 OK", &TEXT)?;
        Ok(match &environ["PATH_INFO"] {
            path if path == "/early" => started.stream(Trap),
            path if path == "/midway" => started.stream(iter::once("half").chain(Trap)),
            _ => started.body("fine"),
        })
    }
    let server = Running::start_with(panicking, |server| server.threads(2));
    for _ in 0..5 {
        let mut client = server.connect();
        assert_eq!(client.get("/handler").status(), "500 Internal Server Error");
        assert_eq!(client.get("/early").status(), "500 Internal Server Error");
        let cut = server.talk("GET /midway HTTP/1.1\r\nHost: h\r\n\r\n");
        assert!(cut.ends_with("4\r\nhalf\r\n"), "{cut:?}");
        for _ in 0..200 {
            assert_eq!(client.get("/").body, "fine");
        }
    }
}

#[test]
fn the_test_client_speaks_to_a_live_server() {
    fn site(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let mut body = String::new();
        std::io::Read::read_to_string(environ.input(), &mut body)?;
        let length = body.len().to_string();
        let started = start_response.start("299 Fine", &[TEXT[0], ("X-Length", &length)])?;
        Ok(match &environ["PATH_INFO"] {
            path if path == "/cut" => started.stream([Ok("half"), Err(std::fmt::Error)]),
            _ => started.body(body),
        })
    }
    let server = Running::start(site);
    let client = crate::test::Client::connect(server.address);
    let answer = client.post("/").body("hello").send();
    assert_eq!(answer.status().to_string(), "299 Fine");
    assert_eq!((answer.text().as_str(), answer.header("x-length")), ("hello", Some("5")));
    assert_eq!(answer.cut(), None);
    let answer = client.get("/cut").send();
    assert_eq!(answer.text(), "half");
    assert!(answer.cut().is_some());
    assert_eq!(client.request("HEAD", "/").send().header("x-length"), Some("0"));
}
