//! What a client asks, and what it must hear.

use lychgate_bench::random::Random;

use crate::server::{BLOCKS, LIMIT};
use crate::token::Token;

/// A request of one of the site's routes.
pub(crate) struct Request {
    pub(crate) token: Token,
    pub(crate) line: String,
    pub(crate) bytes: Vec<u8>,
    /// Where the client rests while it sends.
    pub(crate) rest_at: Option<usize>,
    pub(crate) expected: Expected,
}

/// What must come.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Answer(u16, String),
    /// An answer whose page is the server's own. The connection is closed behind it.
    Refusal(u16),
    /// An answer that begins so, and breaks off.
    Cut(String),
}

/// The routes, as often as they are asked for.
const KINDS: [&str; 16] = [
    "echo", "echo", "echo", "echo", "echo", "wait", "wait", "sleep", "panic", "stream", "stream",
    "cut", "body", "body", "forbid", "refuse",
];

impl Request {
    /// The kind of some request.
    pub(crate) fn any_kind(random: &mut Random) -> &'static str {
        random.pick(&KINDS)
    }

    /// The kind of a request that may stand in a pipeline with others.
    pub(crate) fn any_safe_kind(random: &mut Random) -> &'static str {
        random.pick(&["echo", "wait", "sleep", "panic", "stream"])
    }

    pub(crate) fn new(kind: &str, token: Token, random: &mut Random) -> Request {
        let text = token.to_string();
        let posts = matches!(kind, "body" | "forbid" | "refuse");
        let length = if !posts {
            0
        } else if random.one_in(4) {
            // Beyond what the server keeps in memory.
            random.below(300_000)
        } else {
            random.below(3000)
        };
        let expected = match kind {
            "panic" => Expected::Answer(500, format!("/panic/{text}")),
            "stream" => Expected::Answer(200, text.repeat(400 * BLOCKS)),
            "cut" => Expected::Cut(text.repeat(400)),
            "body" => Expected::Answer(200, format!("{text} {length}")),
            "forbid" => Expected::Answer(403, text.clone()),
            "refuse" if length as u64 > LIMIT => Expected::Refusal(413),
            "refuse" => Expected::Answer(200, format!("{text} {length}")),
            _ => Expected::Answer(200, text.clone()),
        };
        let method = if posts { "POST" } else { "GET" };
        let line = format!("{method} /{kind}/{text} HTTP/1.1");
        let mut bytes = format!("{line}\r\nHost: localhost\r\n").into_bytes();
        let body: Vec<u8> = text.bytes().cycle().take(length).collect();
        if posts && random.one_in(3) {
            bytes.extend(b"Transfer-Encoding: chunked\r\n\r\n");
            for chunk in body.chunks(1 + random.below(40_000)) {
                bytes.extend(format!("{:x}\r\n", chunk.len()).bytes());
                bytes.extend(chunk);
                bytes.extend(b"\r\n");
            }
            bytes.extend(b"0\r\n\r\n");
        } else if posts {
            bytes.extend(format!("Content-Length: {length}\r\n\r\n").bytes());
            bytes.extend(body);
        } else {
            bytes.extend(b"\r\n");
        }
        let rest_at = random.one_in(20).then(|| random.below(bytes.len()));
        Request { token, line, bytes, rest_at, expected }
    }
}
