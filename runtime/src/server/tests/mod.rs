//! What the clients of a running server see, over raw sockets.

mod announce;
mod blocking;
mod closing;
mod heads;
#[cfg(feature = "http2")]
mod http2;
mod limits;
mod observe;
mod places;
mod proxy;
mod requests;
mod responses;
mod sendfile;
mod stopping;
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "tokio")]
mod tokio;
#[cfg(unix)]
mod unix;
mod wire;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Handle, Server, make_server};
use crate::{Application, Environ, Reply, Result, StartResponse};

/// Longer than anything takes that is to happen.
const SOON: Duration = Duration::from_secs(30);

/// The headers of most responses here.
const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// A server on a free port, stopped when it is dropped.
struct Running {
    address: SocketAddr,
    handle: Handle,
    thread: Option<JoinHandle<Result<()>>>,
}

impl Running {
    fn start(application: impl Application + 'static) -> Running {
        Running::start_with(application, |server| server)
    }

    fn start_with(
        application: impl Application + 'static,
        change: impl FnOnce(Server) -> Server,
    ) -> Running {
        let server = make_server(("127.0.0.1", 0), application).unwrap();
        let server = change(server.quiet());
        let (address, handle) = (server.local_addr().unwrap(), server.handle());
        let thread = Some(thread::spawn(|| server.serve_forever()));
        Running { address, handle, thread }
    }

    fn connect(&self) -> Client {
        Client::new(self.address)
    }

    /// Sends `request` on a connection of its own; what came back until the connection closed.
    fn talk(&self, request: &str) -> String {
        let mut client = self.connect();
        client.send(request);
        client.rest()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.handle.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A connection to a server.
struct Client<S = TcpStream>(BufReader<S>);

impl Client {
    fn new(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(SOON)).unwrap();
        stream.set_write_timeout(Some(SOON)).unwrap();
        Client(BufReader::new(stream))
    }
}

impl<S: Read + Write> Client<S> {
    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).unwrap();
    }

    fn get(&mut self, path: &str) -> Answer {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n"));
        self.answer()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "the connection closed after {line:?}");
        line.trim_end().to_owned()
    }

    /// The status line and the headers, in lower case.
    fn head(&mut self) -> Vec<String> {
        let mut head = Vec::new();
        loop {
            let line = self.line();
            if line.is_empty() {
                return head;
            }
            head.push(if head.is_empty() { line } else { line.to_ascii_lowercase() });
        }
    }

    /// One chunk; the last is empty.
    fn chunk(&mut self) -> String {
        let length = usize::from_str_radix(&self.line(), 16).unwrap();
        let chunk = self.bytes(length);
        assert_eq!(self.line(), "");
        chunk
    }

    fn bytes(&mut self, length: usize) -> String {
        String::from_utf8(self.raw(length)).unwrap()
    }

    fn raw(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes).unwrap();
        bytes
    }

    /// One response with a `Content-Length`.
    fn answer(&mut self) -> Answer {
        let head = self.head();
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().unwrap());
        Answer { head, body: self.bytes(length) }
    }

    /// Everything until the connection is closed; a reset is an end, too.
    fn rest(&mut self) -> String {
        String::from_utf8(self.rest_bytes()).unwrap()
    }

    fn rest_bytes(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        if let Err(error) = self.0.read_to_end(&mut rest) {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}");
        }
        rest
    }
}

struct Answer {
    head: Vec<String>,
    body: String,
}

impl Answer {
    fn status(&self) -> &str {
        &self.head[0]["HTTP/1.1 ".len()..]
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Says what was asked: method, path, a variable that the query names, and the body.
fn echo(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let mut text = format!("{} {}", &environ["REQUEST_METHOD"], &environ["PATH_INFO"]);
    if !environ.query_string().is_empty() {
        let variable = environ.query_string().to_string();
        let value = environ.get(&variable).map(ToString::to_string);
        text += &format!(" {variable}={}", value.as_deref().unwrap_or("-"));
    }
    let mut body = String::new();
    environ.input().read_to_string(&mut body)?;
    if !body.is_empty() {
        text += &format!(" {body}");
    }
    Ok(start_response.start("200 OK", &TEXT)?.body(text))
}
