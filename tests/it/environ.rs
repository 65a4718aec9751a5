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

#[test]
fn nothing_comes_from_the_environment_of_the_process() {
    let environ = environ(http::Request::get("/"), "");
    let process: Vec<String> = std::env::vars_os()
        .filter_map(|(key, _)| key.into_string().ok())
        .filter(|key| !KEYS.contains(&key.as_str()))
        .collect();
    assert!(process.iter().any(|key| key == "PATH"), "there is something to leak");
    for key in process {
        assert_eq!(environ.get(&key), None, "{key}");
    }
}

#[test]
fn keys_that_are_not_cgi_s_have_a_prefix_and_no_capitals() {
    for key in KEYS {
        let plain = |allowed: fn(char) -> bool| key.chars().all(|c| c == '_' || allowed(c));
        match key.split_once('.') {
            None => assert!(plain(|c| c.is_ascii_uppercase()), "{key}"),
            Some((prefix, _)) => {
                assert_eq!(prefix, "wsgi");
                assert!(
                    plain(|c| c == '.' || c.is_ascii_lowercase() || c.is_ascii_digit()),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn what_must_be_there_is_there_and_not_empty() {
    let environ = environ(http::Request::builder().version(http::Version::HTTP_10), "");
    for key in ["REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"] {
        assert!(!environ[key].is_empty(), "{key}");
    }
    assert_eq!(environ["SERVER_PROTOCOL"], "HTTP/1.0");
    for key in ["SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"] {
        assert!(environ.contains_key(key), "{key}");
    }
    for absent in ["CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_HOST", "HTTP_CONTENT_LENGTH"] {
        assert!(!environ.contains_key(absent), "{absent}");
    }
}

#[test]
fn the_scheme_and_the_threads_are_those_of_the_gateway() {
    let (request, ()) = http::Request::new(()).into_parts();
    let gateway = Gateway {
        url_scheme: "https".into(),
        multithread: false,
        multiprocess: true,
        run_once: true,
        ..Gateway::default()
    };
    let environ = Environ::new(request, Input::empty(), gateway.into(), None);
    for (key, value) in [
        ("wsgi.url_scheme", "https"),
        ("HTTPS", "on"),
        ("wsgi.multithread", "false"),
        ("wsgi.multiprocess", "true"),
        ("wsgi.run_once", "true"),
    ] {
        assert_eq!(environ[key], value, "{key}");
    }
    assert!(!environ.contains_key("REMOTE_ADDR"), "nobody said who asks");
}

#[test]
fn every_byte_is_a_character_and_comes_back() {
    let target: String = (0..=255).map(|byte| format!("%{byte:02X}")).collect();
    let mut environ = environ(http::Request::get(format!("/{target}")), "");
    let path: Vec<u8> = std::iter::once(b'/').chain(0..=255).collect();
    assert_eq!(environ["PATH_INFO"], path[..]);
    let native = environ.latin1("PATH_INFO").unwrap();
    let characters: String = path.iter().map(|&byte| char::from(byte)).collect();
    assert_eq!(native, characters);
    let back: Vec<u8> = native.chars().map(|c| u8::try_from(c).unwrap()).collect();
    environ.insert("app.path", back);
    assert_eq!(environ["app.path"], path[..]);
    assert_eq!(environ.latin1("HTTP_COOKIE"), None);
}

#[test]
fn the_address_is_put_together_as_the_client_asked_for_it() {
    // Scheme, name, port, Host; both halves of the path and the query; the address.
    for (scheme, name, port, host, script_name, path_info, query, url) in [
        ("http", "127.0.0.1", "80", None, "", "/", "", "http://127.0.0.1/"),
        ("http", "127.0.0.1", "8080", None, "", "/", "", "http://127.0.0.1:8080/"),
        ("https", "h", "443", None, "", "/", "", "https://h/"),
        ("https", "h", "80", None, "", "/", "", "https://h:80/"),
        ("http", "h", "443", None, "", "/", "", "http://h:443/"),
        ("http", "[::1]", "8080", None, "", "/", "", "http://[::1]:8080/"),
        ("http", "h", "80", Some("example.org"), "", "/", "", "http://example.org/"),
        ("http", "h", "8080", Some("example.org:80"), "", "/", "", "http://example.org:80/"),
        ("http", "h", "80", Some(""), "", "/", "", "http://h/"),
        ("http", "h", "80", None, "/spam", "", "", "http://h/spam"),
        ("http", "h", "80", None, "/spam", "/eggs", "", "http://h/spam/eggs"),
        ("http", "h", "80", None, "/a b", "/\u{e9};x=1,2", "", "http://h/a%20b/%C3%A9%3Bx%3D1%2C2"),
        ("http", "h", "80", None, "", "/a-b.c_d~e", "", "http://h/a-b.c_d~e"),
        ("http", "h", "80", None, "", "/%?#", "", "http://h/%25%3F%23"),
        ("http", "h", "80", None, "", "/", "a=b%20c&d=/?", "http://h/?a=b%20c&d=/?"),
        ("http", "h", "80", None, "/s", "", "q", "http://h/s?q"),
    ] {
        let gateway = Gateway {
            url_scheme: scheme.into(),
            server_name: name.into(),
            server_port: port.into(),
            ..Gateway::default()
        };
        let (request, ()) = http::Request::new(()).into_parts();
        let mut environ = Environ::new(request, Input::empty(), gateway.into(), None);
        environ.insert("SCRIPT_NAME", script_name);
        environ.insert("PATH_INFO", path_info);
        environ.insert("QUERY_STRING", query);
        if let Some(host) = host {
            environ.insert("HTTP_HOST", host);
        }
        assert_eq!(environ.url(), url);
        assert!(url.starts_with(&environ.application_url()), "{url}");
    }
}

#[test]
fn the_input_is_read_in_every_way_and_no_further() {
    let input = |environ: &mut Environ| environ.take_input();
    let new = || environ(http::Request::post("/"), "a\r\nbc\n\nd");
    let mut some = [0; 100];
    let mut all = input(&mut new());
    assert_eq!(all.read(&mut some).unwrap(), 8, "asked for more than there is");
    for _ in 0..3 {
        assert_eq!(all.read(&mut some).unwrap(), 0, "the end stays the end");
    }
    let mut rest = Vec::new();
    input(&mut new()).read_to_end(&mut rest).unwrap();
    assert_eq!(rest, b"a\r\nbc\n\nd");
    let mut limited = input(&mut new());
    let mut line = Vec::new();
    limited.by_ref().take(2).read_until(b'\n', &mut line).unwrap();
    assert_eq!(line, b"a\r", "a line of a size at most");
    let lines: Vec<_> = input(&mut new()).split(b'\n').map(std::result::Result::unwrap).collect();
    assert_eq!(lines, [&b"a\r"[..], b"bc", b"", b"d"]);
}

#[test]
fn an_input_that_breaks_off_says_so() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::UnexpectedEof.into())
        }
    }
    let input = std::io::BufReader::new((&b"half"[..]).chain(Broken));
    let mut environ = environ(http::Request::post("/"), "");
    environ.set_input(Input::from_reader(input));
    let mut half = Vec::new();
    assert!(environ.input().read_to_end(&mut half).is_err());
    assert_eq!(half, b"half");
}

#[test]
fn a_value_that_middleware_adds_is_asked_for_by_its_type() {
    #[derive(Clone)]
    struct User(&'static str);
    impl<'a> FromEnviron<'a> for User {
        type Rejection = Status;
        fn from_environ(environ: &'a Environ) -> std::result::Result<Self, Status> {
            environ.extensions().get().cloned().ok_or(Status::UNAUTHORIZED)
        }
    }
    let mut environ = environ(http::Request::get("/"), "");
    assert_eq!(User::from_environ(&environ).err(), Some(Status::UNAUTHORIZED));
    environ.extensions_mut().insert(User("Ann"));
    assert_eq!(User::from_environ(&environ).map(|user| user.0), Ok("Ann"));
    assert_eq!(environ.iter().filter(|(key, _)| key.contains("user")).count(), 0);
}
