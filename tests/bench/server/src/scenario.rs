//! What the contestants are asked.

use lychgate_bench::load::Exchange;

use crate::site::{BLOCK, BLOCKS, HELLO, LARGE};

/// A load, and what to call it.
pub struct Scenario {
    pub name: &'static str,
    pub connections: usize,
    /// Requests that are sent together.
    pub depth: usize,
    /// What each connection asks in turn.
    pub exchanges: Vec<Exchange>,
}

pub fn all() -> Vec<Scenario> {
    let hello = || vec![get("/hello", HELLO.as_bytes())];
    let stream = get("/stream", &BLOCK.repeat(BLOCKS));
    let large = get("/large", &LARGE);
    let length = LARGE.len().to_string();
    let upload = exchange("POST", "/upload", &LARGE, length.as_bytes());
    let scenario =
        |name, connections, exchanges| Scenario { name, connections, depth: 1, exchanges };
    vec![
        scenario("hello, 64 connections", 64, hello()),
        scenario("hello, 1000 connections", 1000, hello()),
        Scenario { depth: 16, ..scenario("hello, pipelined", 64, hello()) },
        scenario("every tenth handler blocks", 64, every_tenth("/block")),
        scenario("every tenth handler waits", 64, every_tenth("/wait")),
        scenario("stream", 64, vec![stream]),
        scenario("1 MiB down", 16, vec![large]),
        scenario("1 MiB up", 16, vec![upload]),
    ]
}

/// Ten requests of which one takes long. How long is known: the others are timed.
fn every_tenth(path: &str) -> Vec<Exchange> {
    let mut exchanges = vec![get("/hello", HELLO.as_bytes()); 10];
    exchanges[0] = Exchange { timed: false, ..get(path, HELLO.as_bytes()) };
    exchanges
}

fn get(path: &str, answer: &[u8]) -> Exchange {
    exchange("GET", path, b"", answer)
}

fn exchange(method: &str, path: &str, body: &[u8], answer: &[u8]) -> Exchange {
    let length = match body.len() {
        0 => String::new(),
        length => format!("Content-Type: text/plain\r\nContent-Length: {length}\r\n"),
    };
    let head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{length}\r\n");
    Exchange { request: [head.as_bytes(), body].concat(), answer: answer.to_vec(), timed: true }
}
