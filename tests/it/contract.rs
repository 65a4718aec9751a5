//! The contract: every kind of application, and what starting a response checks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lychgate::prelude::*;
use lychgate::test::Client;

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

fn plain(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let text = format!("{} {}", environ.method(), environ.path_info());
    Ok(start_response.start("200 OK", &TEXT)?.body(text))
}

fn borrowing<'a>(environ: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
    let environ: &'a Environ = environ;
    match start_response.start(Status::OK, &TEXT) {
        Ok(started) => started.body(environ.path_info()),
        Err(error) => error.into(),
    }
}

struct Instance(AtomicUsize);

impl Application for Instance {
    fn call<'a>(&'a self, _: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let calls = self.0.fetch_add(1, Ordering::Relaxed);
        match start_response.start("200 OK", &TEXT) {
            Ok(started) => started.body(calls.to_string()),
            Err(error) => error.into(),
        }
    }
}

fn text(application: impl Application) -> String {
    Client::new(application).get("/x").send().text()
}

#[test]
fn whatever_can_be_called_is_an_application() {
    assert_eq!(text(plain), "GET /x");
    let by_reference = &plain;
    assert_eq!(text(by_reference), "GET /x");
    assert_eq!(text(Box::new(plain)), "GET /x");
    assert_eq!(text(Arc::new(plain)), "GET /x");
    assert_eq!(text(borrowing), "/x");
    assert_eq!(text(Instance(7.into())), "7");
    assert_eq!(text(Arc::new(Instance(8.into()))), "8");
    assert_eq!(text(Box::new(Instance(9.into())) as Box<dyn Application>), "9");
    assert_eq!(text(Instance(10.into()).by_ref()), "10");
    let prefix = String::from("closure ");
    let closure = lychgate::from_fn(move |environ, start_response| {
        Ok(start_response.start("200 OK", &TEXT)?.body(format!("{prefix}{}", environ.path_info())))
    });
    assert_eq!(text(closure), "closure /x");
}

#[test]
fn an_application_is_called_once_for_each_request() {
    let instance = Instance(AtomicUsize::new(0));
    let client = Client::new(instance.by_ref());
    for n in 0..1000 {
        assert_eq!(client.get("/").send().text(), n.to_string());
    }
    assert_eq!(instance.0.load(Ordering::Relaxed), 1000);
}

#[test]
fn many_calls_at_once_are_as_many_calls() {
    let instance = Instance(AtomicUsize::new(0));
    let client = Client::new(instance.by_ref());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..250).for_each(|_| assert_eq!(client.get("/").send().status(), 200)));
        }
    });
    assert_eq!(instance.0.load(Ordering::Relaxed), 2000);
}

#[test]
fn an_environ_belongs_to_its_request_alone() {
    let application = lychgate::from_fn(|environ, start_response| {
        let before = environ.get("app.seen").is_some();
        environ.insert("app.seen", "yes");
        environ.insert("SERVER_NAME", "changed");
        environ.remove("REQUEST_METHOD");
        let text = format!("{before} {}", environ.get("app.seen").is_some());
        Ok(start_response.start("200 OK", &TEXT)?.body(text))
    });
    let client = Client::new(application);
    for _ in 0..3 {
        assert_eq!(client.get("/").send().text(), "false true");
    }
}

#[test]
fn a_reply_may_be_awaited() {
    fn later<'a>(environ: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        Reply::later(async move {
            let mut pending = true;
            std::future::poll_fn(move |context| {
                if std::mem::take(&mut pending) {
                    context.waker().wake_by_ref();
                    return std::task::Poll::Pending;
                }
                std::task::Poll::Ready(())
            })
            .await;
            start_response.respond(environ, "late")
        })
    }
    assert_eq!(text(later), "late");
}

fn started(status: &'static str, headers: &'static [(&str, &str)]) -> lychgate::test::Answer {
    let application = lychgate::from_fn(move |_, start_response| {
        Ok(start_response.start(status, headers)?.body("body"))
    });
    Client::new(application).get("/").unlinted().send()
}

#[test]
fn a_wrong_status_or_header_is_refused_when_it_is_given() {
    assert_eq!(started("299 My Own", &[("X-A", "é")]).status().to_string(), "299 My Own");
    for (status, headers) in [
        ("200", &[][..]),
        ("abc", &[]),
        ("200 OK\r\nX: y", &[]),
        ("200 OK", &[("Connection", "close")]),
        ("200 OK", &[("Transfer-Encoding", "chunked")]),
        ("200 OK", &[("X:A", "1")]),
        ("200 OK", &[("X-A", "1\r\nSet-Cookie: a=b")]),
        ("200 OK", &[("X-A", "€")]),
        ("200 OK", &[("Status", "200")]),
        ("200 €", &[]),
        ("100 Continue", &[]),
        ("101 Switching Protocols", &[]),
    ] {
        let answer = started(status, headers);
        assert_eq!(answer.status(), 500, "{status:?} {headers:?}");
        let names: Vec<_> = answer.headers().keys().collect();
        assert_eq!(names, ["vary", "content-type", "content-length"], "nothing of it goes out");
    }
}

#[test]
fn what_is_wrong_is_said_to_the_application_at_once() {
    let application = lychgate::from_fn(|_, start_response| {
        match start_response.start("200 OK", &[("X-A", "1"), ("Keep-Alive", "5")]) {
            Ok(started) => Ok(started.body("never")),
            Err(error) => Err(Error::new(Status::BAD_GATEWAY, error.to_string())),
        }
    });
    let answer = Client::new(application).get("/").send();
    assert_eq!(answer.status(), 502, "its own answer");
    assert!(answer.text().contains("`keep-alive` is a hop-by-hop header"), "{}", answer.text());
}

#[test]
fn what_is_changed_later_is_checked_as_well() {
    for name in lychgate::headers::HOP_BY_HOP {
        let application = move |_: &mut Environ, start_response: StartResponse<'_>| {
            let reply = start_response.start("200 OK", &TEXT)?.body("x");
            Ok::<_, Error>(reply.map_head(move |head| {
                head.headers.insert(name, http::HeaderValue::from_static("1"));
            }))
        };
        let answer = Client::new(application).get("/").unlinted().send();
        assert_eq!((answer.status().as_u16(), answer.header(name)), (500, None), "{name}");
    }
    let early = |_: &mut Environ, start_response: StartResponse<'_>| {
        let reply = start_response.start("200 OK", &TEXT)?.body("x");
        Ok::<_, Error>(reply.map_head(|head| head.status = StatusCode::EARLY_HINTS.into()))
    };
    assert_eq!(Client::new(early).get("/").unlinted().send().status(), 500);
}

#[test]
fn a_response_can_be_started_anew_until_it_is_sent() {
    let application = lychgate::from_fn(|_, start_response| {
        let mut started = start_response.start("200 OK", &[("X-First", "1")])?;
        started.write(b"never seen");
        Ok(started.restart().start("503 Service Unavailable", &TEXT)?.body("sorry"))
    });
    let answer = Client::new(application).get("/").send();
    assert_eq!((answer.status().as_u16(), answer.text().as_str()), (503, "sorry"));
    assert_eq!(answer.header("x-first"), None);
}

#[test]
fn what_was_written_comes_before_the_body() {
    let application = lychgate::from_fn(|_, start_response| {
        let mut started = start_response.start("200 OK", &TEXT)?;
        started.write(b"a");
        started.write(b"b");
        Ok(started.stream(["c", "d"]))
    });
    assert_eq!(Client::new(application).get("/").send().text(), "abcd");
}

#[test]
fn content_length_is_kept_both_ways() {
    let sized = |length: &'static str, text: &'static str| {
        Client::new(lychgate::from_fn(move |_, start_response| {
            Ok(start_response.start("200 OK", &[("Content-Length", length)])?.body(text))
        }))
        .get("/")
        .unlinted()
        .send()
    };
    assert_eq!(sized("4", "body").text(), "body");
    assert_eq!(sized("2", "body").text(), "bo", "the surplus is cut");
    let short = sized("9", "body");
    assert_eq!(short.text(), "body");
    assert!(short.cut().is_some(), "a shortfall breaks the response off");
    for wrong in ["four", "+4", "", "0x4", "4, 4"] {
        assert_eq!(sized(wrong, "body").header("content-length"), Some("4"), "{wrong:?}");
    }
}

#[test]
fn the_names_of_headers_have_no_case() {
    let answer = started("200 OK", &[("content-LENGTH", "2"), ("CONTENT-type", "a/b")]);
    assert_eq!((answer.text().as_str(), answer.headers().len()), ("bo", 2));
}

#[test]
fn headers_of_one_name_stay_apart() {
    let answer = started("200 OK", &[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]);
    let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
}

#[test]
fn responses_without_a_body_have_none() {
    for status in ["204 No Content", "304 Not Modified"] {
        let answer = started(status, &[]);
        assert_eq!(
            (answer.text().as_str(), answer.header("content-length")),
            ("", None),
            "{status}"
        );
    }
}

#[test]
fn a_body_is_closed_once() {
    struct Closing(Arc<AtomicUsize>, bool);
    impl Iterator for Closing {
        type Item = &'static str;
        fn next(&mut self) -> Option<&'static str> {
            std::mem::take(&mut self.1).then_some("block")
        }
    }
    impl Drop for Closing {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let closed = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&closed);
    let application = lychgate::from_fn(move |_, start_response| {
        Ok(start_response.start("200 OK", &TEXT)?.stream(Closing(Arc::clone(&counter), true)))
    });
    let client = Client::new(application);
    assert_eq!(client.get("/").send().text(), "block");
    assert_eq!(closed.load(Ordering::Relaxed), 1);
    let _ = client.request("HEAD", "/").send();
    assert_eq!(closed.load(Ordering::Relaxed), 2, "also where the body is not sent");
}
