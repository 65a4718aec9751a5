//! The lists in which proxies say what they know of a request: `Forwarded` (RFC 7239) and
//! `X-Forwarded-For`.

use std::net::{IpAddr, SocketAddr};

/// What one proxy says of who called it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hop {
    /// `for`: `None` where the proxy does not know it or does not tell.
    pub(super) address: Option<IpAddr>,
    /// `proto`.
    pub(super) scheme: Option<String>,
    /// `host`.
    pub(super) host: Option<String>,
}

/// The entries of a list.
pub(super) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

/// An address, in whatever form proxies write it: bare, or with a port, or in brackets.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let address: Option<IpAddr> = text.parse().ok().or_else(bracketed).or_else(with_port);
    address.map(|address| address.to_canonical())
}

/// Reads `Forwarded` (RFC 7239, 4): `for=192.0.2.60;proto=https, for="[2001:db8::1]:4711"`. `None`
/// where it is malformed.
pub(super) fn parse(list: &str) -> Option<Vec<Hop>> {
    let mut hops = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Some(hops);
        }
        let mut hop = Hop::default();
        loop {
            let (name, value, after) = pair(rest.trim_start_matches([' ', '\t', ';']))?;
            match name.to_ascii_lowercase().as_str() {
                "for" => hop.address = address(&value),
                "proto" => hop.scheme = Some(value),
                "host" => hop.host = Some(value),
                _ => {}
            }
            rest = after.trim_start_matches([' ', '\t']);
            if !rest.starts_with(';') {
                break;
            }
        }
        hops.push(hop);
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
    }
}

/// `name=value` or `name="value"`, and what is behind it.
fn pair(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = text.split_once('=')?;
    if name.is_empty() || !name.chars().all(is_token) {
        return None;
    }
    let Some(quoted) = rest.strip_prefix('"') else {
        let end = rest.find([',', ';', ' ', '\t']).unwrap_or(rest.len());
        let (value, rest) = rest.split_at(end);
        // Colons and brackets belong into quotes, but are written without them.
        let is_plain = |c| is_token(c) || "[]:".contains(c);
        return (!value.is_empty() && value.chars().all(is_plain))
            .then(|| (name, value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    loop {
        match characters.next()? {
            (place, '"') => return Some((name, value, &quoted[place + 1..])),
            (_, '\\') => value.push(characters.next()?.1),
            (_, other) => value.push(other),
        }
    }
}

/// RFC 9110, 5.6.2.
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_all_their_forms() {
        for (text, expected) in [
            ("192.0.2.1", Some("192.0.2.1")),
            ("192.0.2.1:4711", Some("192.0.2.1")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:4711", Some("2001:db8::1")),
            ("::ffff:192.0.2.1", Some("192.0.2.1")),
            ("unknown", None),
            ("_hidden", None),
            ("192.0.2.256", None),
            ("", None),
        ] {
            assert_eq!(address(text), expected.map(|it| it.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn forwarded_is_read_as_the_rfc_has_it() {
        let hop = |address: &str, scheme: Option<&str>, host: Option<&str>| Hop {
            address: address.parse().ok(),
            scheme: scheme.map(str::to_owned),
            host: host.map(str::to_owned),
        };
        for (list, hops) in [
            ("", vec![]),
            ("for=192.0.2.43", vec![hop("192.0.2.43", None, None)]),
            ("For=\"[2001:db8::17]:4711\"", vec![hop("2001:db8::17", None, None)]),
            (
                "for=192.0.2.60;proto=http;by=203.0.113.43 , for=unknown;host=\"a.example:81\"",
                vec![hop("192.0.2.60", Some("http"), None), hop("", None, Some("a.example:81"))],
            ),
            ("for=\"_a,\\\"b\";proto=https", vec![hop("", Some("https"), None)]),
        ] {
            assert_eq!(parse(list), Some(hops), "{list}");
        }
        for malformed in
            ["for", "for=", "for=\"", "for=\"x\\", "=x", "for=a b", "for=\"a\"b", "a b=c"]
        {
            assert_eq!(parse(malformed), None, "{malformed}");
        }
    }
}
