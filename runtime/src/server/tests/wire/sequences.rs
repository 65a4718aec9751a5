//! Requests one behind the other on a connection (RFC 9112, 9.3), old versions, and limits.

use super::{Closed, End, Next, Refused, Row};

const ROWS: &[(&str, &[u8], &[&str], End)] = &[
    ("an empty line first", b"\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", &["GET / h - - "], Next),
    ("empty lines first", b"\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", &["GET / h - - "], Next),
    ("empty lines only", b"\r\n\r\n", &[], Next),
    ("an empty line behind a body", b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na\r\n",
        &["POST / h - 1 a"], Next),
    ("two requests", b"GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        &["GET /1 h - - ", "GET /2 h - - "], Next),
    ("a body between", b"POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        &["POST /1 h - 3 abc", "GET /2 h - - "], Next),
    ("chunks between", b"POST /1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        &["POST /1 h - 1 a", "GET /2 h - - "], Next),
    ("a body of GET", b"GET /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        &["GET /1 h - 3 abc", "GET /2 h - - "], Next),
    ("more than the length", b"POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nab c d", &["POST /1 h - 1 a"], Refused(400)),
    ("a fault behind a request", b"GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost : h\r\n\r\n",
        &["GET /1 h - - "], Refused(400)),
    ("a fault behind two", b"GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n\0",
        &["GET /1 h - - ", "GET /2 h - - "], Refused(400)),
    ("a fault before a request", b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n", &[], Refused(400)),
    ("a fault in a chunk before a request",
        b"POST /1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n", &[], Refused(400)),
    ("smuggled behind chunks", b"POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        &[], Refused(400)),
    ("smuggled by a line feed", b"GET /1 HTTP/1.1\r\nHost: h\r\nX-A: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", &[], Refused(400)),
    ("an upgrade with a request behind", b"GET /1 HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
        &["GET /1 h - - ", "GET /2 h - - "], Next),
    ("a client that closes", b"GET /1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", &["GET /1 h - - "], Closed),
    ("close beside another", b"GET /1 HTTP/1.1\r\nHost: h\r\nConnection: te, Close\r\n\r\n", &["GET /1 h - - "], Closed),
    ("an old client", b"GET /1 HTTP/1.0\r\n\r\n", &["GET /1 - - - "], Closed),
    ("an old client with a host", b"GET /1 HTTP/1.0\r\nHost: h\r\n\r\n", &["GET /1 h - - "], Closed),
    ("an old client that stays", b"GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", &["GET /1 - - - "], Next),
    ("an old client with a body", b"POST /1 HTTP/1.0\r\nContent-Length: 1\r\n\r\na", &["POST /1 - - 1 a"], Closed),
    ("an old client without a length", b"POST /1 HTTP/1.0\r\n\r\na", &["POST /1 - - - "], Closed),
    ("an old client with two hosts", b"GET /1 HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n", &[], Refused(400)),
    ("an old client with chunks", b"POST /1 HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", &[], Refused(400)),
    ("an old client, absolutely", b"GET http://t/1 HTTP/1.0\r\n\r\n", &["GET /1 t - - "], Closed),
    ("absolute form without a host", b"GET http://t/1 HTTP/1.1\r\n\r\n", &[], Refused(400)),
    ("a body that waits to be asked for", b"POST /1 HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na",
        &["POST /1 h - 1 a"], Next),
];

/// Sizes: how long the target is, how long a header, and how many there are.
const SIZES: &[(&str, usize, usize, usize, End)] = &[
    ("a long target", 8_000, 1, 1, Next),
    ("a target that is too long", 8_192, 1, 1, Refused(414)),
    ("a target that is much too long", 100_000, 1, 1, Refused(414)),
    ("a long header", 1, 60_000, 1, Next),
    ("a header that is too long", 1, 70_000, 1, Refused(431)),
    ("headers that are too long", 1, 10_000, 7, Refused(431)),
    ("many headers", 1, 1, 99, Next),
    ("too many headers", 1, 1, 100, Refused(431)),
    ("far too many headers", 1, 1, 5_000, Refused(431)),
];

pub(super) fn rows() -> Vec<Row> {
    let rows = ROWS.iter().map(|&(name, sent, seen, end)| {
        let seen = seen.iter().map(|&seen| seen.to_owned()).collect();
        Row { name, sent: sent.to_vec(), seen, end }
    });
    let sizes = SIZES.iter().map(|&(name, target, length, count, end)| {
        let target = "a".repeat(target);
        let headers = format!("X: {}\r\n", "b".repeat(length)).repeat(count);
        let sent = format!("GET /{target} HTTP/1.1\r\nHost: h\r\n{headers}\r\n").into_bytes();
        let seen = if end == Next { vec![format!("GET /{target} h - - ")] } else { Vec::new() };
        Row { name, sent, seen, end }
    });
    rows.chain(sizes).collect()
}
