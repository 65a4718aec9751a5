//! Bodies: their blocks, their length, files, and changing them.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use lychgate::body::Sent;
use lychgate::prelude::*;
use lychgate::test::{Answer, Client};

/// The answer of an application that sends `body`, with this length if there is one.
fn sent(length: Option<&'static str>, body: impl Into<Body<'static>>) -> Answer {
    let body: Mutex<Option<Body<'static>>> = Mutex::new(Some(body.into()));
    let application = lychgate::from_fn(move |_, start_response| {
        let body = body.lock().unwrap().take().unwrap_or_default();
        let length = length.map(|length| ("Content-Length", length));
        let headers: Vec<_> =
            std::iter::once(("Content-Type", "text/plain")).chain(length).collect();
        Ok(start_response.start("200 OK", &headers)?.body(body))
    });
    // A length that is wrong on purpose is the gateway's to put right, and the lint's to complain of.
    Client::new(application).get("/").unlinted().send()
}

fn blocks(body: Body<'_>) -> Vec<Bytes> {
    body.map(std::result::Result::unwrap).collect()
}

#[test]
fn bytes_are_neither_read_nor_changed() {
    let bytes: Vec<u8> = (0..=255).collect();
    assert_eq!(sent(None, bytes.clone()).bytes(), bytes);
    let text = "a\r\nb\nc\rd\u{feff}";
    assert_eq!(sent(None, text).text(), text);
}

#[test]
fn a_body_of_one_block_tells_its_length_and_a_stream_does_not() {
    assert_eq!(sent(None, "block").header("content-length"), Some("5"));
    assert_eq!(sent(None, "").header("content-length"), Some("0"));
    assert_eq!(sent(None, Body::stream(["block"])).header("content-length"), None);
    assert_eq!(sent(None, Body::from_reader(&b"file"[..])).header("content-length"), None);
    for body in [Body::from("block"), Body::from(vec![1, 2]), Body::empty()] {
        let length = body.len().unwrap();
        let counted: usize = blocks(body).iter().map(Bytes::len).sum();
        assert_eq!(length, counted as u64);
    }
}

#[test]
fn an_empty_body_is_a_whole_response() {
    for body in [Body::empty(), Body::stream([""; 3]), Body::stream([""; 0])] {
        let answer = sent(None, body);
        assert_eq!((answer.status().as_u16(), answer.text().as_str()), (200, ""));
        assert_eq!(answer.cut(), None);
    }
}

/// Something to read that has no file behind it, and counts how often it is closed.
struct Paper(Cursor<&'static str>, Arc<AtomicUsize>);

impl Read for Paper {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_reader_is_sent_from_its_place_to_its_end_and_closed_once() {
    let closed = Arc::new(AtomicUsize::new(0));
    let paper = |place| {
        let mut text = Cursor::new("written on paper");
        text.seek(SeekFrom::Start(place)).unwrap();
        Body::from_reader(Paper(text, Arc::clone(&closed)))
    };
    assert_eq!(sent(None, paper(0)).text(), "written on paper");
    assert_eq!(sent(None, paper(11)).text(), "paper");
    assert_eq!(sent(None, paper(16)).text(), "");
    assert_eq!(sent(Some("7"), paper(0)).text(), "written", "no further");
    assert!(sent(Some("7"), paper(11)).cut().is_some(), "there is no more");
    assert_eq!(closed.load(Ordering::Relaxed), 5);
    let file = paper(0);
    assert_eq!(closed.load(Ordering::Relaxed), 5, "nothing is read before it is asked for");
    drop(file);
    assert_eq!(closed.load(Ordering::Relaxed), 6, "closed although nobody read it");
}

#[test]
fn a_file_of_the_system_is_sent_from_its_place() {
    let mut file = std::fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/lib.rs")).unwrap();
    let mut all = String::new();
    file.read_to_string(&mut all).unwrap();
    file.seek(SeekFrom::Start(4)).unwrap();
    assert_eq!(sent(None, Body::from_reader(file)).text(), all[4..]);
}

#[test]
fn a_reader_is_read_in_blocks() {
    struct Endless;
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            buffer.fill(b'x');
            Ok(buffer.len())
        }
    }
    let mut body = Body::from_reader(Endless);
    for _ in 0..3 {
        assert_eq!(body.next().unwrap().unwrap().len(), 64 << 10);
    }
}

#[test]
fn a_body_is_not_asked_for_more_than_its_length() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let blocks = ["four", "five!", "more"].into_iter().inspect(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(sent(Some("4"), Body::stream(blocks)).text(), "four");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn what_is_written_counts_for_the_length() {
    let application = lychgate::from_fn(|_, start_response| {
        let headers = [("Content-Type", "text/plain"), ("Content-Length", "5")];
        let mut started = start_response.start("200 OK", &headers)?;
        started.write(b"writ");
        started.write(b"ten");
        Ok(started.body("yielded"))
    });
    assert_eq!(Client::new(application).get("/").unlinted().send().text(), "writt");
}

#[test]
fn what_wraps_a_reader_is_what_is_sent() {
    let body = Body::from_reader(&b"quiet"[..]);
    let loud = body.map_blocks(|block| block.to_ascii_uppercase().into());
    assert_eq!(sent(None, loud).text(), "QUIET");
}

#[test]
fn a_changed_body_gives_a_block_for_each_block() {
    let body = || Body::stream(["ab", "", "c"]);
    assert_eq!(
        blocks(body().map_blocks(|block| [&block[..], b"!"].concat().into())),
        ["ab!", "!", "c!"]
    );
    let whole = body().map_bytes(|bytes| bytes.repeat(2).into());
    assert_eq!(blocks(whole), ["", "", "", "abcabc"], "what waits gives empty blocks");
    let failing = Body::stream([Ok("ab"), Err(std::fmt::Error)]).map_bytes(|bytes| bytes);
    let failed: Vec<_> = failing.map(|block| block.is_ok()).collect();
    assert_eq!(failed, [true, false]);
}

#[test]
fn a_changed_body_is_asked_only_when_it_is_asked_for() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let body = Body::stream((0..3).map(move |n: u8| {
        counter.fetch_add(1, Ordering::Relaxed);
        n.to_string()
    }));
    let mut body = body.map_blocks(|block| block).map_bytes(|bytes| bytes);
    for n in 0..3 {
        assert_eq!(asked.load(Ordering::Relaxed), n);
        assert!(body.next().is_some());
    }
}

#[test]
fn a_body_is_closed_after_its_last_block_and_only_once() {
    let closings = Arc::new(Mutex::new(Vec::new()));
    let closing = |place: &'static str| {
        let closings = Arc::clone(&closings);
        move |sent: Sent| closings.lock().unwrap().push((place, sent.bytes, sent.complete))
    };
    let mut body = Body::stream(["ab", "c"]).on_close(closing("inner")).on_close(closing("outer"));
    assert_eq!(body.by_ref().count(), 2);
    assert!(closings.lock().unwrap().is_empty(), "it may still be looked at");
    drop(body);
    assert_eq!(*closings.lock().unwrap(), [("inner", 3, true), ("outer", 3, true)]);
    let mut left = Body::stream(["ab", "c"]).on_close(closing("left"));
    assert!(left.next().is_some());
    drop(left);
    assert_eq!(closings.lock().unwrap().last(), Some(&("left", 2, false)));
}
