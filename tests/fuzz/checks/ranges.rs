//! Any lines as the headers of a request for a file: what is sent is what its `Content-Range` says, and
//! a plain range gets what RFC 9110 (14.1.2) says.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use lychgate::files;
use lychgate::test::{Answer, Client};
use tempfile::TempDir;

const LENGTH: usize = 1000;
const HEADERS: [&str; 4] = ["Range", "If-Range", "If-None-Match", "If-Modified-Since"];

fn content() -> Vec<u8> {
    (0..LENGTH).map(|n| b'a' + (n % 23) as u8).collect()
}

thread_local! {
    /// A file that is always of the same age, so that its `ETag` can be written down.
    static FOLDER: TempDir = {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = File::create(folder.path().join("file.txt")).expect("a file");
        file.write_all(&content()).expect("a file");
        let age = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        file.set_modified(age).expect("a file");
        folder
    };
}

pub fn ranges(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let path = FOLDER.with(|folder| folder.path().join("file.txt"));
    let client = Client::new(lychgate::from_fn(|environ, start| {
        let file = files::File::open(&path)?;
        Ok(lychgate::Respond::respond(file, environ, start))
    }));
    let mut request = client.get("/");
    let lines: Vec<&str> = text.lines().take(HEADERS.len()).collect();
    for (name, value) in HEADERS.iter().zip(&lines).filter(|it| !it.1.is_empty()) {
        if HeaderValue::from_str(value).is_err() {
            return;
        }
        request = request.header(name, value);
    }
    let answer = request.send();
    sound(&answer);
    let [range] = lines[..] else { return };
    if let Some((status, expected)) = plain(range) {
        let found = (answer.status().as_u16(), answer.header("Content-Range"));
        assert_eq!(found, (status, Some(expected.as_str())), "{range:?}");
    }
}

/// What is sent is what the headers say.
fn sound(answer: &Answer) {
    let (content, body) = (content(), answer.bytes());
    let range = answer.header("Content-Range");
    let kind = answer.header("Content-Type").unwrap_or_default();
    match (answer.status().as_u16(), range) {
        (200, None) => assert_eq!(body, content),
        (206, Some(range)) => assert_eq!(body, part(range, &content)),
        (206, None) => {
            let boundary = kind.strip_prefix("multipart/byteranges; boundary=").expect("parts");
            let text = String::from_utf8(body.to_vec()).expect("text");
            let delimiter = format!("\r\n--{boundary}");
            let pieces: Vec<&str> = text.split(&delimiter).collect();
            let ["", parts @ .., "--\r\n"] = &pieces[..] else { panic!("{text} is cut off") };
            for text in parts {
                let (head, body) = text.split_once("\r\n\r\n").expect("headers");
                let range = head.lines().find_map(|line| line.strip_prefix("Content-Range: "));
                assert_eq!(body.as_bytes(), part(range.expect("a range"), &content));
            }
            assert!(text.len() < 2 * LENGTH + 17 * 200, "{} bytes", text.len());
        }
        (304, None) => assert!(body.is_empty()),
        (412, None) => {}
        (416, Some(range)) => assert_eq!(range, format!("bytes */{LENGTH}")),
        other => panic!("{other:?}"),
    }
}

/// What a `Content-Range` names.
fn part<'a>(range: &str, content: &'a [u8]) -> &'a [u8] {
    let range = range.strip_prefix("bytes ").and_then(|it| it.strip_suffix("/1000")).expect(range);
    let (first, last) = range.split_once('-').expect(range);
    let number = |text: &str| text.parse::<usize>().expect(range);
    &content[number(first)..=number(last)]
}

/// What a single range without anything strange gets: a status, and a `Content-Range`.
fn plain(range: &str) -> Option<(u16, String)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| {
        let is_number = text.len() < 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { text.parse::<usize>().ok() } else { None }
    };
    let (start, end) = match (first, last) {
        ("", last) => (LENGTH.saturating_sub(number(last)?), LENGTH),
        (first, "") => (number(first)?, LENGTH),
        (first, last) if number(first)? > number(last)? => return None,
        (first, last) => (number(first)?, LENGTH.min(number(last)? + 1)),
    };
    Some(match start < end {
        true => (206, format!("bytes {start}-{}/{LENGTH}", end - 1)),
        false => (416, format!("bytes */{LENGTH}")),
    })
}
