//! What breaks no rule.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[application]
mod site {
    use super::{Body, Error, Response, Status};

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get("^stream$")]
    fn stream() -> Response {
        Response::new(Body::stream(["a", "", "b"])).header("Content-Type", "text/plain")
    }

    #[get("^nothing$")]
    fn nothing() {}

    #[get("^moved$")]
    fn moved() -> Response {
        Response::default().status(Status::SEE_OTHER).header("Location", "/")
    }

    #[get("^same$")]
    fn same() -> Response {
        Response::default().status(Status::NOT_MODIFIED).header("Content-Length", "10")
    }

    #[get("^file$")]
    fn file() -> Response {
        Response::new(Body::from_reader(&b"more than is asked for"[..]))
            .header("Content-Type", "text/plain")
            .header("Content-Length", "4")
    }

    #[get("^late$")]
    async fn late() -> String {
        "late".to_owned()
    }

    #[get("^broken$")]
    fn broken() -> Result<&'static str, Error> {
        Err(Error::new(Status::CONFLICT, "not now"))
    }
}

/// A middleware as they are usually: it changes the body by what a response has for that.
struct Usual(fn(Response) -> Response);

impl Middleware for Usual {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        passage.through(|environ, next| (self.0)(next.call(environ)))
    }
}

#[test]
fn what_handlers_return_is_clean_under_any_usual_middleware() {
    let changes: [fn(Response) -> Response; 5] = [
        |response| response,
        |response| response.header("X-Seen", "1"),
        |response| response.map_blocks(|block| block.to_ascii_uppercase().into()),
        |response| response.map_bytes(|bytes| bytes.repeat(2).into()),
        |response| response.on_close(|_| {}),
    ];
    for change in changes {
        for path in ["/", "/stream", "/late", "/broken", "/none", "/moved", "/file"] {
            for method in ["GET", "HEAD", "POST", "OPTIONS"] {
                let found = Found::default();
                let client = Client::new(found.lint(Usual(change).wrap(site::application)));
                let _ = client.request(method, path).unlinted().send();
                assert!(found.codes().is_empty(), "{method} {path}: {:?}", found.0);
            }
        }
    }
    for path in ["/nothing", "/same"] {
        assert_eq!(Client::new(site::application).get(path).send().text(), "");
    }
}

#[test]
fn a_middleware_may_await() {
    struct Patient;

    impl Middleware for Patient {
        fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
            passage.through_later(self, |_, environ, next| {
                Box::pin(async { next.call_later(environ).await.header("X-Late", "1") })
            })
        }
    }
    for path in ["/", "/stream", "/late"] {
        let answer = Client::new(Patient.wrap(site::application)).get(path).send();
        assert_eq!(answer.header("x-late"), Some("1"));
    }
}

#[test]
fn requests_without_a_path_are_clean() {
    let client = Client::new(site::application);
    for (method, path) in [("OPTIONS", "*"), ("CONNECT", "localhost:80"), ("GET", "/?q")] {
        let _ = client.request(method, path).send();
    }
    let _ = client.get("/").header("Host", "[::1]:8080").header("X.Y!", "1").send();
}

#[test]
fn a_known_length_stays_known() {
    let answer = Client::new(Gives(|head, body| (head, body)).wrap(site::application));
    let answer = answer.get("/").send();
    assert_eq!((answer.header("content-length"), &*answer.text()), (Some("10"), "Index page"));
}

#[test]
fn a_stream_stays_a_stream() {
    let produced = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&produced);
    let application = lychgate::from_fn(move |_, start_response| {
        let counter = Arc::clone(&counter);
        let blocks = (0..4).map(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
            "block"
        });
        Ok(start_response.start("200 OK", &[TEXT])?.stream(blocks))
    });
    let linted = Lint::new(Gives(|head, body| (head, body)).wrap(application));
    let (request, ()) = http::Request::get("/").body(()).unwrap().into_parts();
    let mut environ = Environ::new(request, Input::empty(), Arc::default(), None);
    let reply = linted.call(&mut environ, StartResponse::new());
    let (_, mut body) = lychgate::gateway::block_on(async { reply.await }).unwrap();
    for taken in 0..4 {
        assert_eq!(produced.load(Ordering::SeqCst), taken, "no block is asked for ahead");
        assert_eq!(body.next().unwrap().unwrap(), "block");
    }
    assert!(body.next().is_none());
}
