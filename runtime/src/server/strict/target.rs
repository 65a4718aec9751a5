//! What a request is for: the forms of a target (RFC 9112, 3.2).

use std::net::Ipv6Addr;

use super::{NAME, PLAIN, is_in};

/// The form of a request target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `/path?query`
    Origin,
    /// `http://host/path?query`
    Absolute,
    /// `host:port`
    Authority,
    /// `*`
    Asterisk,
}

impl Form {
    /// The form that a target has; none if it is no target.
    pub(super) fn of(target: &[u8]) -> Option<Form> {
        if target.first() == Some(&b'/') {
            return is_path_and_query(target).then_some(Form::Origin);
        }
        if target == b"*" {
            return Some(Form::Asterisk);
        }
        let Some(rest) = after(target, b"http://").or_else(|| after(target, b"https://")) else {
            let port = target.iter().rposition(|&byte| byte == b':')?;
            let has_port = port + 1 < target.len();
            return (has_port && is_authority(target)).then_some(Form::Authority);
        };
        let end = rest.iter().position(|byte| b"/?".contains(byte)).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        (is_authority(authority) && is_path_and_query(path)).then_some(Form::Absolute)
    }
}

fn after<'a>(target: &'a [u8], scheme: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = target.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// Whether all is visible ASCII that may be in a URI, or that browsers leave there as it is; and
/// whether the escapes of the path stand for bytes. (Those of the query are read by the forms that
/// are in it, which take a bare `%` for itself.)
fn is_path_and_query(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    let mut in_path = true;
    while let Some(&byte) = bytes.next() {
        let is_right = match byte {
            byte if is_in(PLAIN, byte) => true,
            b'%' if in_path => {
                let mut is_digit = || bytes.next().is_some_and(u8::is_ascii_hexdigit);
                is_digit() && is_digit()
            }
            b'?' => {
                in_path = false;
                true
            }
            b'`' => !in_path,
            // In the query an escape need not be one.
            b'%' => true,
            _ => false,
        };
        if !is_right {
            return false;
        }
    }
    true
}

/// Whether a text is a host, perhaps with a port (RFC 3986, 3.2): with no one's name before it, no
/// second one behind a comma, and nothing encoded.
pub(super) fn is_authority(text: &[u8]) -> bool {
    let (host, port) = match text {
        [b'[', rest @ ..] => {
            let Some(end) = rest.iter().position(|&byte| byte == b']') else { return false };
            let (host, rest) = rest.split_at(end);
            let host = std::str::from_utf8(host).ok();
            if host.is_none_or(|host| host.parse::<Ipv6Addr>().is_err()) {
                return false;
            }
            (&b"[]"[..], rest.get(1..).unwrap_or_default())
        }
        _ => {
            let end = text.iter().position(|&byte| !is_in(NAME, byte)).unwrap_or(text.len());
            text.split_at(end)
        }
    };
    let is_port = match port {
        [] => true,
        [b':', digits @ ..] => {
            let text = std::str::from_utf8(digits).unwrap_or_default();
            let is_number = digits.iter().all(u8::is_ascii_digit) && text.parse::<u16>().is_ok();
            digits.is_empty() || is_number
        }
        _ => false,
    };
    !host.is_empty() && is_port
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_has_one_of_four_forms() {
        for (target, form) in [
            ("/", Some(Form::Origin)),
            ("/a%20b?q=%", Some(Form::Origin)),
            ("//double", Some(Form::Origin)),
            ("/a%2", None),
            ("/a%zz", None),
            ("/a#b", None),
            ("/\u{e9}", None),
            ("*", Some(Form::Asterisk)),
            ("**", None),
            ("http://h", Some(Form::Absolute)),
            ("HTTPS://h:1/p?q", Some(Form::Absolute)),
            ("http://u@h/", None),
            ("http:///p", None),
            ("ftp://h/", None),
            ("h:443", Some(Form::Authority)),
            ("[::1]:443", Some(Form::Authority)),
            ("h:", None),
            ("h", None),
            ("", None),
        ] {
            assert_eq!(Form::of(target.as_bytes()), form, "{target}");
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address_with_perhaps_a_port() {
        for host in ["h", "h:1", "h:", "a.b-c_d", "127.0.0.1:80", "[::1]", "[::1]:65535"] {
            assert!(is_authority(host.as_bytes()), "{host}");
        }
        for not in [
            "", ":80", "u@h", "a,b", "a b", "a/b", "a%62", "[::1", "::1", "[]", "[h]", "[::1]x",
            "h:x", "h:65536", "h:1:2", "\u{e9}",
        ] {
            assert!(!is_authority(not.as_bytes()), "{not}");
        }
    }
}
