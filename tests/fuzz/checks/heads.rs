//! Any bytes from a client: what comes back is a row of responses, of which only the last is a refusal;
//! and a request that is taken has none of the faults for which others are refused.

use std::io::Read;

use lychgate::prelude::*;

use super::running::Running;

/// Answers with the body of the request, and says in a header which method it had.
fn echo(environ: &mut Environ, start: StartResponse<'_>) -> lychgate::Result<Reply<'static>> {
    let mut body = Vec::new();
    environ.input().read_to_end(&mut body)?;
    let method = environ.method().as_str();
    let kind = ("Content-Type", "application/octet-stream");
    Ok(start.start("200 OK", &[kind, ("X-Method", method)])?.body(body))
}

thread_local! {
    static SERVER: Running = Running::start(echo, |server| server.threads(1));
}

/// A response: its status, whether the application made it, its body.
struct Answer {
    status: u16,
    is_echo: bool,
    body: Vec<u8>,
}

pub fn heads(input: &[u8]) {
    let bytes = SERVER.with(|server| server.tell(input));
    if !bytes.is_empty() && !bytes.starts_with(b"HTTP/1.") {
        let preface = b"PRI * HTTP/2.0\r\n";
        let is_newer = input.windows(preface.len()).any(|part| part == preface);
        return assert!(is_newer, "what is {:?}?", String::from_utf8_lossy(&bytes));
    }
    let answers = answers(&bytes);
    for (index, answer) in answers.iter().enumerate() {
        let is_last = index + 1 == answers.len();
        let refusals = [400, 408, 413, 414, 431, 501, 505];
        assert!(
            answer.status == 200 && answer.is_echo
                || is_last && refusals.contains(&answer.status) && !answer.is_echo,
            "{} is no answer",
            answer.status
        );
    }
    assert!(
        answers.iter().filter(|it| it.is_echo).map(|it| it.body.len()).sum::<usize>()
            <= input.len()
    );
    if let Some(first) = answers.first().filter(|answer| answer.is_echo) {
        clear(input, &first.body);
    }
}

/// The responses in a row.
fn answers(mut bytes: &[u8]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while !bytes.is_empty() {
        let end = find(bytes, b"\r\n\r\n").expect("the end of a head");
        let head = std::str::from_utf8(&bytes[..end]).expect("a head in ASCII");
        bytes = &bytes[end + 4..];
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        if status == 100 {
            continue;
        }
        let header = |name: &str| {
            let mut headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
            headers.find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1)
        };
        let length = header("content-length").map(|it| it.parse::<usize>().expect("a number"));
        let method = header("x-method");
        // Whether a refused request was HEAD is seen from whether there is a body.
        let is_bodiless = method == Some("HEAD") || method.is_none() && bytes.is_empty();
        let length = if is_bodiless { 0 } else { length.expect("a length") };
        let (body, rest) = bytes.split_at(length);
        bytes = rest;
        answers.push(Answer { status, is_echo: method.is_some(), body: body.to_vec() });
    }
    answers
}

/// What RFC 9112 says of a request: its head is made of lines, each with one meaning; one host; one
/// length; and the body is what that says.
fn clear(input: &[u8], body: &[u8]) {
    let start = input.chunks(2).take_while(|line| line == b"\r\n").count() * 2;
    let input = &input[start..];
    let end = find(input, b"\r\n\r\n").expect("the head of what was answered");
    let mut lines = input[..end].split(|&byte| byte == b'\n').map(|line| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        assert!(line.iter().all(|&byte| byte == b'\t' || byte >= b' ' && byte != 0x7f));
        String::from_utf8_lossy(line).into_owned()
    });
    let request = lines.next().expect("a request line");
    let words: Vec<&str> = request.split(' ').collect();
    let [method, target, version] = words[..] else { panic!("{request:?} has other than 3 words") };
    assert!(target.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{target}");
    let headers: Vec<(String, String)> = lines
        .map(|line| {
            let (name, value) = line.split_once(':').expect("a colon");
            assert!(!name.is_empty() && !name.contains([' ', '\t', '"', '(', ',']), "{name:?}");
            (name.to_ascii_lowercase(), value.trim().to_owned())
        })
        .collect();
    let all = |wanted: &str| -> Vec<&str> {
        headers.iter().filter(|it| it.0 == wanted).map(|it| it.1.as_str()).collect()
    };
    let hosts = all("host");
    assert!(hosts.len() == 1 || version == "HTTP/1.0" && hosts.is_empty(), "{hosts:?}");
    match (&all("content-length")[..], &all("transfer-encoding")[..]) {
        ([], []) => assert!(body.is_empty()),
        ([length], []) => {
            let length: usize = length.parse().expect("a length");
            let sent = &input[end + 4..][..length];
            assert!(body == sent || method == "HEAD");
        }
        ([], codings) => {
            assert!(
                version == "HTTP/1.1"
                    && codings.iter().any(|it| it.eq_ignore_ascii_case("chunked"))
            );
        }
        other => panic!("{other:?} is not clear"),
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}
