//! Malformed and ambiguous requests, byte by byte: each is refused and its connection closed, or read
//! in the one way that RFC 9112 leaves. None is read so that another program could see other requests
//! in the same bytes.

mod bodies;
mod fields;
mod lines;
mod sequences;

use std::fmt;
use std::net::Shutdown;

use super::{Running, TEXT};
use crate::server::Limits;
use crate::server::strict::Strict;
use crate::{Environ, Reply, Result, StartResponse};

/// A case: what is sent, and what must come of it.
struct Row {
    name: &'static str,
    sent: Vec<u8>,
    /// The requests that the application sees, as [`show`] shows them.
    seen: Vec<String>,
    end: End,
}

/// What comes behind the requests that were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The next request on the connection is read as it was sent.
    Next,
    /// The status, the connection closes, and nothing that follows is read.
    Refused(u16),
    /// The client sends no more, and is told the status.
    CutOff(u16),
    /// The connection closes without an answer, and nothing that follows is read.
    Closed,
}

use End::{Closed, CutOff, Next, Refused};

const NEXT: &str = "GET /next HTTP/1.1\r\nHost: n\r\nConnection: close\r\n\r\n";

/// Says how the server has read a request.
fn show(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let mut text = format!("{} {}", &environ["REQUEST_METHOD"], environ.path_info());
    if !environ.query_string().is_empty() {
        text += &format!("?{}", environ.query_string());
    }
    for variable in ["HTTP_HOST", "HTTP_X_A", "CONTENT_LENGTH"] {
        text += &environ.get(variable).map_or(" -".to_owned(), |value| format!(" {value}"));
    }
    let mut body = Vec::new();
    std::io::Read::read_to_end(environ.input(), &mut body)?;
    text += &format!(" {}", body.escape_ascii());
    Ok(start_response.start("200 OK", &TEXT)?.body(text))
}

/// What came back on a connection, to be compared.
#[derive(PartialEq, Eq)]
struct Outcome {
    seen: Vec<String>,
    /// The status of the last answer if it is not 200, with whether it closes the connection.
    refused: Option<(u16, bool)>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.seen)?;
        match self.refused {
            Some((status, true)) => write!(f, " then {status}, closed"),
            Some((status, false)) => write!(f, " then {status}, left open"),
            None => Ok(()),
        }
    }
}

impl Row {
    fn expected(&self) -> Outcome {
        let mut seen = self.seen.clone();
        let refused = match self.end {
            End::Next => {
                seen.push("GET /next n - - ".to_owned());
                None
            }
            End::Refused(status) | End::CutOff(status) => Some((status, true)),
            End::Closed => None,
        };
        Outcome { seen, refused }
    }

    fn run(&self, server: &Running) -> Outcome {
        let mut client = server.connect();
        client.send(&self.sent);
        match self.end {
            End::CutOff(_) => client.0.get_ref().shutdown(Shutdown::Write).unwrap(),
            // Where the connection is closed already, this may fail.
            _ => drop(std::io::Write::write_all(client.0.get_mut(), NEXT.as_bytes())),
        }
        read(&client.rest_bytes())
    }
}

/// Takes answers apart.
fn read(mut answers: &[u8]) -> Outcome {
    let mut outcome = Outcome { seen: Vec::new(), refused: None };
    while let Some(end) = answers.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&answers[..end]).to_ascii_lowercase();
        answers = &answers[end + 4..];
        let status: u16 = head[9..12].parse().unwrap();
        if status == 100 {
            continue;
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().unwrap()).min(answers.len());
        let (body, rest) = answers.split_at(length);
        answers = rest;
        match status {
            200 => outcome.seen.push(String::from_utf8_lossy(body).into_owned()),
            _ => outcome.refused = Some((status, head.contains("\nconnection: close"))),
        }
    }
    if !answers.is_empty() {
        outcome.seen.push(format!("and {}", answers.escape_ascii()));
    }
    outcome
}

#[test]
fn every_request_is_refused_or_has_one_meaning() {
    let rows: Vec<Row> = [lines::rows(), fields::rows(), bodies::rows(), sequences::rows()]
        .into_iter()
        .flatten()
        .collect();
    assert!(rows.len() >= 150, "{} rows", rows.len());
    let server = Running::start(show);
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let (expected, outcome) = (row.expected(), row.run(&server));
            let sent = row.sent.escape_ascii();
            (outcome != expected).then(|| {
                format!("{}: {sent}\n  expected {expected}\n  saw      {outcome}", row.name)
            })
        })
        .collect();
    assert!(failures.is_empty(), "{} of {}\n{}", failures.len(), rows.len(), failures.join("\n"));
}

/// The same requests mean the same however they are cut into packets.
#[test]
fn every_request_means_the_same_byte_by_byte() {
    let rows = [lines::rows(), fields::rows(), bodies::rows(), sequences::rows()];
    let mut failures = Vec::new();
    for row in rows.iter().flatten().filter(|row| row.sent.len() < 300) {
        let mut strict = Strict::new(Limits::default().head);
        let sent = [&row.sent, NEXT.as_bytes()].concat();
        let whole = strict.pass(&sent);
        let mut strict = Strict::new(Limits::default().head);
        let (mut passed, mut fault) = (0, None);
        for end in 1..=sent.len() {
            let (more, found) = strict.pass(&sent[passed..end]);
            (passed, fault) = (passed + more, found);
            if fault.is_some() {
                break;
            }
        }
        if whole != (passed, fault) {
            failures.push(format!("{}: {whole:?} in one, {:?} in many", row.name, (passed, fault)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
