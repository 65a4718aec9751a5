//! What a web server sees, over sockets.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Handle, Server, make_server};
use crate::{Application, Body, Environ, Error, Reply, Result, StartResponse};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

struct Running {
    address: SocketAddr,
    handle: Handle,
    thread: JoinHandle<Result<()>>,
}

impl Running {
    fn start(application: impl Application + 'static) -> Running {
        let server = make_server("127.0.0.1:0", application).unwrap();
        let (address, handle) = (server.local_addr().unwrap(), server.handle());
        Running { address, handle, thread: thread::spawn(|| server.serve_forever()) }
    }

    fn send(&self, variables: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(&[&*request(variables, body.len()), body].concat()).unwrap();
        stream
    }

    fn ask(&self, variables: &[(&str, &str)], body: &[u8]) -> String {
        rest(self.send(variables, body))
    }

    fn stop(self) {
        self.handle.stop();
        self.thread.join().unwrap().unwrap();
    }
}

/// Variables as a web server sends them.
fn request(variables: &[(&str, &str)], length: usize) -> Vec<u8> {
    let length = length.to_string();
    let first = [("CONTENT_LENGTH", &*length), ("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/")];
    let all = first.iter().chain(variables);
    let block: String = all.map(|(key, value)| format!("{key}\0{value}\0")).collect();
    format!("{}:{block},", block.len()).into_bytes()
}

fn rest(mut stream: impl Read) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// Says what was asked, and reads the body if it is to.
fn echo(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let mut text = format!("{} {}", &environ["REQUEST_METHOD"], environ.url());
    if environ.path_info() != "/unread" {
        environ.input().read_to_string(&mut text)?;
    }
    Ok(start_response.start("200 OK", &TEXT)?.body(text))
}

#[test]
fn a_request_is_answered_on_a_connection_of_its_own() {
    let server = Running::start(echo);
    let variables =
        [("REQUEST_METHOD", "POST"), ("REQUEST_URI", "/a%20b?q"), ("QUERY_STRING", "q")];
    let golden = "Status: 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 34\r\n\r\n\
                  POST http://localhost/a%20b?qhello";
    assert_eq!(server.ask(&variables, b"hello"), golden);
    let head = server.ask(&[("REQUEST_METHOD", "HEAD"), ("REQUEST_URI", "/")], b"");
    assert!(head.ends_with("content-length: 22\r\n\r\n"), "{head}");
    server.stop();
}

#[test]
fn a_body_that_is_not_read_does_not_cost_the_response() {
    let server = Running::start(echo);
    let body = vec![b'x'; 4 << 20];
    let stream = TcpStream::connect(server.address).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let sent = thread::spawn(move || {
        writer.write_all(&request(&[("REQUEST_URI", "/unread")], 4 << 20)).unwrap();
        writer.write_all(&body).unwrap();
        writer.shutdown(Shutdown::Write).unwrap();
    });
    assert!(rest(stream).ends_with("GET http://localhost/unread"));
    sent.join().unwrap();
    server.stop();
}

#[test]
fn what_is_no_request_is_refused_and_harms_nobody() {
    let server = Running::start(echo);
    let refused = server.ask(&[("REQUEST_METHOD", "G ET")], b"");
    assert!(refused.starts_with("Status: 400 Bad Request\r\n"), "{refused}");
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let mut answer = Vec::new();
    // It is closed, or reset as not all was read.
    let _ = stream.read_to_end(&mut answer);
    assert!(answer.is_empty());
    drop(TcpStream::connect(server.address).unwrap());
    assert!(server.ask(&[("REQUEST_URI", "/")], b"").starts_with("Status: 200 OK\r\n"));
    server.stop();
}

/// A stream of which each block is made when it is told to, and that says when it is closed.
fn told(wait: Receiver<&'static str>, closed: Sender<bool>) -> impl Application {
    let wait = Arc::new(Mutex::new(wait));
    move |_: &mut Environ, start_response: StartResponse<'_>| {
        let (wait, closed) = (Arc::clone(&wait), closed.clone());
        let blocks = std::iter::from_fn(move || wait.lock().unwrap().recv().ok());
        let body = Body::stream(blocks).on_close(move |sent| closed.send(sent.complete).unwrap());
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body(body))
    }
}

#[test]
fn a_block_is_sent_when_it_is_made() {
    let ((teller, wait), (closed, told_closed)) = (channel(), channel());
    let server = Running::start(told(wait, closed));
    let mut stream = server.send(&[], b"");
    teller.send("one").unwrap();
    let head = "Status: 200 OK\r\ncontent-type: text/plain\r\n\r\none";
    let mut seen = vec![0; head.len()];
    stream.read_exact(&mut seen).unwrap();
    assert_eq!(seen, head.as_bytes());
    teller.send("two").unwrap();
    let mut seen = [0; 3];
    stream.read_exact(&mut seen).unwrap();
    assert_eq!(&seen, b"two");
    drop(teller);
    assert_eq!(rest(stream), "");
    assert!(told_closed.recv().unwrap());
    server.stop();
}

#[test]
fn a_body_is_closed_once_when_its_client_leaves() {
    let ((teller, wait), (closed, told_closed)) = (channel(), channel());
    let server = Running::start(told(wait, closed));
    drop(server.send(&[], b""));
    // It is noticed when something is written.
    while told_closed.try_recv() != Ok(false) {
        teller.send("and on").unwrap();
        thread::yield_now();
    }
    server.stop();
    assert!(told_closed.try_recv().is_err());
}

#[test]
fn a_stop_lets_what_runs_end() {
    let ((teller, wait), (closed, _told)) = (channel(), channel());
    let server = Running::start(told(wait, closed));
    let mut stream = server.send(&[], b"");
    teller.send("begun").unwrap();
    stream.read_exact(&mut [0; 10]).unwrap();
    server.handle.stop();
    teller.send(" and ended").unwrap();
    drop(teller);
    assert!(rest(stream).ends_with("begun and ended"));
    server.stop();
}

#[cfg(unix)]
#[test]
fn a_unix_socket_goes_with_its_server() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.sock");
    // One that was left there is replaced.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let server = Server::unix(&path, echo).unwrap();
    assert!(Server::unix(&path, echo).is_err());
    let file = folder.path().join("file");
    std::fs::write(&file, "of somebody else").unwrap();
    assert!(Server::unix(&file, echo).is_err());
    assert!(file.exists());
    let handle = server.handle();
    let thread = thread::spawn(|| server.serve_forever());
    let mut stream = std::os::unix::net::UnixStream::connect(&path).unwrap();
    stream.write_all(&request(&[("REQUEST_URI", "/")], 0)).unwrap();
    assert!(rest(stream).ends_with("GET http://localhost/"));
    handle.stop();
    thread.join().unwrap().unwrap();
    assert!(!path.exists());
}

#[test]
#[cfg(target_os = "linux")]
fn connections_wait_while_none_is_accepted() {
    let limit = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    let many = limit.trim().parse::<usize>().unwrap().min(400);
    let server = make_server("127.0.0.1:0", echo).unwrap();
    let address = server.local_addr().unwrap();
    let connect = |_| TcpStream::connect_timeout(&address, Duration::from_secs(10)).ok();
    let connections: Vec<_> = (0..many).map_while(connect).collect();
    assert_eq!(connections.len(), many);
}
