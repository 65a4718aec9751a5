//! Middleware: an application to the server, a server to the application inside.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use lychgate::gateway::block_on;
use lychgate::middleware::Passage;
use lychgate::prelude::*;
use lychgate::test::Client;

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// A middleware that passes the response on, block by block, with a mark before each.
struct Mark(&'static str);

impl Middleware for Mark {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        passage.through(|environ, next| {
            let mark = self.0;
            next.call(environ).map_blocks(move |block| [mark.as_bytes(), &block].concat().into())
        })
    }
}

/// A middleware that waits for the whole body.
struct Gather;

impl Middleware for Gather {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        passage.proceed().map(|head, body| (head, body.map_bytes(|bytes| bytes)))
    }
}

#[test]
fn what_was_written_passes_as_blocks_before_the_body() {
    let application = lychgate::from_fn(|_, start_response| {
        let mut started = start_response.start("200 OK", &TEXT)?;
        started.write(b"written");
        Ok(started.stream(["yielded"]))
    });
    let client = Client::new(Mark("-").wrap(application));
    assert_eq!(client.get("/").send().text(), "-written-yielded");
}

#[test]
fn a_response_passes_before_its_body_is_there() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let application = lychgate::from_fn(move |_, start_response| {
        let asked = Arc::clone(&counter);
        let endless = std::iter::repeat_with(move || {
            asked.fetch_add(1, Ordering::Relaxed);
            "on and on "
        });
        Ok(start_response.start("200 OK", &TEXT)?.stream(endless))
    });
    let layered = Mark("1").wrap(Gather.wrap(Mark("2").wrap(application)));
    let (request, ()) = http::Request::new(()).into_parts();
    let mut environ = Environ::new(request, Input::empty(), Arc::default(), None);
    let (_, mut body) = block_on(lychgate::gateway::call(&layered, &mut environ));
    for n in 0..3 {
        assert_eq!(asked.load(Ordering::Relaxed), n, "each block when it is asked for");
        assert_eq!(body.next().unwrap().unwrap(), "1", "and something for each");
    }
}

#[test]
fn a_body_is_closed_once_through_every_layer() {
    let closed = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&closed);
    let application = lychgate::from_fn(move |_, start_response| {
        let counter = Arc::clone(&counter);
        let body = Body::stream(["a", "b"]).on_close(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        Ok(start_response.start("200 OK", &TEXT)?.body(body))
    });
    let client = Client::new(Mark("1").wrap(Gather.wrap(Mark("2").wrap(application))));
    assert_eq!(client.get("/").send().text(), "1112a2b");
    assert_eq!(closed.load(Ordering::Relaxed), 1);
    let _ = client.request("HEAD", "/").send();
    assert_eq!(closed.load(Ordering::Relaxed), 2);
}

#[test]
fn a_length_goes_with_the_body_it_was_of() {
    let application = lychgate::from_fn(|_, start_response| {
        Ok(start_response.start("200 OK", &[TEXT[0], ("Content-Length", "5")])?.body("block"))
    });
    let answer = Client::new(Mark("a ").wrap(application)).get("/").send();
    assert_eq!(answer.text(), "a block");
    assert_eq!(answer.header("content-length"), Some("7"), "it is known anew");
}

#[test]
fn a_layer_may_not_say_what_an_application_may_not() {
    struct Hop;
    impl Middleware for Hop {
        fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
            passage.through(|environ, next| {
                let mut response = next.call(environ);
                let close = http::HeaderValue::from_static("close");
                response.headers_mut().insert(http::header::CONNECTION, close);
                response
            })
        }
    }
    let answer = Client::new(Hop.wrap(index)).get("/").unlinted().send();
    assert_eq!((answer.status().as_u16(), answer.header("connection")), (500, None));
}

fn index(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    Ok(start_response.start("200 OK", &TEXT)?.body("index"))
}

#[test]
fn an_error_page_may_be_another() {
    struct Apology(Mutex<Vec<String>>);
    impl Middleware for Apology {
        fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
            passage.through(|environ, next| {
                let response = next.call(environ);
                let Some(error) = response.error() else { return response };
                self.0.lock().unwrap().push(error.to_string());
                Response::new("we are sorry").status(error.status())
            })
        }
    }
    let broken = lychgate::from_fn(|_, _| Err(std::fmt::Error.into()));
    let apology = Apology(Mutex::default());
    let client = Client::new((&apology).wrap(broken));
    let answer = client.get("/").send();
    assert_eq!((answer.status().as_u16(), answer.text().as_str()), (500, "we are sorry"));
    assert!(apology.0.lock().unwrap()[0].contains("formatting"));
    assert_eq!(Client::new((&apology).wrap(index)).get("/").send().text(), "index");
}

#[test]
fn a_layer_answers_in_the_place_of_the_application() {
    struct Closed;
    impl Middleware for Closed {
        fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
            passage.through(|_, _| Status::SERVICE_UNAVAILABLE)
        }
    }
    let never = lychgate::from_fn(|_, _| panic!("it was called"));
    assert_eq!(Client::new(Closed.wrap(never)).get("/").send().status(), 503);
}
