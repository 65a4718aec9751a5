use std::fs::File;
use std::io::Write;
use std::sync::mpsc::channel;

use super::Running;
use crate::middleware::AccessLog;
use crate::{Body, Environ, Error, Reply, StartResponse};

const LENGTH: usize = 3 << 20;

const BINARY: [(&str, &str); 1] = [("Content-Type", "application/octet-stream")];

/// Bytes no two blocks of which are alike.
fn content() -> Vec<u8> {
    (0..LENGTH as u32 / 4).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect()
}

/// Answers with the part of a file that the query names, as `from-to`.
fn site(file: File) -> impl crate::Application {
    move |environ: &mut Environ,
          start_response: StartResponse<'_>|
          -> Result<Reply<'static>, Error> {
        let query = environ.query_string().to_string();
        let (from, to) = query.split_once('-').unwrap();
        let body = Body::from_file(file.try_clone()?, from.parse()?..to.parse()?);
        Ok(start_response.start("200 OK", &BINARY)?.body(body))
    }
}

fn file(content: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file
}

fn get(query: &str) -> String {
    format!("GET /?{query} HTTP/1.1\r\nHost: h\r\n\r\n")
}

#[test]
fn what_the_system_sends_is_what_is_in_the_file() {
    let content = content();
    let server = Running::start_with(site(file(&content)), |server| server.lint(false));
    let parts = [0..LENGTH, 1..LENGTH - 1, 0..65_536, 7..65_544, 100..100, LENGTH - 70_000..LENGTH];
    // All at once, so that what is asked later waits behind what is sent.
    let mut client = server.connect();
    let asked: String = parts.iter().map(|it| get(&format!("{}-{}", it.start, it.end))).collect();
    client.send(asked);
    for part in parts {
        let head = client.head();
        assert_eq!(head[0], "HTTP/1.1 200 OK");
        assert!(head.contains(&format!("content-length: {}", part.len())), "{head:?}");
        assert!(client.raw(part.len()) == content[part.clone()], "{part:?}");
    }
    client.send("HEAD /?0-3000000 HTTP/1.0\r\n\r\n");
    assert!(client.rest().to_ascii_lowercase().contains("content-length: 3000000\r\n"));
}

#[test]
fn a_file_that_becomes_shorter_cuts_the_response_off() {
    let content = content();
    let opened = file(&content);
    let server = Running::start_with(site(opened.try_clone().unwrap()), |it| it.lint(false));
    let mut client = server.connect();
    opened.set_len(2 << 20).unwrap();
    client.send(get(&format!("0-{LENGTH}")));
    assert!(client.head().contains(&format!("content-length: {LENGTH}")));
    assert!(client.rest_bytes() == content[..2 << 20]);
}

#[test]
fn a_log_has_what_was_sent_of_a_file() {
    let (sender, records) = channel();
    let log = AccessLog::new(move |record| {
        let _ = sender.send((record.bytes, record.complete));
    });
    let site = site(file(&content()));
    let server = Running::start_with(site, |server| server.lint(false).access_log(log));
    let mut client = server.connect();
    for length in [LENGTH, 70_000, 10] {
        client.send(get(&format!("0-{length}")));
        client.head();
        client.raw(length);
        assert_eq!(records.recv_timeout(super::SOON), Ok((length as u64, true)));
    }
}

#[test]
fn a_body_that_is_changed_is_read() {
    let content = content();
    let opened = file(&content);
    let site = move |_: &mut Environ, start: StartResponse<'_>| -> Result<Reply<'static>, Error> {
        let body = Body::from_file(opened.try_clone()?, 0..LENGTH as u64);
        let body = body.map_blocks(|block| block.iter().map(|byte| !byte).collect());
        Ok(start.start("200 OK", &[BINARY[0], ("Content-Length", "3145728")])?.body(body))
    };
    let server = Running::start_with(site, |server| server.lint(false));
    let mut client = server.connect();
    client.send(get(""));
    client.head();
    assert!(client.raw(LENGTH).iter().zip(&content).all(|(sent, byte)| *sent == !byte));
}
