//! Headers (RFC 9112, 5), and the one that says where a request goes (3.2).

use super::{End, Next, Refused, Row};

/// What stands behind the request line `GET / HTTP/1.1`, before the end of the head.
const FIELDS: &[(&str, &[u8], &str, End)] = &[
    ("a value", b"Host: h\r\nX-A: b", "GET / h b - ", Next),
    ("no space", b"Host:h\r\nX-A:b", "GET / h b - ", Next),
    ("much space", b"Host: \t h \t \r\nX-A: \t b c \t ", "GET / h b c - ", Next),
    ("an empty value", b"Host: h\r\nX-A:", "GET / h  - ", Next),
    ("a value of spaces", b"Host: h\r\nX-A: \t ", "GET / h  - ", Next),
    ("a tab in a value", b"Host: h\r\nX-A: b\tc", "GET / h b\tc - ", Next),
    ("colons in a value", b"Host: h\r\nX-A: b:c::d", "GET / h b:c::d - ", Next),
    ("a value beyond ASCII", b"Host: h\r\nX-A: \xc3\xa9", "GET / h \u{e9} - ", Next),
    ("a name of capitals", b"HOST: h\r\nx-a: b", "GET / h b - ", Next),
    ("a name of all signs", b"Host: h\r\n!#$%&'*+-.^_`|~: b", "GET / h - - ", Next),
    ("a space before the colon", b"Host: h\r\nX-A : b", "", Refused(400)),
    ("a tab before the colon", b"Host: h\r\nX-A\t: b", "", Refused(400)),
    ("a space in a name", b"Host: h\r\nX A: b", "", Refused(400)),
    ("a space before a name", b"Host: h\r\n X-A: b", "", Refused(400)),
    ("a space before the first name", b" Host: h\r\nX-A: b", "", Refused(400)),
    ("a line that goes on", b"Host: h\r\nX-A: b\r\n c", "", Refused(400)),
    ("a line that goes on after a tab", b"Host: h\r\nX-A: b\r\n\tc", "", Refused(400)),
    ("a line that goes on with nothing", b"Host: h\r\nX-A: b\r\n ", "", Refused(400)),
    ("no name", b"Host: h\r\n: b", "", Refused(400)),
    ("no colon", b"Host: h\r\nX-A", "", Refused(400)),
    ("an equals sign for a colon", b"Host: h\r\nX-A=b", "", Refused(400)),
    ("a name with a bracket", b"Host: h\r\nX(A): b", "", Refused(400)),
    ("a name with a quote", b"Host: h\r\n\"X-A\": b", "", Refused(400)),
    ("a name beyond ASCII", b"Host: h\r\nX-\xc3\x84: b", "", Refused(400)),
    ("NUL in a name", b"Host: h\r\nX-A\0: b", "", Refused(400)),
    ("NUL in a value", b"Host: h\r\nX-A: b\0c", "", Refused(400)),
    ("a bell in a value", b"Host: h\r\nX-A: b\x07c", "", Refused(400)),
    ("an escape in a value", b"Host: h\r\nX-A: \x1b[0m", "", Refused(400)),
    ("a vertical tab around a value", b"Host: h\r\nX-A: \x0bb", "", Refused(400)),
    ("DEL in a value", b"Host: h\r\nX-A: b\x7f", "", Refused(400)),
    ("a carriage return in a value", b"Host: h\r\nX-A: b\rc", "", Refused(400)),
    ("a carriage return before a name", b"Host: h\r\n\rX-A: b", "", Refused(400)),
    ("two carriage returns", b"Host: h\r\nX-A: b\r", "", Refused(400)),
    ("a line feed in a value", b"Host: h\r\nX-A: b\nX-B: c", "", Refused(400)),
    ("a header behind a line feed", b"Host: h\nContent-Length: 5", "", Refused(400)),
    ("names with underscores", b"Host: h\r\nX_A: b\r\nContent_Length: 5", "GET / h - - ", Next),
    ("a header twice", b"Host: h\r\nX-A: b\r\nX-A: c", "GET / h b, c - ", Next),
    ("no host", b"X-A: b", "", Refused(400)),
    ("an empty host", b"Host:", "", Refused(400)),
    ("a host of spaces", b"Host:  \t", "", Refused(400)),
    ("a host twice", b"Host: h\r\nHost: i", "", Refused(400)),
    ("the same host twice", b"Host: h\r\nhost: h", "", Refused(400)),
    ("a host and an empty one", b"Host: h\r\nHost:", "", Refused(400)),
    ("two hosts", b"Host: h, i", "", Refused(400)),
    ("two hosts without a comma", b"Host: h i", "", Refused(400)),
    ("a host with a name", b"Host: me@h", "", Refused(400)),
    ("a host with a path", b"Host: h/a", "", Refused(400)),
    ("a host with a query", b"Host: h?a", "", Refused(400)),
    ("a host with a fragment", b"Host: h#a", "", Refused(400)),
    ("a host with a backslash", b"Host: h\\i", "", Refused(400)),
    ("a host with a scheme", b"Host: http://h", "", Refused(400)),
    ("a host with an escape", b"Host: h%2fi", "", Refused(400)),
    ("a host beyond ASCII", b"Host: \xc3\xa9", "", Refused(400)),
    ("a host in quotes", b"Host: \"h\"", "", Refused(400)),
    ("a host with a port", b"Host: h:8080", "GET / h:8080 - - ", Next),
    ("a host with an empty port", b"Host: h:", "GET / h: - - ", Next),
    ("a port without a host", b"Host: :80", "", Refused(400)),
    ("a port of letters", b"Host: h:http", "", Refused(400)),
    ("a port that is too large", b"Host: h:65536", "", Refused(400)),
    ("a port with a sign", b"Host: h:+80", "", Refused(400)),
    ("two ports", b"Host: h:80:81", "", Refused(400)),
    ("a host with dots, lines and tildes", b"Host: a_b.c-d.~e.", "GET / a_b.c-d.~e. - - ", Next),
    ("an address", b"Host: 127.0.0.1:80", "GET / 127.0.0.1:80 - - ", Next),
    ("an address of IPv6", b"Host: [::1]:80", "GET / [::1]:80 - - ", Next),
    ("an address of IPv6 that is none", b"Host: [::g]", "", Refused(400)),
    ("an address of IPv6 without an end", b"Host: [::1", "", Refused(400)),
    ("an address of IPv6 in no brackets", b"Host: ::1", "", Refused(400)),
    ("an address and more", b"Host: [::1]h", "", Refused(400)),
    ("a zone", b"Host: [fe80::1%25eth0]", "", Refused(400)),
    ("an unknown expectation", b"Host: h\r\nExpect: tea\r\nX-A: b", "GET / h b - ", Next),
    (
        "an upgrade that is not taken",
        b"Host: h\r\nConnection: upgrade\r\nUpgrade: h2c",
        "GET / h - - ",
        Next,
    ),
];

pub(super) fn rows() -> Vec<Row> {
    FIELDS
        .iter()
        .map(|&(name, fields, seen, end)| {
            let sent = [b"GET / HTTP/1.1\r\n", fields, b"\r\n\r\n"].concat();
            let seen = if seen.is_empty() { Vec::new() } else { vec![seen.to_owned()] };
            Row { name, sent, seen, end }
        })
        .collect()
}
