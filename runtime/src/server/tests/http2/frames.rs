//! Frames by the byte: what RFC 9113 has a server make of those that no client should send.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::{Running, echo};
use crate::server::tests::Client;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// Kinds of frames (RFC 9113, 6).
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

// Flags of HEADERS and of DATA.
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `GET http://h/` in HPACK (RFC 7541): three fields of the static table, and one that is written out.
const GET: &[u8] = b"\x82\x86\x84\x41\x01h";
/// The same with `POST`.
const POST: &[u8] = b"\x83\x86\x84\x41\x01h";

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// A block of headers with one more that is written out.
fn with(block: &[u8], name: &str, value: &str) -> Vec<u8> {
    let length = |text: &str| [u8::try_from(text.len()).unwrap()];
    [block, &[0], &length(name), name.as_bytes(), &length(value), value.as_bytes()].concat()
}

/// What is to come of it. (Which of the codes it is, and whether what RFC 9113 lets end a stream ends the connection, is up to
/// hyper.)
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The stream is reset, and the connection goes on.
    Reset,
    /// The connection is closed, and told why.
    Closed,
    /// There is an answer.
    Answered,
}

use End::{Answered, Closed, Reset};

/// Reads frames until it is clear what came of those that were sent.
fn end(client: &mut Client<TcpStream>) -> End {
    loop {
        let mut head = [0; 9];
        client.0.read_exact(&mut head).unwrap();
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length.try_into().unwrap()];
        client.0.read_exact(&mut payload).unwrap();
        match head[3] {
            RST_STREAM => return Reset,
            GOAWAY if payload[4..8] != [0; 4] => return Closed,
            HEADERS => return Answered,
            _ => {}
        }
    }
}

#[test]
fn frames_are_read_as_strictly_as_the_protocol_has_it() {
    let get = frame(HEADERS, END_STREAM | END_HEADERS, 1, GET);
    let post = frame(HEADERS, END_HEADERS, 1, POST);
    let headers = |block: &[u8]| frame(HEADERS, END_STREAM | END_HEADERS, 1, block);
    let server = Running::start(echo);
    let mut wrong = Vec::new();
    for (name, frames, expected) in [
        ("a request", get.clone(), Answered),
        ("a name in capitals", headers(&with(GET, "X-A", "1")), Closed),
        ("a header of connections", headers(&with(GET, "connection", "x")), Reset),
        ("a coding", headers(&with(GET, "transfer-encoding", "chunked")), Reset),
        ("no path", headers(b"\x82\x86\x41\x01h"), Reset),
        ("two methods", headers(b"\x82\x83\x86\x84\x41\x01h"), Reset),
        ("a line end in a value", headers(&with(GET, "x", "a\r\nb: c")), Closed),
        ("an unknown part of the line", headers(&with(GET, ":x", "1")), Closed),
        ("no field of the table", headers(b"\xff\xff\x03"), Closed),
        ("a stream of the server's", frame(HEADERS, 5, 2, GET), Closed),
        ("a request on no stream", frame(HEADERS, 5, 0, GET), Closed),
        ("data on no stream", frame(DATA, 0, 0, b"a"), Closed),
        ("data without a request", frame(DATA, 0, 1, b"a"), Closed),
        (
            "less than the length",
            [
                frame(HEADERS, END_HEADERS, 1, &with(POST, "content-length", "2")),
                frame(DATA, END_STREAM, 1, b"a"),
            ]
            .concat(),
            Reset,
        ),
        (
            "a head that another frame breaks",
            [frame(HEADERS, 0, 1, GET), frame(PING, 0, 0, &[0; 8])].concat(),
            Closed,
        ),
        ("a rest of no head", frame(CONTINUATION, 4, 1, GET), Closed),
        ("the head of a large frame", vec![0, 0x40, 1, DATA, 0, 0, 0, 0, 1], Closed),
        ("a ping of seven bytes", frame(PING, 0, 0, &[0; 7]), Closed),
        ("settings of a stream", frame(SETTINGS, 0, 1, b""), Closed),
        ("no window", frame(WINDOW_UPDATE, 0, 0, &[0; 4]), Closed),
        (
            "a window beyond all bounds",
            frame(WINDOW_UPDATE, 0, 0, &[0x7f, 0xff, 0xff, 0xff]),
            Closed,
        ),
        ("an unknown frame", [frame(0xee, 0, 0, b"?"), get.clone()].concat(), Answered),
        (
            "data behind its end",
            [post, frame(DATA, END_STREAM, 1, b"a"), frame(DATA, 0, 1, b"b")].concat(),
            Closed,
        ),
    ] {
        let mut client = server.connect();
        client.send([PREFACE, &frame(SETTINGS, 0, 0, b""), &frames].concat());
        let found = end(&mut client);
        if found != expected {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(server.connect().get("/").body, "GET /");
}

#[test]
fn requests_that_are_taken_back_in_quick_succession_end_the_connection() {
    let server = Running::start(echo);
    let mut client = server.connect();
    let mut frames = [PREFACE, &frame(SETTINGS, 0, 0, b"")].concat();
    for stream in (1..2000).step_by(2) {
        frames.extend(frame(HEADERS, END_STREAM | END_HEADERS, stream, GET));
        frames.extend(frame(RST_STREAM, 0, stream, &8u32.to_be_bytes()));
    }
    // The server may be gone before it has all of them.
    let _ = client.0.get_mut().write_all(&frames);
    client.rest_bytes();
    assert_eq!(server.connect().get("/").body, "GET /");
}
