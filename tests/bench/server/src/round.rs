//! One sample: a contestant's process, the load on it, and what that came to.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use lychgate_bench::load::Load;
use lychgate_bench::process::Figures;

use crate::scenario::Scenario;

/// What a round of a contestant came to.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Requests in a second.
    pub rate: f64,
    /// Milliseconds that half of the requests took at most.
    pub p50: f64,
    /// And 99 of a hundred.
    pub p99: f64,
    /// Microseconds of a processor that a request took the server,
    pub server: f64,
    /// and the load.
    pub load: f64,
    /// The most memory that the process held, in MiB.
    pub memory: f64,
    /// Connections on which nothing was answered.
    pub starved: usize,
}

pub fn sample(name: &str, scenario: &Scenario, time: Duration) -> io::Result<Sample> {
    let server = Server::start(name)?;
    let load = Load {
        exchanges: scenario.exchanges.clone(),
        connections: scenario.connections,
        depth: scenario.depth,
        warm_up: Duration::from_millis(300),
        time,
    };
    let outcome = load.run(server.address, server.process.id())?;
    let memory = Figures::of(server.process.id())?.most_resident;
    let responses = outcome.responses as f64;
    Ok(Sample {
        rate: responses / outcome.time.as_secs_f64(),
        p50: outcome.percentile(50).as_secs_f64() * 1e3,
        p99: outcome.percentile(99).as_secs_f64() * 1e3,
        server: outcome.server.as_secs_f64() * 1e6 / responses,
        load: outcome.load.as_secs_f64() * 1e6 / responses,
        memory: memory as f64 / 1024.0,
        starved: outcome.starved,
    })
}

/// A contestant's process. It ends with this.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(name: &str) -> io::Result<Server> {
        // Not all of them tell which port they took.
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(std::env::current_exe()?)
            .args(["serve", name, &free.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let mut server = Server { process, address: free };
        while TcpStream::connect(free).is_err() {
            if let Some(status) = server.process.try_wait()? {
                return Err(io::Error::other(format!("the server ended: {status}")));
            }
            sleep(Duration::from_millis(5));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
