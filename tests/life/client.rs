//! Clients that do not stop asking, and count what they are answered.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Longer than anything takes that is to happen.
const SOON: Duration = Duration::from_secs(60);

/// A connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    answers: usize,
}

impl Client {
    pub fn connect(address: &str) -> io::Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(SOON))?;
        Ok(Client { stream: BufReader::new(stream), answers: 0 })
    }

    /// The status and the body that a request is answered with, and whether the connection stays.
    pub fn ask(&mut self, line: &str, headers: &str) -> io::Result<(String, String, bool)> {
        let head = format!("{line} HTTP/1.1\r\nHost: site.example\r\n{headers}\r\n");
        self.stream.get_mut().write_all(head.as_bytes())?;
        let status = self.line()?.split_off("HTTP/1.1 ".len());
        let (mut length, mut stays) = (0, true);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(("connection", value)) => stays = value != "close",
                _ if line.is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        self.answers += 1;
        Ok((status, String::from_utf8(body).unwrap(), stays))
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }

    /// Whether a request that was not answered may be sent once more without a question: the
    /// connection was closed while it was idle (RFC 9112, 9.3.1).
    fn may_retry(&self) -> bool {
        self.answers > 0 && self.stream.buffer().is_empty()
    }
}

/// What a request over a connection of its own is answered with.
pub fn get(address: &str, path: &str) -> String {
    let asked =
        Client::connect(address).and_then(|mut client| client.ask(&format!("GET {path}"), ""));
    let (status, body, _) = asked.unwrap();
    assert_eq!(status, "200 OK", "{path}: {body}");
    body
}

/// What clients have counted.
#[derive(Debug, Default)]
pub struct Count {
    /// Answers, by the process that gave them.
    pub answers: BTreeMap<u32, usize>,
    /// What went wrong.
    pub lost: Vec<String>,
}

/// Clients that ask until they are stopped, or lose a request.
pub struct Load {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    count: Mutex<Count>,
    changed: Condvar,
    stopped: AtomicBool,
    tokens: AtomicUsize,
}

impl Load {
    pub fn start(address: &str) -> Load {
        let shared = Arc::new(Shared::default());
        let client = || {
            let (shared, address) = (Arc::clone(&shared), address.to_owned());
            thread::spawn(move || shared.run(&address))
        };
        let threads = (0..4).map(|_| client()).collect();
        Load { shared, threads }
    }

    /// Waits until there are so many more answers.
    pub fn wait_for(&self, more: usize) {
        let sum = |count: &Count| count.answers.values().sum::<usize>();
        let aim = sum(&self.shared.count.lock().unwrap()) + more;
        self.wait_until(|count| sum(count) >= aim);
    }

    /// Waits until a process has answered.
    pub fn wait_for_answer_of(&self, process: u32) {
        self.wait_until(|count| count.answers.contains_key(&process));
    }

    fn wait_until(&self, is_so: impl Fn(&Count) -> bool) {
        let mut count = self.shared.count.lock().unwrap();
        while !is_so(&count) {
            assert!(count.lost.is_empty(), "{count:?}");
            count = self.shared.changed.wait(count).unwrap();
        }
    }

    pub fn stop(self) -> Count {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.ended()
    }

    /// Waits until each client has lost a request.
    pub fn ended(self) -> Count {
        self.threads.into_iter().for_each(|thread| thread.join().unwrap());
        std::mem::take(&mut self.shared.count.lock().unwrap())
    }
}

impl Shared {
    fn run(&self, address: &str) {
        let mut kept = None;
        while !self.stopped.load(Ordering::Relaxed) {
            let token = format!("t{}", self.tokens.fetch_add(1, Ordering::Relaxed));
            let answer = ask(&mut kept, address, &token);
            let mut count = self.count.lock().unwrap();
            match answer {
                Ok(process) => *count.answers.entry(process).or_default() += 1,
                Err(error) => count.lost.push(format!("{token}: {error}")),
            }
            self.changed.notify_all();
            if !count.lost.is_empty() {
                return;
            }
        }
    }
}

/// Asks for a token, on the connection that was kept if there is one; which process has answered.
fn ask(kept: &mut Option<Client>, address: &str, token: &str) -> Result<u32, String> {
    let (line, headers) = (format!("GET /echo/{token}"), "");
    // Every fifth connection is new.
    let headers = if token.ends_with(['0', '5']) { "Connection: close\r\n" } else { headers };
    let (status, body, stays) = loop {
        let mut client = match kept.take() {
            Some(client) => client,
            None => Client::connect(address).map_err(|error| format!("connecting: {error}"))?,
        };
        match client.ask(&line, headers) {
            Ok(answer) => {
                *kept = Some(client).filter(|_| answer.2);
                break answer;
            }
            Err(_) if client.may_retry() => {}
            Err(error) => return Err(format!("asking: {error}")),
        }
    };
    match body.split_once(' ') {
        Some((echoed, process))
            if status == "200 OK" && echoed == token && stays == kept.is_some() =>
        {
            Ok(process.parse().unwrap())
        }
        _ => Err(format!("{status}: {body}")),
    }
}
