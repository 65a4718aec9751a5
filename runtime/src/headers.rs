//! What a response header may be.

use std::fmt;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::Error;

/// The headers that belong to one connection and not to a response (RFC 9110 section 7.6.1): an
/// application must not send them (PEP 3333, "Other HTTP Features").
pub const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "trailers",
    "transfer-encoding",
    "upgrade",
];

/// Whether `name`, in any case, is one of [`HOP_BY_HOP`].
///
/// ```
/// assert!(lychgate::headers::is_hop_by_hop("Transfer-Encoding"));
/// assert!(!lychgate::headers::is_hop_by_hop("Content-Length"));
/// ```
#[must_use]
pub fn is_hop_by_hop(name: &str) -> bool {
    HOP_BY_HOP.iter().any(|hop| hop.eq_ignore_ascii_case(name))
}

/// Checks one header as an application gives it: the name is a token (RFC 9110 section 5.6.2),
/// neither `Status` nor hop-by-hop; the value has no control characters and only characters up to
/// U+00FF, which go out as one byte each (PEP 3333, "Unicode Issues").
pub(crate) fn check(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| wrong(format!("the header name {name:?} is not a token (RFC 9110, 5.6.2)")))?;
    check_name(&parsed)?;
    if value.is_ascii() {
        if let Ok(value) = HeaderValue::from_str(value) {
            return Ok((parsed, value));
        }
    }
    if let Some(control) = value.chars().find(|&c| c.is_ascii_control() && c != '\t') {
        return Err(wrong(format!(
            "the value of `{name}` holds the control character {control:?}"
        )));
    }
    let bytes: Vec<u8> = value
        .chars()
        .map(|c| u8::try_from(u32::from(c)).map_err(|_| c))
        .collect::<Result<_, char>>()
        .map_err(|c| {
            wrong(format!(
                "the value of `{name}` holds {c:?}, which is not in ISO-8859-1: encode it, for \
                 example as RFC 8187 says"
            ))
        })?;
    let value = HeaderValue::from_bytes(&bytes)
        .map_err(|_| wrong(format!("the value of `{name}` is not a header value")))?;
    Ok((parsed, value))
}

/// Checks the names of headers that were given in typed form; their values are right by type.
pub(crate) fn check_all(headers: &HeaderMap) -> Result<(), Error> {
    headers.keys().try_for_each(check_name)
}

fn check_name(name: &HeaderName) -> Result<(), Error> {
    if HOP_BY_HOP.contains(&name.as_str()) {
        return Err(wrong(format!(
            "`{name}` is a hop-by-hop header: only the server may send it (PEP 3333)"
        )));
    }
    if name == "status" {
        return Err(wrong("`Status` is not a header: give the status itself".to_owned()));
    }
    Ok(())
}

fn wrong(message: String) -> Error {
    WrongHeader(message).into()
}

/// What was wrong with a header.
#[derive(Debug)]
struct WrongHeader(String);

impl fmt::Display for WrongHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongHeader {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hop_by_hop_and_malformed_headers_are_refused() {
        for (name, value) in [
            ("Connection", "close"),
            ("TRANSFER-ENCODING", "chunked"),
            ("Upgrade", "h2c"),
            ("Status", "200 OK"),
            ("X:A", "1"),
            ("X A", "1"),
            ("", "1"),
            ("X-A", "1\r\nSet-Cookie: b=2"),
            ("X-A", "\0"),
            ("X-A", "\u{7f}"),
            ("X-A", "€"),
        ] {
            assert!(check(name, value).is_err(), "{name:?}: {value:?}");
        }
    }

    #[test]
    fn latin_1_goes_out_as_one_byte_a_character() {
        let (name, value) = check("X-Name", "Zoë").unwrap();
        assert_eq!(name, "x-name");
        assert_eq!(value.as_bytes(), b"Zo\xEB");
    }
}
