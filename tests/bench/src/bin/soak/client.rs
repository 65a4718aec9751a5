//! A client: it asks, compares, and now and then vanishes.

use std::fmt;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::ops::AddAssign;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use lychgate_bench::random::Random;

use crate::connection::{Connection, End};
use crate::fault::{Fault, Faults};
use crate::gate::Gate;
use crate::request::Request;
use crate::token::{MOST_CLIENTS, Token};

/// A client of the server, with one connection at a time.
pub(crate) struct Client {
    number: usize,
    random: Random,
    address: SocketAddr,
    gate: Arc<Gate>,
    connection: Option<Connection>,
    /// The number of its last request.
    last: u64,
    /// The requests that the server has not answered because it stopped.
    abandoned: Vec<Token>,
    counts: Counts,
}

/// What clients have done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    answered: u64,
    refused: u64,
    retried: u64,
    vanished: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.answered += other.answered;
        self.refused += other.refused;
        self.retried += other.retried;
        self.vanished += other.vanished;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { answered, refused, retried, vanished } = self;
        write!(
            f,
            "{answered} responses; at restarts {refused} connections were refused, and {retried} \
             requests sent again; {vanished} clients vanished"
        )
    }
}

impl Client {
    pub(crate) fn new(number: usize, seed: u64, address: SocketAddr, gate: Arc<Gate>) -> Client {
        Client {
            number,
            random: Random::new(seed << 32 | number as u64),
            address,
            gate,
            connection: None,
            last: 0,
            abandoned: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// Asks until the gate is closed, or a fault is found; tells what it did, and which requests were
    /// not answered because the server stopped.
    pub(crate) fn run(mut self, faults: &Faults) -> (Counts, Vec<Token>) {
        let gate = Arc::clone(&self.gate);
        while gate.pass(|| self.connection = None) {
            if let Err(fault) = self.step() {
                faults.add(fault);
                break;
            }
            if self.random.one_in(4) {
                sleep(Duration::from_millis(self.random.below(10) as u64));
            }
        }
        gate.leave();
        (self.counts, self.abandoned)
    }

    fn step(&mut self) -> Result<(), Fault> {
        match self.random.below(16) {
            0 => {
                self.vanish();
                Ok(())
            }
            1 => {
                let length = 2 + self.random.below(6);
                let kind = |_| Request::any_safe_kind(&mut self.random);
                let kinds: Vec<_> = (0..length).map(kind).collect();
                self.ask(&kinds)
            }
            _ => {
                let kind = Request::any_kind(&mut self.random);
                self.ask(&[kind])
            }
        }
    }

    /// Asks for some things at once, and again for those that a server which stopped has not answered.
    fn ask(&mut self, kinds: &[&str]) -> Result<(), Fault> {
        let mut left = kinds;
        while !left.is_empty() {
            let requests: Vec<_> = left.iter().map(|kind| self.request(kind)).collect();
            let Some(mut connection) = self.connect(&requests[0])? else { return Ok(()) };
            let (answered, end) = connection.ask(&requests);
            self.counts.answered += answered as u64;
            left = &left[answered..];
            let what = match end {
                End::Open => {
                    self.connection = Some(connection);
                    continue;
                }
                End::Closed if left.is_empty() => continue,
                End::Closed => "the connection was closed behind the answer before".to_owned(),
                End::Lost(what) => what,
                End::Wrong(what) => return Err(fault(&requests[answered], what)),
            };
            if !self.gate.may_close(connection.epoch) {
                return Err(fault(&requests[answered], what));
            }
            self.counts.retried += left.len() as u64;
            self.abandoned.extend(requests[answered..].iter().map(|request| request.token));
        }
        Ok(())
    }

    fn request(&mut self, kind: &str) -> Request {
        self.last += 1;
        let token = Token { client: self.number, number: self.last };
        Request::new(kind, token, &mut self.random)
    }

    /// The connection that is open, or a new one; none when all is over.
    fn connect(&mut self, request: &Request) -> Result<Option<Connection>, Fault> {
        if let Some(connection) = self.connection.take() {
            return Ok(Some(connection));
        }
        loop {
            let epoch = self.gate.epoch();
            match Connection::open(self.address, epoch) {
                Ok(connection) => return Ok(Some(connection)),
                Err(error) if !self.gate.may_close(epoch) => {
                    return Err(fault(request, format!("no connection: {error}")));
                }
                Err(_) if self.gate.is_closed() => return Ok(None),
                Err(_) => {
                    self.counts.refused += 1;
                    sleep(Duration::from_millis(5));
                }
            }
        }
    }

    /// Begins a request on a connection of its own, and leaves: before it is sent, before it is
    /// answered, or in the middle of its answer.
    fn vanish(&mut self) {
        self.last += 1;
        let token = Token { client: MOST_CLIENTS + self.number, number: self.last };
        let request = Request::new(Request::any_kind(&mut self.random), token, &mut self.random);
        let Ok(mut connection) = Connection::open(self.address, self.gate.epoch()) else { return };
        self.counts.vanished += 1;
        // Whatever fails here, nobody waits for it.
        if self.random.one_in(2) {
            let part = self.random.below(request.bytes.len());
            let _ = connection.socket.write_all(&request.bytes[..part]);
        } else {
            let _ = connection.socket.write_all(&request.bytes);
            if self.random.one_in(2) {
                let _ = connection.socket.read(&mut [0; 100]);
            }
        }
    }
}

fn fault(request: &Request, what: String) -> Fault {
    Fault::Exchange { request: request.line.clone(), what }
}
