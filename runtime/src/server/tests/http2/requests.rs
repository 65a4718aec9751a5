use std::io;

use bytes::Bytes;
use http::{Method, Request};

use super::{Client, Running, TEXT, answer, echo, get, post, run, send_body};
use crate::{Body, Environ, Error, StartResponse};

#[test]
fn a_request_is_what_it_is_in_http_1() {
    let server = Running::start(echo);
    run(async {
        let mut client = Client::new(server.address).await;
        for (variable, value) in [
            ("SERVER_PROTOCOL", "HTTP/2"),
            ("HTTP_HOST", "h"),
            ("REQUEST_URI", "/a?REQUEST_URI"),
            ("REMOTE_ADDR", "127.0.0.1"),
            ("wsgi.url_scheme", "http"),
            ("CONTENT_LENGTH", "-"),
        ] {
            let answer = client.get(&format!("/a?{variable}")).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.headers["content-type"], "text/plain");
            assert!(answer.headers.contains_key("date"));
            assert_eq!(answer.body, format!("GET /a {variable}={value}"));
        }
        let request = Request::get("http://h/?HTTP_COOKIE").header("cookie", "a=1");
        let answer = client.send(request.header("cookie", "b=2").body(()).unwrap()).await;
        assert_eq!(answer.body, "GET / HTTP_COOKIE=a=1; b=2");
        let request = Request::head("http://h/").body(()).unwrap();
        let answer = client.send(request).await;
        assert_eq!((&*answer.body, &answer.headers["content-length"]), ("", &"6".parse().unwrap()));
    });
}

#[test]
fn a_body_is_received_with_and_without_a_length() {
    let server = Running::start_with(echo, |server| server.memory_limit(1000));
    run(async {
        let mut client = Client::new(server.address).await;
        for length in [0, 1, 1000, 1001, 3_000_000] {
            let body = "a".repeat(length);
            for is_told in [true, false] {
                let mut request = post("/?CONTENT_LENGTH");
                if is_told {
                    request.headers_mut().insert("content-length", length.into());
                }
                let (response, mut stream) = client.ask(request, length == 0).await;
                send_body(&mut stream, Bytes::from(body.clone())).await;
                let answer = answer(response).await;
                assert!(answer.body.starts_with("POST / CONTENT_LENGTH="), "{length}");
                assert_eq!(
                    answer.body.len() - answer.body.rfind([' ', '=']).unwrap() - 1,
                    match length {
                        0 => 1,
                        length => length,
                    }
                );
            }
        }
    });
}

#[test]
fn both_protocols_are_spoken_at_one_port() {
    let server = Running::start(echo);
    let mut first = server.connect();
    assert_eq!(first.get("/").body, "GET /");
    run(async {
        assert_eq!(Client::new(server.address).await.get("/").await.body, "GET /");
    });
    first.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    let answer = first.answer();
    assert_eq!(answer.status(), "505 HTTP Version Not Supported", "it began otherwise");
}

#[test]
fn what_is_refused_in_http_1_is_refused_here() {
    let server = Running::start_with(echo, |server| {
        server.request_line_limit(100).header_limit(1000).header_count_limit(4)
    });
    let with = |headers: &[(&'static str, &str)]| {
        let mut request = get("/");
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().unwrap());
        }
        request
    };
    let of = |method: &str, uri: &str| {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Request::builder().method(method).uri(uri).body(()).unwrap()
    };
    run(async {
        let mut client = Client::new(server.address).await;
        for (request, status) in [
            (with(&[]), 200),
            (with(&[("host", "h")]), 200),
            (with(&[("host", "H")]), 200),
            (with(&[("host", "other")]), 400),
            (with(&[("host", "h"), ("host", "h")]), 400),
            (with(&[("x", " a")]), 400),
            (with(&[("x", "a\t")]), 400),
            (with(&[("content-length", "0"), ("content-length", "0")]), 400),
            (with(&[("x", "1"), ("x", "2"), ("x", "3"), ("x", "4")]), 200),
            (with(&[("x", "1"), ("x", "2"), ("x", "3"), ("x", "4"), ("x", "5")]), 431),
            (with(&[("x", &"a".repeat(990))]), 200),
            (with(&[("x", &"a".repeat(1000))]), 431),
            // Before it is read to its end.
            (with(&[("x", &"a".repeat(1500))]), 431),
            (of("GET", "http://u@h/"), 400),
            (of("GET", "http://h/%zz"), 400),
            (of("GET", &format!("http://h/{}", "a".repeat(99))), 200),
            (of("GET", &format!("http://h/{}", "a".repeat(100))), 414),
            (of("CONNECT", "h:80"), 501),
        ] {
            let what = format!("{request:?}");
            let answer = client.send(request).await;
            assert_eq!(answer.status, status, "{what}");
            assert!(!answer.headers.contains_key("connection"), "{what}");
        }
        let (response, _) = client.ask(with(&[("x", &"a".repeat(10_000))]), true).await;
        let error = response.await.unwrap_err();
        assert_eq!(error.reason(), Some(h2::Reason::ENHANCE_YOUR_CALM), "far too much");
    });
}

#[test]
fn a_response_that_breaks_off_is_reset() {
    let application = |environ: &mut Environ, start_response: StartResponse<'_>| {
        let started = start_response.start("200 OK", &TEXT)?;
        let fail = || Err(Error::from(io::Error::other("at once")));
        Ok::<_, Error>(match &**environ.path_info() {
            b"/early" => started.body(Body::stream([Ok(""), fail()])),
            _ => started.body(Body::stream([Ok("block"), fail()])),
        })
    };
    let server = Running::start(application);
    run(async {
        let mut client = Client::new(server.address).await;
        assert_eq!(client.get("/early").await.status, 500);
        let (response, _) = client.ask(get("/midway"), true).await;
        // The reset may overtake what was sent before.
        let taken = async {
            let mut body = response.await?.into_body();
            while let Some(block) = body.data().await {
                block?;
            }
            Ok::<_, h2::Error>(())
        };
        let error = taken.await.unwrap_err();
        assert_eq!(error.reason(), Some(h2::Reason::INTERNAL_ERROR));
        assert_eq!(client.get("/early").await.status, 500, "the others go on");
    });
}
