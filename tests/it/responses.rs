//! What handlers return.

use std::borrow::Cow;

use lychgate::prelude::*;
use lychgate::test::Client;

#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the secret cause")
    }
}

impl std::error::Error for Broken {}

#[application]
mod site {
    use super::{Broken, Bytes, Cow, Error, Response, Result, Status, StatusCode};

    #[get("^str$")]
    fn text() -> &'static str {
        "text"
    }

    #[get("^borrowed/(?<from>.*)$")]
    fn borrowed(from: &str) -> &str {
        from
    }

    #[get("^cow$")]
    fn cow() -> Cow<'static, str> {
        "cow".into()
    }

    #[get("^vec$")]
    fn vec() -> Vec<u8> {
        vec![0, 255]
    }

    #[get("^bytes$")]
    fn bytes() -> Bytes {
        Bytes::from_static(b"bytes")
    }

    #[get("^unit$")]
    fn unit() {}

    #[get("^status$")]
    fn status() -> Status {
        Status::IM_A_TEAPOT
    }

    #[get("^code$")]
    fn code() -> StatusCode {
        StatusCode::ACCEPTED
    }

    #[get("^pair$")]
    fn pair() -> (Status, &'static str) {
        (Status::CREATED, "made")
    }

    #[get("^code-pair$")]
    fn code_pair() -> (StatusCode, String) {
        (StatusCode::CREATED, "made".into())
    }

    #[get("^ok$")]
    fn ok() -> Result<&'static str> {
        Ok("fine")
    }

    #[get("^leak$")]
    fn leak() -> Result<&'static str> {
        Err(Broken)?;
        Ok("never")
    }

    #[get("^refuse$")]
    fn refuse() -> Result<&'static str> {
        Err(Error::new(Status::FORBIDDEN, "not you").with_source(Broken))
    }

    #[get("^either/(?<n>[0-9])$")]
    fn either(n: u8) -> std::result::Result<String, (Status, &'static str)> {
        if n > 4 { Ok(n.to_string()) } else { Err((Status::BAD_REQUEST, "too small")) }
    }

    #[get("^response$")]
    fn response() -> Response {
        Response::new("<p>").status(Status::OK).header("Content-Type", "text/html").header("X", "1")
    }

    #[get("^bad-header$")]
    fn bad_header() -> Response {
        Response::new("x").header("X-A", "a\nb")
    }
}

#[test]
fn every_return_type_has_its_status_type_and_body() {
    let client = Client::new(site::application);
    const TEXT: Option<&str> = Some("text/plain; charset=utf-8");
    const BINARY: Option<&str> = Some("application/octet-stream");
    let cases: [(&str, u16, Option<&str>, &[u8]); 16] = [
        ("/str", 200, TEXT, b"text"),
        ("/borrowed/a/b", 200, TEXT, b"a/b"),
        ("/cow", 200, TEXT, b"cow"),
        ("/vec", 200, BINARY, &[0, 255]),
        ("/bytes", 200, BINARY, b"bytes"),
        ("/unit", 204, None, b""),
        ("/status", 418, TEXT, b"418 I'm a teapot\n"),
        ("/code", 202, TEXT, b"202 Accepted\n"),
        ("/pair", 201, TEXT, b"made"),
        ("/code-pair", 201, TEXT, b"made"),
        ("/ok", 200, TEXT, b"fine"),
        ("/leak", 500, TEXT, b"500 Internal Server Error\n"),
        ("/refuse", 403, TEXT, b"not you\n"),
        ("/either/5", 200, TEXT, b"5"),
        ("/either/4", 400, TEXT, b"too small"),
        ("/response", 200, Some("text/html"), b"<p>"),
    ];
    for (path, status, content_type, body) in cases {
        let answer = client.get(path).send();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.header("content-type"), content_type, "{path}");
        assert_eq!(answer.bytes(), body, "{path}");
    }
}

#[test]
fn a_malformed_header_of_a_response_is_a_500() {
    assert_eq!(Client::new(site::application).get("/bad-header").send().status(), 500);
}
