//! Reading the responses of any HTTP/1.1 server, strictly.

use std::borrow::Cow;
use std::io;

/// A response that has come whole.
#[derive(Debug)]
pub struct Response<'b> {
    /// The code of its status.
    pub status: u16,
    /// Its body, without the chunks it came in.
    pub body: Cow<'b, [u8]>,
    /// Whether the server closes the connection behind it.
    pub closes: bool,
    /// How many bytes it was.
    pub length: usize,
}

/// How the end of a body is found.
#[derive(Clone, Copy)]
enum Framing {
    Length(usize),
    Chunked,
}

/// Reads the response at the beginning of `bytes`; `None` while it has not come whole.
///
/// # Errors
/// When that is none, or one whose end only the end of the connection would tell.
pub fn read(bytes: &[u8]) -> io::Result<Option<Response<'_>>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(bytes).map_err(io::Error::other)? else {
        return Ok(None);
    };
    let (mut framing, mut closes) = (None, false);
    for header in &*head.headers {
        let value = std::str::from_utf8(header.value).map_err(io::Error::other)?;
        let found = match header.name.len() {
            10 if header.name.eq_ignore_ascii_case("connection") => {
                closes = value.eq_ignore_ascii_case("close");
                continue;
            }
            14 if header.name.eq_ignore_ascii_case("content-length") => {
                Framing::Length(value.parse().map_err(io::Error::other)?)
            }
            17 if header.name.eq_ignore_ascii_case("transfer-encoding") => Framing::Chunked,
            _ => continue,
        };
        if framing.replace(found).is_some() {
            return Err(io::Error::other("a response has its length twice"));
        }
    }
    let rest = &bytes[start..];
    let body = match framing {
        None => return Err(io::Error::other("a response does not say how long it is")),
        Some(Framing::Length(length)) => rest.get(..length).map(|body| (Cow::from(body), length)),
        Some(Framing::Chunked) => chunks(rest)?,
    };
    let status = head.code.unwrap_or(0);
    Ok(body.map(|(body, length)| Response { status, body, closes, length: start + length }))
}

/// A body in chunks, and how long it was with them (RFC 9112, 7.1).
fn chunks(bytes: &[u8]) -> io::Result<Option<(Cow<'_, [u8]>, usize)>> {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        let size = httparse::parse_chunk_size(rest);
        let size = size.map_err(|_| io::Error::other("a chunk does not say how long it is"))?;
        let httparse::Status::Complete((start, size)) = size else { return Ok(None) };
        let end = start + size as usize;
        let Some(chunk) = rest.get(start..end + 2) else { return Ok(None) };
        if !chunk.ends_with(b"\r\n") {
            return Err(io::Error::other("a chunk is longer than it says"));
        }
        at += end + 2;
        if size == 0 {
            return Ok(Some((body.into(), at)));
        }
        body.extend_from_slice(&rest[start..end]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_ends_where_it_says() {
        let bytes =
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nHelloHTTP/1.1";
        let response = read(bytes).unwrap().unwrap();
        assert_eq!((response.status, &*response.body, response.closes), (200, &b"Hello"[..], true));
        assert_eq!(&bytes[response.length..], b"HTTP/1.1");
        for end in 0..response.length {
            assert!(read(&bytes[..end]).unwrap().is_none(), "{end} bytes are no whole response");
        }
    }

    #[test]
    fn chunks_are_one_body() {
        let bytes =
            b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
        let response = read(bytes).unwrap().unwrap();
        assert_eq!((response.status, &*response.body), (404, &b"abc0123456789"[..]));
        assert_eq!(response.length, bytes.len());
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).unwrap().is_none(), "{end} bytes are no whole response");
        }
    }

    #[test]
    fn what_is_no_response_is_an_error() {
        for bytes in [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: one\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            "Hello",
        ] {
            assert!(read(bytes.as_bytes()).is_err(), "{bytes:?}");
        }
    }
}
