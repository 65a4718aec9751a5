//! A connection of a client.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::sleep;
use std::time::Duration;

use lychgate_bench::response::{self, Response};

use crate::request::{Expected, Request};

/// A connection, made at some epoch of the server.
pub(crate) struct Connection {
    pub(crate) socket: TcpStream,
    pub(crate) epoch: u64,
    /// What was read, and is no whole response.
    buffer: Vec<u8>,
}

/// How the answers to some requests have ended.
pub(crate) enum End {
    /// The next request can be sent.
    Open,
    /// The server has closed the connection behind an answer, and said so, or cut the answer off as
    /// it must.
    Closed,
    /// The connection was closed before anything of the next answer came.
    Lost(String),
    /// The next answer is not the one that must come.
    Wrong(String),
}

impl Connection {
    /// Far more than any answer takes on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(60);

    pub(crate) fn open(address: SocketAddr, epoch: u64) -> io::Result<Connection> {
        let socket = TcpStream::connect(address)?;
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(Connection::PATIENCE))?;
        socket.set_write_timeout(Some(Connection::PATIENCE))?;
        Ok(Connection { socket, epoch, buffer: Vec::new() })
    }

    /// Sends the requests, and compares their answers; tells how many were right, and what was then.
    pub(crate) fn ask(&mut self, requests: &[Request]) -> (usize, End) {
        // That a server has had enough is in its answer.
        let sent = self.send(requests);
        for (answered, request) in requests.iter().enumerate() {
            match self.receive(request) {
                End::Open => {}
                End::Closed => return (answered + 1, End::Closed),
                End::Lost(what) => {
                    let sent = sent.as_ref().err();
                    let sent = sent.map_or(String::new(), |error| format!(" (sending: {error})"));
                    return (answered, End::Lost(what + &sent));
                }
                end => return (answered, end),
            }
        }
        (requests.len(), End::Open)
    }

    fn send(&mut self, requests: &[Request]) -> io::Result<()> {
        let mut bytes = Vec::new();
        for request in requests {
            let rest_at = request.rest_at.unwrap_or(0);
            bytes.extend_from_slice(&request.bytes[..rest_at]);
            if rest_at > 0 {
                self.socket.write_all(&bytes)?;
                bytes.clear();
                sleep(Duration::from_millis(5));
            }
            bytes.extend_from_slice(&request.bytes[rest_at..]);
        }
        self.socket.write_all(&bytes)
    }

    fn receive(&mut self, request: &Request) -> End {
        loop {
            match response::read(&self.buffer) {
                Ok(Some(response)) => {
                    let end = compare(request, &response);
                    let length = response.length;
                    self.buffer.drain(..length);
                    return end;
                }
                Ok(None) => {}
                Err(error) => return End::Wrong(format!("{error}: {}", self.beginning())),
            }
            let mut part = [0; 16 << 10];
            match self.socket.read(&mut part) {
                Ok(0) => return self.end(request, "the connection was closed"),
                Ok(length) => self.buffer.extend_from_slice(&part[..length]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    return End::Wrong(format!("no answer within {:?}", Connection::PATIENCE));
                }
                Err(error) => return self.end(request, &error.to_string()),
            }
        }
    }

    /// What it means that no more comes.
    fn end(&self, request: &Request, what: &str) -> End {
        if self.buffer.is_empty() {
            return End::Lost(what.to_owned());
        }
        match &request.expected {
            Expected::Cut(begin) if self.has(b"HTTP/1.1 200 ") && self.has(begin.as_bytes()) => {
                End::Closed
            }
            _ => End::Wrong(format!("{what} in the middle of the answer: {}", self.beginning())),
        }
    }

    fn has(&self, bytes: &[u8]) -> bool {
        self.buffer.windows(bytes.len()).any(|window| window == bytes)
    }

    fn beginning(&self) -> String {
        let length = self.buffer.len();
        format!("{:?} ({length} bytes)", String::from_utf8_lossy(&self.buffer[..length.min(300)]))
    }
}

fn compare(request: &Request, response: &Response<'_>) -> End {
    let is_right = match &request.expected {
        Expected::Answer(status, body) => {
            response.status == *status && *response.body == *body.as_bytes()
        }
        Expected::Refusal(status) => response.status == *status && response.closes,
        Expected::Cut(_) => false,
    };
    match (is_right, response.closes) {
        (true, false) => End::Open,
        (true, true) => End::Closed,
        _ => {
            let body = String::from_utf8_lossy(&response.body[..response.body.len().min(100)]);
            let length = response.body.len();
            End::Wrong(format!("answered {} {body:?} ({length} bytes)", response.status))
        }
    }
}
