use std::io::Read;

use super::{Running, TEXT, echo};
use crate::{Environ, Reply, Result, StartResponse};

#[test]
fn a_connection_serves_one_request_after_the_other() {
    let server = Running::start(echo);
    let mut client = server.connect();
    for n in 0..100 {
        let answer = client.get(&format!("/{n}"));
        assert_eq!(answer.status(), "200 OK");
        assert_eq!(answer.body, format!("GET /{n}"));
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = Running::start(echo);
    let mut client = server.connect();
    let requests: String =
        (0..200).map(|n| format!("GET /{n} HTTP/1.1\r\nHost: h\r\n\r\n")).collect();
    client.send(requests);
    for n in 0..200 {
        assert_eq!(client.answer().body, format!("GET /{n}"));
    }
}

#[test]
fn head_has_the_length_and_no_body() {
    let server = Running::start(echo);
    let answer = server.talk("HEAD /h HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assert!(answer.contains("content-length: 7\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
}

#[test]
fn old_clients_get_a_body_that_ends_with_the_connection() {
    fn stream(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        Ok(start_response.start("200 OK", &TEXT)?.stream(["one ", "two"]))
    }
    let server = Running::start(stream);
    let answer = server.talk("GET / HTTP/1.0\r\n\r\n");
    assert!(!answer.contains("transfer-encoding"), "{answer}");
    assert!(answer.ends_with("\r\n\r\none two"), "{answer}");
    let answer = server.talk("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(!answer.contains("content-length"), "the length is not known: {answer}");
}

#[test]
fn a_chunked_body_arrives_whole_and_with_its_length() {
    let server = Running::start(echo);
    let mut client = server.connect();
    let head = "POST /?CONTENT_LENGTH HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    client.send(head);
    client.send("5\r\nhello\r\n");
    client.send("1\r\n,\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n");
    assert_eq!(client.answer().body, "POST / CONTENT_LENGTH=12 hello, world");
    client.send(head.replace("CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"));
    client.send("0\r\n\r\n");
    assert_eq!(client.answer().body, "POST / HTTP_TRANSFER_ENCODING=-");
}

#[test]
fn broken_bodies_never_reach_the_application() {
    fn never(_: &mut Environ, _: StartResponse<'_>) -> Result<Reply<'static>> {
        panic!("the application was called")
    }
    let server = Running::start(never);
    let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    for broken in ["6_0\r\n", "-1\r\n", "zz\r\nabc", "5;\nworld\r\n", "5\r\nworldly\r\n"] {
        let answer = server.talk(&format!("{head}{broken}"));
        assert!(answer.starts_with("HTTP/1.1 400 "), "{broken:?}: {answer}");
        assert!(answer.contains("connection: close\r\n"), "{broken:?}: {answer}");
    }
    for cut_off in [
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello".to_owned(),
        head.to_owned(),
        format!("{head}6\r\n wor"),
        format!("{head}0\r\n"),
    ] {
        let mut client = server.connect();
        client.send(&cut_off);
        client.0.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
        let answer = client.rest();
        assert!(answer.starts_with("HTTP/1.1 400 "), "{cut_off:?}: {answer}");
    }
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let server = Running::start_with(echo, |server| server.body_limit(10));
    let post = "POST / HTTP/1.1\r\nHost: h\r\n";
    let fits =
        server.talk(&format!("{post}Connection: close\r\nContent-Length: 10\r\n\r\n0123456789"));
    assert!(fits.ends_with(" 0123456789"), "{fits}");
    for body in [
        "Content-Length: 11\r\n\r\n0123456789a",
        "Transfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n3\r\n012\r\n0\r\n\r\n",
    ] {
        let answer = server.talk(&format!("{post}{body}"));
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
}

#[test]
fn a_client_that_sends_it_all_first_sees_the_refusal() {
    let server = Running::start_with(echo, |server| server.body_limit(1 << 20));
    let mut client = server.connect();
    client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3145728\r\n\r\n");
    client.send(vec![b'x'; 3 << 20]);
    let answer = client.rest();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn a_large_body_is_read_back_as_it_was_sent() {
    fn sum(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let mut body = Vec::new();
        environ.input().read_to_end(&mut body)?;
        let right = body.iter().enumerate().all(|(i, byte)| *byte == (i % 251) as u8);
        let again = environ.input().read(&mut [0])?;
        let text = format!("{} {right} {again} {}", body.len(), &environ["CONTENT_LENGTH"]);
        Ok(start_response.start("200 OK", &TEXT)?.body(text))
    }
    const SIZE: usize = 5_000_000;
    let body: Vec<u8> = (0..SIZE).map(|i| (i % 251) as u8).collect();
    let server = Running::start(sum);
    let mut client = server.connect();
    client.send(format!("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {SIZE}\r\n\r\n"));
    client.send(&body);
    assert_eq!(client.answer().body, "5000000 true 0 5000000");
    client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for chunk in body.chunks(70_000) {
        client.send(format!("{:x}\r\n", chunk.len()));
        client.send(chunk);
        client.send("\r\n");
    }
    client.send("0\r\n\r\n");
    assert_eq!(client.answer().body, "5000000 true 0 5000000");
}

#[test]
fn a_client_may_wait_to_be_told_to_send_its_body() {
    let server = Running::start_with(echo, |server| server.body_limit(10));
    let mut client = server.connect();
    client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    assert_eq!(client.head(), ["HTTP/1.1 100 Continue"]);
    client.send("hello");
    assert_eq!(client.answer().body, "POST / hello");
    client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    assert_eq!(client.answer().status(), "413 Payload Too Large");
    assert_eq!(client.rest(), "");
}

#[test]
fn old_clients_are_never_told_to_go_on() {
    let server = Running::start(echo);
    let mut client = server.connect();
    client.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
    let answer = client.rest();
    assert!(answer.starts_with("HTTP/1.0 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("POST / hello"), "{answer}");
}

#[test]
fn an_unknown_expectation_is_shown_and_passed_over() {
    let server = Running::start(echo);
    let mut client = server.connect();
    let head = "POST /?HTTP_EXPECT HTTP/1.1\r\nHost: h\r\nExpect: the-unexpected\r\n";
    client.send(format!("{head}Content-Length: 5\r\n\r\nhello"));
    let answer = client.answer();
    assert_eq!(answer.status(), "200 OK", "neither 100 nor 417");
    assert_eq!(answer.body, "POST / HTTP_EXPECT=the-unexpected hello");
}

#[test]
fn a_body_on_its_way_holds_no_thread() {
    let server = Running::start_with(echo, |server| server.threads(1));
    let mut slow = server.connect();
    slow.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello");
    let mut quick = server.connect();
    for _ in 0..10 {
        assert_eq!(quick.get("/quick").body, "GET /quick");
    }
    slow.send("world");
    assert_eq!(slow.answer().body, "POST /slow helloworld");
}

#[test]
fn a_body_that_nobody_reads_is_not_the_next_request() {
    fn deaf(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        Ok(start_response.start("200 OK", &TEXT)?.body("deaf"))
    }
    let server = Running::start(deaf);
    let mut client = server.connect();
    let request =
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 24\r\n\r\nGET /smuggled HTTP/1.1\r\n";
    client.send(request.repeat(3));
    for _ in 0..3 {
        assert_eq!(client.answer().body, "deaf");
    }
}

#[test]
fn unclear_requests_are_refused() {
    let server = Running::start(echo);
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
        ("GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        ("nonsense\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"),
    ] {
        let answer = server.talk(request);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request:?}: {answer}");
    }
}

#[test]
fn names_that_a_variable_cannot_tell_apart_are_dropped() {
    let server = Running::start(|environ: &mut Environ, start_response: StartResponse<'_>| {
        let count = environ.headers().len();
        let value = environ.get("HTTP_X_B").map(ToString::to_string);
        Ok::<_, crate::Error>(
            start_response.start("200 OK", &TEXT)?.body(format!("{count} {value:?}")),
        )
    });
    let answer = server.talk("GET / HTTP/1.0\r\nX_B: 1\r\nX-A: 1\r\nX_C: 2\r\n\r\n");
    assert!(answer.ends_with("1 None"), "{answer}");
}

#[test]
fn a_variable_is_there_when_it_applies_and_only_then() {
    fn keys(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let keys: Vec<_> = environ.iter().map(|(key, _)| key.into_owned()).collect();
        Ok(start_response.start("200 OK", &[])?.body(keys.join(" ")))
    }
    const BARE: &str = "REQUEST_METHOD SCRIPT_NAME PATH_INFO QUERY_STRING SERVER_NAME SERVER_PORT \
                        SERVER_PROTOCOL SERVER_SOFTWARE GATEWAY_INTERFACE REMOTE_ADDR REMOTE_PORT \
                        REQUEST_URI wsgi.version wsgi.url_scheme wsgi.multithread \
                        wsgi.multiprocess wsgi.run_once wsgi.input_terminated";
    let server = Running::start(keys);
    let bare = server.talk("GET / HTTP/1.0\r\n\r\n");
    assert!(bare.ends_with(&format!("\r\n\r\n{BARE}")), "{bare}");
    let full = server.talk(
        "POST / HTTP/1.0\r\nHost: h\r\nX-A: 1\r\nConnection: close\r\nContent-Type: a/b\r\n\
         Content-Length: 2\r\n\r\nab",
    );
    let with_content =
        BARE.replace("QUERY_STRING", "QUERY_STRING CONTENT_TYPE CONTENT_LENGTH") + " ";
    let (_, keys) = full.split_once(&with_content).unwrap();
    let mut keys: Vec<_> = keys.split(' ').collect();
    keys.sort_unstable();
    assert_eq!(keys, ["HTTP_CONNECTION", "HTTP_HOST", "HTTP_X_A"]);
}

#[test]
fn the_version_is_the_one_that_the_client_speaks() {
    let server = Running::start(echo);
    for version in ["HTTP/1.0", "HTTP/1.1"] {
        let answer = server.talk(&format!(
            "GET /?SERVER_PROTOCOL {version}\r\nHost: h\r\nConnection: close\r\n\r\n"
        ));
        assert!(answer.ends_with(&format!("SERVER_PROTOCOL={version}")), "{answer}");
    }
}

#[test]
fn the_environ_says_where_it_comes_from() {
    let server = Running::start_with(echo, |server| server.environ("app.key", "value"));
    let mut client = server.connect();
    let port = server.address.port().to_string();
    let own = client.0.get_ref().local_addr().unwrap().port().to_string();
    for (variable, value) in [
        ("SERVER_NAME", "127.0.0.1"),
        ("SERVER_PORT", &port),
        ("SERVER_PROTOCOL", "HTTP/1.1"),
        ("REMOTE_ADDR", "127.0.0.1"),
        ("REMOTE_PORT", &own),
        ("HTTP_HOST", "h"),
        ("wsgi.multithread", "true"),
        ("app.key", "value"),
    ] {
        assert_eq!(client.get(&format!("/?{variable}")).body, format!("GET / {variable}={value}"));
    }
}

#[test]
fn the_lint_is_there_in_debug_builds_unless_it_is_told_otherwise() {
    fn linted(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let text = (!environ.extensions().is_empty()).to_string();
        Ok(start_response.start("200 OK", &TEXT)?.body(text))
    }
    let server = Running::start(linted);
    assert_eq!(server.connect().get("/").body, cfg!(debug_assertions).to_string());
    for on in [true, false] {
        let server = Running::start_with(linted, |server| server.lint(on));
        assert_eq!(server.connect().get("/").body, on.to_string());
    }
}
