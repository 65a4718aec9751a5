//! Requests as RFC 9112 has them, and no others.
//!
//! What a connection sends is looked at here before hyper reads it. hyper is lenient where the RFC
//! lets it be, and mends what it could refuse; but where two programs in a row read the same bytes
//! differently, one request is smuggled behind the other. So nothing is mended: hyper sees whole
//! heads without a fault, and bodies as far as they are well formed.

mod chunks;
mod fields;
mod head;
#[cfg(feature = "http2")]
mod request;
mod target;

use http::StatusCode;

use chunks::Chunks;
use head::{Head, Whole};

#[cfg(feature = "http2")]
pub(super) use request::check;

/// What a head may cost.
#[derive(Clone, Copy)]
pub(in crate::server) struct HeadLimits {
    /// Bytes of the request line.
    pub(in crate::server) line: usize,
    /// Bytes of the headers, with their line ends.
    pub(in crate::server) bytes: usize,
    /// How many headers.
    pub(in crate::server) count: usize,
}

/// What is wrong with the bytes that follow those that passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) enum Fault {
    /// They are no head that is taken; the answer to it.
    Head(StatusCode),
    /// They do not go on with the body that has begun.
    Body,
    /// They are no HTTP/1, but the first ones of HTTP/2 (RFC 9113, 3.4).
    #[cfg(feature = "http2")]
    Preface,
}

/// Where the bytes of a body end (RFC 9112, 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    Length(u64),
    Chunked,
}

/// What passes from a connection to hyper.
pub(in crate::server) struct Strict {
    limits: HeadLimits,
    state: State,
    /// Whether no request has passed yet.
    #[cfg(feature = "http2")]
    is_first: bool,
}

enum State {
    Head(Head),
    /// So many bytes of a body are left.
    Length(u64),
    Chunks(Chunks),
}

impl Strict {
    pub(in crate::server) fn new(limits: HeadLimits) -> Self {
        Strict {
            limits,
            state: State::Head(Head::default()),
            #[cfg(feature = "http2")]
            is_first: true,
        }
    }

    /// How many of the bytes pass, and the fault of the others, if they have one. Without a fault
    /// they are the beginning of a head, and are to be shown again with what follows them.
    pub(in crate::server) fn pass(&mut self, bytes: &[u8]) -> (usize, Option<Fault>) {
        let mut passed = 0;
        loop {
            let rest = bytes.get(passed..).unwrap_or_default();
            if rest.is_empty() {
                return (passed, None);
            }
            let next = match &mut self.state {
                State::Head(head) => match head.read(rest, &self.limits) {
                    Ok(None) => return (passed, None),
                    Ok(Some(Whole { length, framing })) => {
                        passed += length;
                        #[cfg(feature = "http2")]
                        {
                            self.is_first = false;
                        }
                        Some(framing)
                    }
                    #[cfg(feature = "http2")]
                    Err(_) if self.is_first && rest.starts_with(b"PRI * HTTP/2.0\r\n") => {
                        return (passed, Some(Fault::Preface));
                    }
                    Err(status) => return (passed, Some(Fault::Head(status))),
                },
                State::Length(left) => {
                    let taken = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    passed += taken;
                    *left -= taken as u64;
                    (*left == 0).then_some(Framing::Length(0))
                }
                State::Chunks(chunks) => match chunks.read(rest) {
                    Ok(taken) => {
                        passed += taken;
                        chunks.is_over().then_some(Framing::Length(0))
                    }
                    Err(chunks::Malformed { after }) => {
                        return (passed + after, Some(Fault::Body));
                    }
                },
            };
            match next {
                None => {}
                Some(Framing::Length(0)) => self.state = State::Head(Head::default()),
                Some(Framing::Length(length)) => self.state = State::Length(length),
                Some(Framing::Chunked) => self.state = State::Chunks(Chunks::default()),
            }
        }
    }
}

/// What bytes are good for: a bit for each class that they are in.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut index = 0;
    while index < 256 {
        let byte = index as u8;
        let sign = matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.');
        let mark = matches!(byte, b'_' | b'~');
        let is_both = byte.is_ascii_alphanumeric() || sign || mark;
        let is_token = is_both || matches!(byte, b'#' | b'%' | b'^' | b'`' | b'|');
        let is_name = is_both || matches!(byte, b'(' | b')' | b';' | b'=');
        let is_plain = byte.is_ascii_graphic()
            && !matches!(byte, b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'`');
        if is_token {
            classes[index] |= TOKEN;
        }
        if is_name {
            classes[index] |= NAME;
        }
        if is_plain {
            classes[index] |= PLAIN;
        }
        index += 1;
    }
    classes
};

/// What may be in a token (RFC 9110, 5.6.2).
const TOKEN: u8 = 1;
/// What may be in the name of a host (RFC 3986, 3.2.2), but an escape.
const NAME: u8 = 2;
/// What may be anywhere in a target and means nothing there (RFC 3986, 3.3), or is taken as such.
const PLAIN: u8 = 4;

/// Whether a byte is of one of the classes.
fn is_in(classes: u8, byte: u8) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}

/// Whether a text may be the value of a header (RFC 9110, 5.5): it has no control character but the
/// tab. (All of it is looked at, which is quicker than to stop early: it is done many bytes at once.)
fn is_text(text: &[u8]) -> bool {
    text.iter()
        .fold(true, |is_text, &byte| is_text & ((byte == b'\t') | (byte >= b' ') & (byte != 0x7f)))
}
