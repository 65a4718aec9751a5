//! How long a body is on the wire, and that it is just as long.

use std::fmt;
use std::io;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, StatusCode};

use crate::reply::Head;
use crate::{Body, Environ, Error};

/// What of the request the framing of its response depends on, and the log names.
pub(super) struct Asked {
    method: Method,
    path: Option<PathAndQuery>,
    /// The form in which an error's page is read.
    pub(super) accept: Option<HeaderValue>,
}

impl Asked {
    pub(super) fn of(environ: &Environ) -> Self {
        Asked {
            method: environ.method().clone(),
            path: environ.uri().path_and_query().cloned(),
            accept: environ.headers().get(ACCEPT).cloned(),
        }
    }

    /// Sets what the head must say of the body, and holds the body to it.
    pub(super) fn frame<'a>(&self, mut head: Head, body: Body<'a>) -> (Head, Body<'a>) {
        let code = head.status.code();
        let bodiless = code.is_informational() || code == StatusCode::NO_CONTENT;
        if bodiless {
            head.headers.remove(CONTENT_LENGTH);
            return (head, Body::empty());
        }
        let declared = match declared_length(&head) {
            Ok(declared) => declared,
            Err(error) => {
                super::log(&format!("{self}: {error}"));
                head.headers.remove(CONTENT_LENGTH);
                None
            }
        };
        if code == StatusCode::NOT_MODIFIED {
            return (head, Body::empty());
        }
        match (declared, body.len()) {
            (None, Some(length)) => {
                head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
            (Some(declared), actual) if self.method != Method::HEAD && actual != Some(declared) => {
                let measured = Measured { body, left: declared, request: self.to_string() };
                return (head, Body::stream(measured));
            }
            _ => {}
        }
        let body = if self.method == Method::HEAD { Body::empty() } else { body };
        (head, body)
    }
}

/// `GET /path`
impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.as_ref().map_or("", PathAndQuery::path);
        write!(f, "{} {path}", self.method)
    }
}

fn declared_length(head: &Head) -> Result<Option<u64>, &'static str> {
    let mut values = head.headers.get_all(CONTENT_LENGTH).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err("the application sent Content-Length twice; both are left out");
    }
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let length = digits.and_then(|digits| digits.parse().ok());
    length.map(Some).ok_or("the application's Content-Length is not a number; it is left out")
}

/// A body that gives as many bytes as were declared: the surplus is cut, a shortfall is an error
/// (PEP 3333, "Handling the Content-Length Header").
struct Measured<'a> {
    body: Body<'a>,
    left: u64,
    request: String,
}

impl Iterator for Measured<'_> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let Some(block) = self.body.next() else {
            let left = std::mem::take(&mut self.left);
            super::log(&format!("{}: the body is {left} bytes short", self.request));
            let short = io::Error::new(io::ErrorKind::UnexpectedEof, "the body is too short");
            return Some(Err(short.into()));
        };
        let mut block = match block {
            Ok(block) => block,
            Err(error) => return Some(Err(error)),
        };
        let length = block.len() as u64;
        if length > self.left {
            super::log(&format!("{}: the body is longer than declared; cut", self.request));
            // `left` is smaller than the block's length, so it fits.
            block.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        }
        self.left -= block.len() as u64;
        if self.left == 0 && length == block.len() as u64 {
            self.body.end(); // nobody asks for more
        }
        Some(Ok(block))
    }
}
