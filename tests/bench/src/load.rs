//! A load on a server: connections that each send the next request, or batch of pipelined requests,
//! when the last is answered. Every response is compared with what it must be.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::process::cpu;
use crate::response;

/// A request, and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The request's bytes.
    pub request: Vec<u8>,
    /// The body of its response, whose status is 200.
    pub answer: Vec<u8>,
    /// Whether the time it takes counts.
    pub timed: bool,
}

/// What is asked of a server.
#[derive(Clone, Debug)]
pub struct Load {
    /// The exchanges that take turns on each connection; the first one of a connection depends on its
    /// number.
    pub exchanges: Vec<Exchange>,
    /// Connections.
    pub connections: usize,
    /// Requests that are sent together.
    pub depth: usize,
    /// Time before anything is counted.
    pub warm_up: Duration,
    /// Time that is counted.
    pub time: Duration,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Responses.
    pub responses: usize,
    /// The time that it took.
    pub time: Duration,
    /// The times from a request to the end of its response, in order, where they count.
    pub latencies: Vec<Duration>,
    /// Connections on which no response came.
    pub starved: usize,
    /// The processor's time of the server.
    pub server: Duration,
    /// That of this process.
    pub load: Duration,
}

impl Outcome {
    /// The latency that so many of a hundred do not exceed.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Duration {
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).copied().unwrap_or_default()
    }
}

const WARM_UP: u8 = 0;
const COUNTED: u8 = 1;
const OVER: u8 = 2;

impl Load {
    /// Loads the server at an address, which is the process with this number.
    ///
    /// # Errors
    /// When a response is wrong, or none comes.
    ///
    /// # Panics
    /// When the load has no exchanges.
    pub fn run(&self, address: SocketAddr, process: u32) -> io::Result<Outcome> {
        assert!(!self.exchanges.is_empty(), "a load has exchanges");
        let cores = thread::available_parallelism().map_or(1, usize::from);
        // The server needs the others.
        let threads = (cores / 2).clamp(1, self.connections.max(1));
        let batches: Vec<Vec<u8>> = (0..self.exchanges.len()).map(|at| self.batch(at)).collect();
        let phase = AtomicU8::new(WARM_UP);
        // The time begins when all connections are there.
        let open = Barrier::new(threads + 1);
        thread::scope(|scope| {
            let running: Vec<_> = (0..threads)
                .map(|first| (first..self.connections).step_by(threads))
                .map(|numbers| {
                    scope.spawn(|| {
                        let connections = self.open(address, numbers);
                        open.wait();
                        self.drive(connections?, &batches, &phase)
                    })
                })
                .collect();
            open.wait();
            let outcome = self.watch(process, &phase);
            // The threads must end in any case.
            phase.store(OVER, Ordering::Relaxed);
            let mut counted = Vec::new();
            for thread in running {
                counted.push(thread.join().expect("a thread of the load failed")?);
            }
            let mut outcome = outcome?;
            for counted in counted {
                outcome.responses += counted.responses;
                outcome.starved += counted.starved;
                outcome.latencies.extend(counted.latencies);
            }
            outcome.latencies.sort_unstable();
            match outcome.responses {
                0 => Err(io::Error::other("no response came")),
                _ => Ok(outcome),
            }
        })
    }

    /// Has the responses counted for a time, and looks at what the processes use meanwhile.
    fn watch(&self, process: u32, phase: &AtomicU8) -> io::Result<Outcome> {
        thread::sleep(self.warm_up);
        let (start, server, load) = (Instant::now(), cpu(process)?, cpu(std::process::id())?);
        phase.store(COUNTED, Ordering::Relaxed);
        thread::sleep(self.time);
        phase.store(OVER, Ordering::Relaxed);
        Ok(Outcome {
            responses: 0,
            time: start.elapsed(),
            latencies: Vec::new(),
            starved: 0,
            server: cpu(process)?.saturating_sub(server),
            load: cpu(std::process::id())?.saturating_sub(load),
        })
    }

    /// The requests that are sent together, from one of them on.
    fn batch(&self, first: usize) -> Vec<u8> {
        let exchanges = self.exchanges.iter().cycle().skip(first).take(self.depth);
        exchanges.flat_map(|exchange| exchange.request.iter().copied()).collect()
    }

    fn open(
        &self,
        address: SocketAddr,
        numbers: impl Iterator<Item = usize>,
    ) -> io::Result<Vec<Connection>> {
        numbers.map(|number| Connection::open(address, number % self.exchanges.len())).collect()
    }

    fn drive(
        &self,
        mut connections: Vec<Connection>,
        batches: &[Vec<u8>],
        phase: &AtomicU8,
    ) -> io::Result<Counted> {
        let mut poll = Poll::new()?;
        for (number, connection) in connections.iter_mut().enumerate() {
            let interest = Interest::READABLE | Interest::WRITABLE;
            poll.registry().register(&mut connection.socket, Token(number), interest)?;
        }
        let mut events = Events::with_capacity(1024);
        let mut counted = Counted::default();
        loop {
            poll.poll(&mut events, Some(Duration::from_millis(100)))?;
            let now = phase.load(Ordering::Relaxed);
            if now == OVER {
                counted.starved = connections.iter().filter(|one| !one.is_answered).count();
                return Ok(counted);
            }
            for event in &events {
                let connection = &mut connections[event.token().0];
                connection.go_on(self, batches, |exchange, latency| {
                    if now == COUNTED {
                        counted.responses += 1;
                        if exchange.timed {
                            counted.latencies.push(latency);
                        }
                    }
                })?;
            }
        }
    }
}

/// What a thread of the load has counted.
#[derive(Default)]
struct Counted {
    responses: usize,
    latencies: Vec<Duration>,
    starved: usize,
}

/// One connection, and how far it is.
struct Connection {
    socket: TcpStream,
    /// The exchange whose request begins the batch.
    first: usize,
    /// How much of the batch is sent.
    sent: usize,
    /// How many of its responses have come.
    answered: usize,
    /// Whether any has.
    is_answered: bool,
    start: Instant,
    buffer: Vec<u8>,
    /// How much of the buffer is filled.
    filled: usize,
}

impl Connection {
    fn open(address: SocketAddr, first: usize) -> io::Result<Self> {
        let patience = Duration::from_secs(30);
        let socket = std::net::TcpStream::connect_timeout(&address, patience)?;
        socket.set_nodelay(true)?;
        socket.set_nonblocking(true)?;
        Ok(Connection {
            socket: TcpStream::from_std(socket),
            first,
            sent: 0,
            answered: 0,
            is_answered: false,
            start: Instant::now(),
            buffer: vec![0; 16 << 10],
            filled: 0,
        })
    }

    /// Receives and sends all that can be without waiting.
    fn go_on(
        &mut self,
        load: &Load,
        batches: &[Vec<u8>],
        mut count: impl FnMut(&Exchange, Duration),
    ) -> io::Result<()> {
        if self.receive()? {
            self.compare(load, &batches[self.first], &mut count)?;
        }
        self.send(&batches[self.first])
    }

    fn send(&mut self, batch: &[u8]) -> io::Result<()> {
        while self.sent < batch.len() {
            match self.socket.write(&batch[self.sent..]) {
                Ok(length) => self.sent += length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether anything came. A socket is read once after it was said to be readable, unless there is
    /// more than fits: epoll tells it again when more comes.
    fn receive(&mut self) -> io::Result<bool> {
        let before = self.filled;
        loop {
            match self.socket.read(&mut self.buffer[self.filled..]) {
                Ok(0) => return Err(io::Error::other("the server closed a connection")),
                Ok(length) => self.filled += length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
            if self.filled < self.buffer.len() {
                break;
            }
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        Ok(self.filled > before)
    }

    /// Compares the responses that have come whole with what they must be.
    fn compare(
        &mut self,
        load: &Load,
        batch: &[u8],
        count: &mut impl FnMut(&Exchange, Duration),
    ) -> io::Result<()> {
        let mut at = 0;
        while let Some(response) = response::read(&self.buffer[at..self.filled])? {
            let exchanges = &load.exchanges;
            let exchange = &exchanges[(self.first + self.answered) % exchanges.len()];
            if response.status != 200 || *response.body != exchange.answer {
                return Err(unexpected(exchange, &response));
            }
            count(exchange, self.start.elapsed());
            at += response.length;
            self.answered += 1;
            self.is_answered = true;
            if self.answered == load.depth {
                if self.sent < batch.len() {
                    return Err(io::Error::other("a request was answered before it was sent"));
                }
                self.first = (self.first + load.depth) % exchanges.len();
                (self.sent, self.answered) = (0, 0);
                self.start = Instant::now();
            }
        }
        self.buffer.copy_within(at..self.filled, 0);
        self.filled -= at;
        Ok(())
    }
}

fn unexpected(exchange: &Exchange, response: &response::Response<'_>) -> io::Error {
    let beginning =
        |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
    io::Error::other(format!(
        "to {:?} the answer was {} {:?} ({} bytes) in the place of 200 {:?} ({} bytes)",
        beginning(&exchange.request),
        response.status,
        beginning(&response.body),
        response.body.len(),
        beginning(&exchange.answer),
        exchange.answer.len(),
    ))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    const HELLO: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello";

    /// What comes of the answers to two requests that were sent together.
    fn compared(answers: [&[u8]; 2]) -> io::Result<usize> {
        let exchange = |answer: &[u8]| Exchange {
            request: b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
            answer: answer.to_vec(),
            timed: true,
        };
        let load = Load {
            exchanges: vec![exchange(b"Hello"), exchange(b"World")],
            connections: 1,
            depth: 2,
            warm_up: Duration::ZERO,
            time: Duration::ZERO,
        };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut connection = Connection::open(listener.local_addr()?, 0)?;
        let batches: Vec<_> = (0..2).map(|at| load.batch(at)).collect();
        connection.send(&batches[0])?;
        let (mut server, _) = listener.accept()?;
        let mut requests = vec![0; batches[0].len()];
        server.read_exact(&mut requests)?;
        assert_eq!(requests, batches[0]);
        server.write_all(&answers.concat())?;
        drop(server);
        let mut counted = 0;
        while counted < 2 {
            connection.go_on(&load, &batches, |_, _| counted += 1)?;
            thread::yield_now();
        }
        Ok(counted)
    }

    #[test]
    fn a_wrong_answer_is_no_answer() {
        let world = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nWorld\r\n0\r\n\r\n";
        assert_eq!(compared([HELLO, world]).unwrap(), 2);
        let error = compared([HELLO, HELLO]).unwrap_err().to_string();
        assert!(error.contains(r#"200 "Hello" (5 bytes) in the place of 200 "World""#), "{error}");
        let failed = b"HTTP/1.1 500 No\r\nContent-Length: 5\r\n\r\nHello";
        assert!(compared([failed, world]).is_err());
        assert!(compared([HELLO, b""]).is_err(), "the connection was closed");
    }
}
