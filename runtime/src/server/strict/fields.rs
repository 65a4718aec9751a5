//! The headers of a request: their form, and those that say where the request goes and ends.

use http::StatusCode;

use super::target::is_authority;
use super::{Framing, TOKEN, is_in, is_text};

/// What the headers have said so far.
#[derive(Default)]
pub(super) struct Fields {
    count: usize,
    has_host: bool,
    length: Option<u64>,
    codings: Option<Codings>,
}

/// The transfer codings of the body, in all headers together.
#[derive(Clone, Copy, Default)]
struct Codings {
    is_chunked: bool,
    /// Whether there are others before that one.
    has_others: bool,
}

impl Fields {
    /// Reads one line, without its end (RFC 9112, 5). A line that begins with a space would go on
    /// with the one before (obs-fold, 5.2); it has no name, and so it is refused as others without.
    pub(super) fn read(&mut self, line: &[u8], most: usize) -> Result<(), StatusCode> {
        self.count += 1;
        if self.count > most {
            return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        }
        let colon =
            line.iter().position(|&byte| !is_in(TOKEN, byte)).ok_or(StatusCode::BAD_REQUEST)?;
        let (name, rest) = line.split_at(colon);
        let value = match rest {
            [b':', value @ ..] if !name.is_empty() && is_text(value) => value.trim_ascii(),
            _ => return Err(StatusCode::BAD_REQUEST),
        };
        let is_clear = match name.len() {
            4 if name.eq_ignore_ascii_case(b"host") => self.host(value),
            14 if name.eq_ignore_ascii_case(b"content-length") => self.content_length(value),
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => self.transfer_encoding(value),
            _ => true,
        };
        if is_clear { Ok(()) } else { Err(StatusCode::BAD_REQUEST) }
    }

    /// One host, which a URI could have (RFC 9112, 3.2).
    fn host(&mut self, value: &[u8]) -> bool {
        !std::mem::replace(&mut self.has_host, true) && is_authority(value)
    }

    /// One number. (The same one twice would be as clear, RFC 9110, 8.6, but no client sends that.)
    fn content_length(&mut self, value: &[u8]) -> bool {
        let digits = value.iter().all(u8::is_ascii_digit);
        let text = std::str::from_utf8(value).ok().filter(|_| digits);
        // hyper has the largest numbers of 64 bits for its own purposes.
        let length = text.and_then(|digits| digits.parse::<i64>().ok());
        let length = length.and_then(|length| u64::try_from(length).ok());
        length.is_some() && std::mem::replace(&mut self.length, length).is_none()
    }

    /// Codings, of which `chunked` is the last one and there once (RFC 9112, 6.1).
    fn transfer_encoding(&mut self, value: &[u8]) -> bool {
        let codings = self.codings.get_or_insert_default();
        value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).all(|coding| {
            let is_behind = codings.is_chunked;
            codings.is_chunked = coding.eq_ignore_ascii_case(b"chunked");
            codings.has_others |= !codings.is_chunked;
            !is_behind && !coding.is_empty()
        })
    }

    /// Where the body ends (RFC 9112, 6.3), when all headers are there.
    pub(super) fn framing(&self, is_latest: bool) -> Result<Framing, StatusCode> {
        if is_latest && !self.has_host {
            return Err(StatusCode::BAD_REQUEST);
        }
        match (self.codings, self.length) {
            (None, length) => Ok(Framing::Length(length.unwrap_or(0))),
            (Some(codings), None) if is_latest && codings.is_chunked => match codings.has_others {
                // No other coding is known (RFC 9112, 6.1).
                true => Err(StatusCode::NOT_IMPLEMENTED),
                false => Ok(Framing::Chunked),
            },
            // With a length as well somebody has gone by the other; HTTP/1.0 knows no codings.
            (Some(_), _) => Err(StatusCode::BAD_REQUEST),
        }
    }
}
