//! The environ: the dictionary, the views, the input.

use std::io::{BufRead, Read};
use std::net::SocketAddr;
use std::sync::Arc;

use lychgate::environ::{Gateway, KEYS};
use lychgate::prelude::*;

fn environ(request: http::request::Builder, input: &'static str) -> Environ {
    let (request, ()) = request.body(()).unwrap().into_parts();
    let peer: SocketAddr = "192.0.2.1:4711".parse().unwrap();
    Environ::new(request, Input::from(input), Arc::new(Gateway::default()), Some(peer))
}

#[test]
fn the_dictionary_shows_the_request() {
    let environ = environ(
        http::Request::builder()
            .method("POST")
            .uri("/foo/bar%20baz%252c?x=a&y")
            .header("Host", "example.org:8080")
            .header("Content-Type", "text/plain")
            .header("Content-Length", "5")
            .header("X-Forwarded-For", "a")
            .header("X-Forwarded-For", "b")
            .header("Cookie", "a=1")
            .header("Cookie", "b=2"),
        "hello",
    );
    for (key, value) in [
        ("REQUEST_METHOD", "POST"),
        ("SCRIPT_NAME", ""),
        ("PATH_INFO", "/foo/bar baz%2c"),
        ("QUERY_STRING", "x=a&y"),
        ("CONTENT_TYPE", "text/plain"),
        ("CONTENT_LENGTH", "5"),
        ("SERVER_NAME", "localhost"),
        ("SERVER_PORT", "80"),
        ("SERVER_PROTOCOL", "HTTP/1.1"),
        ("GATEWAY_INTERFACE", "CGI/1.1"),
        ("REMOTE_ADDR", "192.0.2.1"),
        ("REMOTE_PORT", "4711"),
        ("REQUEST_URI", "/foo/bar%20baz%252c?x=a&y"),
        ("HTTP_HOST", "example.org:8080"),
        ("HTTP_X_FORWARDED_FOR", "a, b"),
        ("HTTP_COOKIE", "a=1; b=2"),
        ("wsgi.version", "1.0"),
        ("wsgi.url_scheme", "http"),
        ("wsgi.multithread", "true"),
        ("wsgi.multiprocess", "false"),
        ("wsgi.run_once", "false"),
        ("wsgi.input_terminated", "true"),
    ] {
        assert_eq!(
            environ.get(key).map(|value| value.to_string()).as_deref(),
            Some(value),
            "{key}"
        );
    }
    for absent in ["HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE", "HTTPS", "REMOTE_USER", "PATH"] {
        assert_eq!(environ.get(absent), None, "{absent}");
    }
}

#[test]
fn every_variable_is_shown_once_and_every_fixed_one_is_documented() {
    let environ = environ(http::Request::get("/").header("X-A", "1"), "");
    let keys: Vec<String> = environ.iter().map(|(key, _)| key.into_owned()).collect();
    let mut unique = keys.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), keys.len(), "{keys:?}");
    assert!(keys.contains(&"HTTP_X_A".to_owned()));
    for key in &keys {
        assert!(key.starts_with("HTTP_") || KEYS.contains(&key.as_str()), "{key}");
    }
}

#[test]
fn what_middleware_sets_is_seen_by_every_view() {
    let mut environ = environ(http::Request::get("/a?b").header("X-A", "1"), "");
    environ.insert("REQUEST_METHOD", "PUT");
    environ.insert("SCRIPT_NAME", "/app");
    environ.insert("PATH_INFO", b"/\xff");
    environ.insert("QUERY_STRING", "c=d");
    environ.insert("HTTP_X_A", "2");
    environ.insert("app.user", "Ann");
    assert_eq!(environ.method(), "PUT");
    assert_eq!(environ.script_name(), "/app");
    assert_eq!(environ.path_info(), &b"/\xff"[..]);
    assert!(environ.path().is_err());
    assert_eq!(environ.query_string(), "c=d");
    assert_eq!(environ.headers()["x-a"], "2");
    assert_eq!(environ["app.user"], "Ann");
    assert!(environ.iter().any(|(key, value)| key == "app.user" && value == "Ann"));

    environ.remove("HTTP_X_A");
    environ.remove("app.user");
    environ.remove("REMOTE_ADDR");
    for gone in ["HTTP_X_A", "app.user", "REMOTE_ADDR"] {
        assert!(!environ.contains_key(gone), "{gone}");
    }
    assert!(environ.headers().get("x-a").is_none());
}

#[test]
#[should_panic(expected = "no \"HTTP_COOKIE\"")]
fn indexing_says_what_is_missing() {
    let environ = environ(http::Request::get("/"), "");
    let _ = &environ["HTTP_COOKIE"];
}

#[test]
fn the_path_is_decoded_once_and_kept_as_it_is() {
    for (target, path) in [
        ("/", &b"/"[..]),
        ("//foo///bar", b"//foo///bar"),
        ("/%E3%81%82", "/あ".as_bytes()),
        ("/foo/bar%252cbaz", b"/foo/bar%2cbaz"),
        ("/a%2Fb", b"/a/b"),
        ("/%ff", b"/\xff"),
        ("*", b""),
    ] {
        let environ = environ(http::Request::builder().uri(target), "");
        assert_eq!(environ.path_info(), path, "{target}");
    }
}

#[test]
fn header_values_are_bytes() {
    let value = http::HeaderValue::from_bytes(b"caf\xe9").unwrap();
    let environ = environ(http::Request::get("/").header("X-Name", value), "");
    assert_eq!(environ["HTTP_X_NAME"], b"caf\xe9"[..]);
}

#[test]
fn the_input_ends_where_the_body_ends() {
    let mut environ = environ(http::Request::post("/"), "a\nbcdef\ng");
    let input = environ.input();
    let mut line = Vec::new();
    input.read_until(b'\n', &mut line).unwrap();
    assert_eq!(line, b"a\n");
    let mut three = [0; 3];
    input.read_exact(&mut three).unwrap();
    assert_eq!(&three, b"bcd");
    let rest: Vec<String> = input.lines().map(std::result::Result::unwrap).collect();
    assert_eq!(rest, ["ef", "g"]);
    for _ in 0..3 {
        assert_eq!(environ.input().read(&mut three).unwrap(), 0);
    }
}

#[test]
fn the_input_is_taken_once() {
    let environ = environ(http::Request::post("/"), "body");
    let mut text = String::new();
    environ.take_input().read_to_string(&mut text).unwrap();
    environ.take_input().read_to_string(&mut text).unwrap();
    assert_eq!(text, "body");
}

#[test]
fn any_text_can_be_logged() {
    use std::io::Write;
    let mut errors = environ(http::Request::get("/"), "").errors();
    errors.write_all("€\u{10FFFF}\n".as_bytes()).unwrap();
    errors.flush().unwrap();
}
