//! Do blocked handlers hold up the others? `cargo run --release -p lychgate-bench --bin
//! stall`
//!
//! Starts a server in this process and opens 64 keep-alive connections. Every tenth request goes to
//! a handler that sleeps for 50 ms; the latencies of all the others are shown.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use lychgate::{Environ, Reply, StartResponse};

const CONNECTIONS: usize = 64;
const SLEEP: Duration = Duration::from_millis(50);
const RUN: Duration = Duration::from_secs(5);

fn application(
    environ: &mut Environ,
    start_response: StartResponse<'_>,
) -> lychgate::Result<Reply<'static>> {
    if environ.path_info() == "/slow" {
        thread::sleep(SLEEP);
    }
    Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body("Hello World"))
}

fn main() -> lychgate::Result<()> {
    let server = lychgate::make_server("127.0.0.1:0", application)?.quiet();
    let (address, handle) = (server.local_addr()?, server.handle());
    let server = thread::spawn(|| server.serve_forever());
    let start = Instant::now();
    let clients: Vec<_> =
        (0..CONNECTIONS).map(|i| thread::spawn(move || ask(address, i))).collect();
    let (mut fast, mut slow) = (Vec::new(), 0);
    for client in clients {
        let (latencies, slept) = client.join().expect("a client failed")?;
        fast.extend(latencies);
        slow += slept;
    }
    let seconds = start.elapsed().as_secs_f64();
    handle.stop();
    server.join().expect("the server panicked")?;
    fast.sort_unstable();
    let at = |share: f64| fast[((fast.len() - 1) as f64 * share) as usize];
    println!(
        "{:.0} requests/s, every tenth asleep for {SLEEP:?}",
        (fast.len() + slow) as f64 / seconds
    );
    println!("the others: p50 {:?}, p99 {:?}, max {:?}", at(0.5), at(0.99), at(1.0));
    Ok(())
}

/// One connection's requests: the latencies of the fast ones, and how many were slow.
fn ask(address: SocketAddr, offset: usize) -> std::io::Result<(Vec<Duration>, usize)> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let (mut fast, mut slow) = (Vec::new(), 0);
    let end = Instant::now() + RUN;
    for n in offset.. {
        let start = Instant::now();
        if start >= end {
            break;
        }
        let path = if n % 10 == 0 { "/slow" } else { "/fast" };
        stream.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes())?;
        read_answer(&mut stream)?;
        if n % 10 == 0 { slow += 1 } else { fast.push(start.elapsed()) }
    }
    Ok((fast, slow))
}

fn read_answer(stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    let (mut line, mut length) = (String::new(), 0);
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line)?;
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length: ") {
            length = value.trim_end().parse().map_err(std::io::Error::other)?;
        }
    }
    stream.read_exact(&mut vec![0; length])
}
