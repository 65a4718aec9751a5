use super::{Running, echo};
use crate::{Environ, Error, Reply, Response, Result, StartResponse};

/// Answers with the headers `Date` and `Server`, and one beyond ASCII.
fn own(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let headers = [("DATE", "then"), ("Server", "me"), ("X-Name", "Zo\u{eb}\u{80}\u{ff}")];
    Ok(start_response.start("200 Da\u{df} geht", &headers)?.body("own"))
}

#[test]
fn the_date_is_sent_once_and_the_server_keeps_its_name_to_itself() {
    let server = Running::start(echo);
    let answer = server.connect().get("/");
    let dates = answer.head.iter().filter(|line| line.starts_with("date: ")).count();
    assert_eq!(dates, 1);
    assert_eq!(answer.header("server"), None);
}

#[test]
fn what_the_application_sends_is_neither_changed_nor_sent_twice() {
    let server = Running::start(own);
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    let bytes = client.rest_bytes();
    let text: String = bytes.into_iter().map(char::from).collect();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "own");
    let mut lines: Vec<_> = head.split("\r\n").collect();
    assert_eq!(lines.remove(0), "HTTP/1.1 200 Da\u{df} geht", "a byte for each character");
    lines.sort_unstable();
    let sent = ["content-length: 3", "date: then", "server: me", "x-name: Zo\u{eb}\u{80}\u{ff}"];
    let sent: Vec<_> = sent.into_iter().chain(["connection: close"]).collect();
    for line in &sent {
        assert!(lines.contains(line), "{line:?} is not in {lines:?}");
    }
    assert_eq!(lines.len(), sent.len(), "{lines:?}");
}

#[test]
fn header_bytes_of_a_request_come_through_as_they_are() {
    fn name(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let latin1 = environ.latin1("HTTP_X_NAME").unwrap_or_default();
        let same =
            latin1.chars().map(u32::from).eq(environ["HTTP_X_NAME"].iter().map(|&b| u32::from(b)));
        assert!(same);
        Ok(start_response.start("200 OK", &[])?.body(environ["HTTP_X_NAME"].to_vec()))
    }
    let server = Running::start(name);
    let value: Vec<u8> = (0x21..=0xff).filter(|&byte| byte != 0x7f).collect();
    let mut client = server.connect();
    client.send([b"GET / HTTP/1.0\r\nX-Name: ", &value[..], b"\r\n\r\n"].concat());
    assert!(client.rest_bytes().ends_with(&[b"\r\n\r\n", &value[..]].concat()));
}

#[test]
fn what_only_the_server_may_say_is_refused_wherever_it_is_said() {
    fn hop<'a>(environ: &'a mut Environ, start_response: StartResponse<'a>) -> Result<Reply<'a>> {
        let environ: &'a Environ = environ;
        let own = |name: &str| Response::new("x").header(name, "1");
        Ok(match &environ["PATH_INFO"] {
            path if path == "/started" => {
                start_response.start("200 OK", &[("Transfer-Encoding", "chunked")])?.body("x")
            }
            path if path == "/built" => start_response.respond(environ, own("Upgrade")),
            path if path == "/mapped" => {
                let reply = start_response.start("200 OK", &[])?.body("x");
                reply.map_head(|head| {
                    head.headers.insert("keep-alive", http::HeaderValue::from_static("1"));
                })
            }
            path if path == "/switching" => {
                start_response.start("101 Switching Protocols", &[])?.body("x")
            }
            _ => start_response.start("200 OK", &[])?.body("fine"),
        })
    }
    let server = Running::start(hop);
    let mut client = server.connect();
    for path in ["/started", "/built", "/mapped", "/switching"] {
        let answer = client.get(path);
        assert_eq!(answer.status(), "500 Internal Server Error", "{path}");
        for name in ["transfer-encoding", "upgrade", "keep-alive"] {
            assert_eq!(answer.header(name), None, "{path}");
        }
        assert_eq!(client.get("/").body, "fine", "after {path}");
    }
}

#[test]
fn a_response_goes_out_as_it_is_whatever_the_client_would_accept() {
    let server = Running::start(|_: &mut Environ, start_response: StartResponse<'_>| {
        let headers = [("Content-Type", "text/plain"), ("ETag", "\"1\"")];
        Ok::<_, Error>(start_response.start("200 OK", &headers)?.body("a\r\nb\nc\r\0"))
    });
    let mut client = server.connect();
    client.send(
        "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\nRange: bytes=0-1\r\n\
         If-None-Match: \"1\"\r\nTE: trailers\r\n\r\n",
    );
    let answer = client.answer();
    assert_eq!((answer.status(), answer.body.as_str()), ("200 OK", "a\r\nb\nc\r\0"));
    assert_eq!(answer.header("content-encoding"), None);
}
