//! What a host is (RFC 3986, 3.2).

use std::net::Ipv6Addr;

/// Whether the text is a host: a registered name, an IPv4 address, or an IP literal in brackets.
pub(super) fn is_host(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    match text.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(is_literal),
        None => !text.is_empty() && is_name(text),
    }
}

/// Whether the text is a host with or without a port.
pub(super) fn is_authority(text: &[u8]) -> bool {
    let colon = text.iter().rposition(|&byte| byte == b':');
    match colon.map(|colon| text.split_at(colon)) {
        // The last colon of an IPv6 address without a port is within the brackets.
        Some((host, port)) if !port.ends_with(b"]") => {
            is_host(host) && port.iter().skip(1).all(u8::is_ascii_digit)
        }
        _ => is_host(text),
    }
}

/// An IPv6 address, or one of a version to come: `v1.x`.
fn is_literal(text: &str) -> bool {
    let Some(future) = text.strip_prefix(['v', 'V']) else {
        return text.parse::<Ipv6Addr>().is_ok();
    };
    let Some((version, address)) = future.split_once('.') else { return false };
    let is_hex = !version.is_empty() && version.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex && !address.is_empty() && address.bytes().all(|b| is_plain(b) || b == b':')
}

/// Plain characters, and `%` with two hexadecimal digits.
fn is_name(text: &str) -> bool {
    let mut parts = text.as_bytes().split(|&byte| byte == b'%');
    let first = parts.next().unwrap_or_default();
    first.iter().all(|&byte| is_plain(byte))
        && parts.all(|part| {
            let digits = part.iter().take(2).filter(|byte| byte.is_ascii_hexdigit()).count();
            digits == 2 && part.iter().skip(2).all(|&byte| is_plain(byte))
        })
}

/// `unreserved` and `sub-delims` of RFC 3986.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_and_addresses() {
        for host in ["localhost", "a.example", "127.0.0.1", "[::1]", "[v1.a:b]", "caf%C3%A9", "a_b"]
        {
            assert!(is_host(host.as_bytes()), "{host}");
            assert!(is_authority(host.as_bytes()), "{host}");
            assert!(is_authority(format!("{host}:8080").as_bytes()), "{host}");
            assert!(is_authority(format!("{host}:").as_bytes()), "{host}");
        }
        for wrong in ["", "::1", "[::1", "[::g]", "[v.x]", "a b", "a/b", "a@b", "a%2", "a:b", "é"]
        {
            assert!(!is_host(wrong.as_bytes()), "{wrong}");
        }
        for wrong in ["", ":80", "a:b", "a:80:80", "[::1]:x", "user@a:80"] {
            assert!(!is_authority(wrong.as_bytes()), "{wrong}");
        }
    }
}
