//! Where bodies end (RFC 9112, 6.3), and chunks (7.1).

use super::{CutOff, End, Next, Refused, Row};

/// What stands behind `POST / HTTP/1.1` and `Host: h`: headers, the end of the head, the body.
const BODIES: &[(&str, &[u8], &str, End)] = &[
    ("a length", b"Content-Length: 2\r\n\r\nab", "POST / h - 2 ab", Next),
    ("a length of nothing", b"Content-Length: 0\r\n\r\n", "POST / h - 0 ", Next),
    ("no length", b"\r\n", "POST / h - - ", Next),
    ("a length with zeros", b"Content-Length: 002\r\n\r\nab", "POST / h - 2 ab", Next),
    (
        "a body like a request",
        b"Content-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "POST / h - 18 GET / HTTP/1.1\\r\\n\\r\\n",
        Next,
    ),
    ("two lengths", b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "", Refused(400)),
    (
        "the same length twice",
        b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
        "",
        Refused(400),
    ),
    ("a list of lengths", b"Content-Length: 2, 2\r\n\r\nab", "", Refused(400)),
    ("an empty length", b"Content-Length:\r\n\r\n", "", Refused(400)),
    ("a length with plus", b"Content-Length: +2\r\n\r\nab", "", Refused(400)),
    ("a length with minus", b"Content-Length: -2\r\n\r\nab", "", Refused(400)),
    ("a length with a line", b"Content-Length: 1_0\r\n\r\nab", "", Refused(400)),
    ("a length with a point", b"Content-Length: 2.0\r\n\r\nab", "", Refused(400)),
    ("a length with a space", b"Content-Length: 1 0\r\n\r\nab", "", Refused(400)),
    ("a length in hexadecimal", b"Content-Length: 0x2\r\n\r\nab", "", Refused(400)),
    ("a length of letters", b"Content-Length: two\r\n\r\nab", "", Refused(400)),
    ("a length in quotes", b"Content-Length: \"2\"\r\n\r\nab", "", Refused(400)),
    ("a length of other digits", b"Content-Length: \xd9\xa2\r\n\r\nab", "", Refused(400)),
    (
        "a length that no number holds",
        b"Content-Length: 18446744073709551616\r\n\r\n",
        "",
        Refused(400),
    ),
    ("a length beyond the limit", b"Content-Length: 9223372036854775807\r\n\r\n", "", Refused(413)),
    ("a length after a space", b"Content-Length : 2\r\n\r\nab", "", Refused(400)),
    (
        "chunks",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
        "POST / h - 3 abc",
        Next,
    ),
    ("no chunks", b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST / h - 0 ", Next),
    (
        "capitals",
        b"TRANSFER-ENCODING: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
        "POST / h - 10 0123456789",
        Next,
    ),
    (
        "sizes with zeros",
        b"Transfer-Encoding: chunked\r\n\r\n0002\r\nab\r\n000\r\n\r\n",
        "POST / h - 2 ab",
        Next,
    ),
    (
        "chunks with line ends",
        b"Transfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n",
        "POST / h - 4 \\r\\n\\r\\n",
        Next,
    ),
    (
        "an extension",
        b"Transfer-Encoding: chunked\r\n\r\n2;a=b;c=\"d\"\r\nab\r\n0;e\r\n\r\n",
        "POST / h - 2 ab",
        Next,
    ),
    (
        "an extension after a space",
        b"Transfer-Encoding: chunked\r\n\r\n2 ;a\r\nab\r\n0\r\n\r\n",
        "POST / h - 2 ab",
        Next,
    ),
    (
        "a trailer",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-A: b\r\n\r\n",
        "POST / h - 2 ab",
        Next,
    ),
    (
        "a trailer that would frame",
        b"Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n",
        "POST / h - 0 ",
        Next,
    ),
    (
        "a length, then chunks",
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
        "",
        Refused(400),
    ),
    (
        "chunks, then a length",
        b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nX",
        "",
        Refused(400),
    ),
    (
        "chunks and a length of nothing",
        b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    ("chunked twice", b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "", Refused(400)),
    (
        "chunked in two headers",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "chunked before another",
        b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "chunked before another header",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "another before chunked",
        b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(501),
    ),
    (
        "another header before chunked",
        b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(501),
    ),
    ("another alone", b"Transfer-Encoding: gzip\r\n\r\n", "", Refused(400)),
    ("identity", b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nab", "", Refused(400)),
    ("no coding", b"Transfer-Encoding:\r\n\r\n", "", Refused(400)),
    ("a coding and nothing", b"Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", "", Refused(400)),
    (
        "a coding with more letters",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    ("a coding in quotes", b"Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", "", Refused(400)),
    (
        "a coding with a parameter",
        b"Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "a coding after a vertical tab",
        b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "a coding after a line end",
        b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "a coding before the colon's space",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "",
        Refused(400),
    ),
    (
        "a coding by an underscore",
        b"Transfer_Encoding: chunked\r\nContent-Length: 2\r\n\r\nab",
        "POST / h - 2 ab",
        Next,
    ),
];

/// What stands in a chunked body, and is no chunked body.
const CHUNKS: &[(&str, &[u8])] = &[
    ("no size", b"\r\nab\r\n0\r\n\r\n"),
    ("a size of letters", b"xy\r\nab\r\n0\r\n\r\n"),
    ("a size with minus", b"-2\r\nab\r\n0\r\n\r\n"),
    ("a size with plus", b"+2\r\nab\r\n0\r\n\r\n"),
    ("a size with 0x", b"0x2\r\nab\r\n0\r\n\r\n"),
    ("a size with a line", b"1_0\r\nab\r\n0\r\n\r\n"),
    ("a size after a space", b" 2\r\nab\r\n0\r\n\r\n"),
    ("a size before a space", b"2 \r\nab\r\n0\r\n\r\n"),
    ("a size of two numbers", b"1 1\r\nab\r\n0\r\n\r\n"),
    ("a size that no number holds", b"10000000000000002\r\nab\r\n0\r\n\r\n"),
    ("a size before a line feed", b"2\nab\r\n0\r\n\r\n"),
    ("a size before a carriage return", b"2\rab\r\n0\r\n\r\n"),
    ("an extension before a line feed", b"2;a\nab\r\n0\r\n\r\n"),
    ("an extension with a carriage return", b"2;a\rb\r\nab\r\n0\r\n\r\n"),
    ("an extension with NUL", b"2;\0\r\nab\r\n0\r\n\r\n"),
    ("a chunk that is too long", b"2\r\nabc\r\n0\r\n\r\n"),
    ("a chunk that is too short", b"3\r\nab\r\n0\r\n\r\n"),
    ("a chunk without its end", b"2\r\nab0\r\n\r\n"),
    ("a chunk before a line feed", b"2\r\nab\n0\r\n\r\n"),
    ("an end before a line feed", b"0\n\r\n"),
    ("an end of a line feed", b"0\r\n\n"),
    ("a trailer without a colon", b"0\r\nX-A\r\n\r\n"),
    ("a trailer without a name", b"0\r\n: b\r\n\r\n"),
    ("a trailer that goes on", b"0\r\nX-A: b\r\n c\r\n\r\n"),
    ("a trailer before a line feed", b"0\r\nX-A: b\n\r\n"),
    ("a trailer with a space", b"0\r\nX-A : b\r\n\r\n"),
    ("a trailer with NUL", b"0\r\nX-A: \0\r\n\r\n"),
];

/// What breaks off.
const CUT_OFF: &[(&str, &[u8])] = &[
    ("a request line cut off", b"GET / HT"),
    ("a head cut off", b"GET / HTTP/1.1\r\nHost: h\r\n"),
    ("a head cut off in its end", b"GET / HTTP/1.1\r\nHost: h\r\n\r"),
    ("a body cut off", b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab"),
    ("a body cut off before it begins", b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n"),
    ("a chunk cut off", b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"),
    ("a size cut off", b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3"),
    (
        "chunks without the last",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
    ),
    (
        "the last chunk cut off",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    ),
    (
        "a trailer cut off",
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\r\n",
    ),
];

pub(super) fn rows() -> Vec<Row> {
    const HEAD: &[u8] = b"POST / HTTP/1.1\r\nHost: h\r\n";
    let bodies = BODIES.iter().map(|&(name, rest, seen, end)| {
        let seen = if seen.is_empty() { Vec::new() } else { vec![seen.to_owned()] };
        Row { name, sent: [HEAD, rest].concat(), seen, end }
    });
    let chunks = CHUNKS.iter().map(|&(name, body)| {
        let sent = [HEAD, b"Transfer-Encoding: chunked\r\n\r\n", body].concat();
        Row { name, sent, seen: Vec::new(), end: Refused(400) }
    });
    let cut_off = CUT_OFF.iter().map(|&(name, sent)| {
        let (sent, seen) = (sent.to_vec(), Vec::new());
        Row { name, sent, seen, end: CutOff(400) }
    });
    bodies.chain(chunks).chain(cut_off).collect()
}
