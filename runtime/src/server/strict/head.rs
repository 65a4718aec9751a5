//! The head of a request: its first line, and its headers.

use bstr::ByteSlice as _;
use http::StatusCode;

use super::fields::Fields;
use super::target::Form;
use super::{Framing, HeadLimits, TOKEN, is_in};

/// A head, as far as it has come.
#[derive(Default)]
pub(super) struct Head {
    /// Where the first line that was not read begins.
    line: usize,
    /// Where the search for its end goes on.
    searched: usize,
    request: Option<RequestLine>,
    fields: Fields,
}

/// What of the request line the rest depends on.
struct RequestLine {
    /// Where the headers begin.
    end: usize,
    /// HTTP/1.1, as opposed to HTTP/1.0.
    is_latest: bool,
}

/// A head that is there, and has no fault.
pub(super) struct Whole {
    pub(super) length: usize,
    pub(super) framing: Framing,
}

impl Head {
    /// Reads on in the head that `bytes` begin with; `None` when it goes on behind them.
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
        limits: &HeadLimits,
    ) -> Result<Option<Whole>, StatusCode> {
        loop {
            let unseen = bytes.get(self.searched..).unwrap_or_default();
            let Some(end) = unseen.find_byte(b'\n') else {
                self.searched = bytes.len();
                self.check_begun(bytes, limits)?;
                return Ok(None);
            };
            let end = self.searched + end;
            let line = bytes.get(self.line..end).unwrap_or_default();
            // A line feed alone ends no line: RFC 9112, 2.2, lets it, and that is how one program
            // sees a header where another sees none.
            let line = line.strip_suffix(b"\r").ok_or(StatusCode::BAD_REQUEST)?;
            (self.line, self.searched) = (end + 1, end + 1);
            match &self.request {
                // Empty lines before a request are passed over (RFC 9112, 2.2).
                None if line.is_empty() && self.line <= limits.line => {}
                None => self.request = Some(request_line(line, self.line, limits)?),
                Some(request) if line.is_empty() => {
                    let framing = self.fields.framing(request.is_latest)?;
                    return Ok(Some(Whole { length: self.line, framing }));
                }
                Some(request) => {
                    if self.line - request.end > limits.bytes {
                        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
                    }
                    self.fields.read(line, limits.count)?;
                }
            }
        }
    }

    /// Refuses a line that has only begun when nothing can make it a good one any more.
    fn check_begun(&self, bytes: &[u8], limits: &HeadLimits) -> Result<(), StatusCode> {
        let Some(request) = &self.request else {
            let line = bytes.get(self.line..).unwrap_or_default();
            let method = line.split(|&byte| byte == b' ').next().unwrap_or_default();
            if line != b"\r" && !method.iter().copied().all(|byte| is_in(TOKEN, byte)) {
                return Err(StatusCode::BAD_REQUEST);
            }
            return if bytes.len() > limits.line { Err(StatusCode::URI_TOO_LONG) } else { Ok(()) };
        };
        match bytes.len() - request.end > limits.bytes {
            true => Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
            false => Ok(()),
        }
    }
}

/// Reads the request line (RFC 9112, 3): a method, a target and a version with a space between them.
fn request_line(line: &[u8], end: usize, limits: &HeadLimits) -> Result<RequestLine, StatusCode> {
    if line.len() > limits.line {
        return Err(StatusCode::URI_TOO_LONG);
    }
    let (method, rest) = cut(line).ok_or(StatusCode::BAD_REQUEST)?;
    let (target, version) = cut(rest).ok_or(StatusCode::BAD_REQUEST)?;
    let is_latest = match version {
        b"HTTP/1.1" => true,
        b"HTTP/1.0" => false,
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            return Err(StatusCode::HTTP_VERSION_NOT_SUPPORTED);
        }
        _ => return Err(StatusCode::BAD_REQUEST),
    };
    let is_method = !method.is_empty() && method.iter().copied().all(|byte| is_in(TOKEN, byte));
    match (method, Form::of(target)) {
        _ if !is_method => Err(StatusCode::BAD_REQUEST),
        // A tunnel is a proxy's to make (RFC 9110, 9.3.6).
        (b"CONNECT", Some(Form::Authority)) => Err(StatusCode::NOT_IMPLEMENTED),
        (b"CONNECT", _) | (_, None | Some(Form::Authority)) => Err(StatusCode::BAD_REQUEST),
        (b"OPTIONS", Some(Form::Asterisk)) | (_, Some(Form::Origin | Form::Absolute)) => {
            Ok(RequestLine { end, is_latest })
        }
        (_, Some(Form::Asterisk)) => Err(StatusCode::BAD_REQUEST),
    }
}

/// What stands before the first space, and what behind it.
fn cut(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, rest) = text.split_at_checked(text.find_byte(b' ')?)?;
    Some((before, rest.get(1..)?))
}
