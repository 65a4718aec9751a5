//! What do connections cost that ask for nothing, and what those that ask slowly? `cargo run --release
//! -p lychgate-bench --bin idle`
//!
//! Opens 10 000 keep-alive connections to a server in a process of its own, and fails when that then
//! holds 200 MB or more; and 2000 that send a head byte by byte, while a client asks as fast as it
//! is answered, which fails when an answer takes a second.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use lychgate::{Environ, Reply, StartResponse};
use lychgate_bench::process::{Figures, allow_descriptors, end_with_input};
use lychgate_bench::response;

const IDLE: usize = 10_000;
/// The most KiB that the server may hold for them.
const MEMORY: u64 = 200_000_000 >> 10;
const SLOW: usize = 2000;
/// What the server gives them for a head.
const HEAD: Duration = Duration::from_secs(10);
/// The longest that the fast client may wait for an answer.
const WAIT: Duration = Duration::from_secs(1);

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const HELLO: &str = "Hello World";

fn application(
    _: &mut Environ,
    start_response: StartResponse<'_>,
) -> lychgate::Result<Reply<'static>> {
    Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(HELLO))
}

fn main() -> lychgate::Result<()> {
    allow_descriptors(IDLE as u64 + 500)?;
    if std::env::args().nth(1).is_some() {
        end_with_input();
        return serve();
    }
    let idle = idle()?;
    let slow = slow()?;
    if idle && slow { Ok(()) } else { Err(io::Error::other("that is too much").into()) }
}

/// The server's process: it tells its address.
fn serve() -> lychgate::Result<()> {
    let server = lychgate::make_server("127.0.0.1:0", application)?
        .max_connections(IDLE + 100)
        // However busy the machine is that opens them.
        .idle_timeout(Duration::from_secs(3600))
        .header_timeout(HEAD)
        .quiet();
    println!("{}", server.local_addr()?);
    server.serve_forever()
}

struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start() -> io::Result<Server> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address = line.trim().parse().map_err(io::Error::other)?;
        Ok(Server { process, address })
    }

    fn figures(&self) -> io::Result<Figures> {
        Figures::of(self.process.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether the connections that ask for nothing cost little enough.
fn idle() -> io::Result<bool> {
    let server = Server::start()?;
    let before = server.figures()?;
    let mut connections = Vec::new();
    for _ in 0..IDLE {
        let mut connection = TcpStream::connect(server.address)?;
        ask(&mut connection)?;
        connections.push(connection);
    }
    let open = server.figures()?;
    // They are all there: each is answered once more.
    connections.iter_mut().try_for_each(ask)?;
    let used = server.figures()?;
    let most = open.resident.max(used.resident);
    let each = (most - before.resident) as f64 / IDLE as f64;
    println!(
        "{IDLE} idle connections: {} KiB held, {each:.1} for each; at most {MEMORY} allowed; {} threads",
        most, used.threads
    );
    Ok(most < MEMORY)
}

/// Whether the connections that ask slowly do not hold up one that does not.
fn slow() -> io::Result<bool> {
    let server = Server::start()?;
    let alone = Answered::until(server.address, || false, Duration::from_secs(2))?;
    println!("a fast client alone: {alone}");
    let done = AtomicBool::new(false);
    let (slow, fast, most) = thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let slow = dawdle(server.address);
            done.store(true, Ordering::Relaxed);
            slow
        });
        let over = || done.load(Ordering::Relaxed);
        let fast = Answered::until(server.address, over, Duration::MAX);
        let most = server.figures().map(|figures| figures.most_resident);
        (slow.join().expect("the slow clients panicked"), fast, most)
    });
    let (slow, fast, most) = (slow?, fast?, most?);
    println!("the same beside {SLOW} slow ones: {fast}");
    println!("{slow} of the slow ones were answered with 408; at most {most} KiB were held");
    Ok(slow == SLOW && fast.max < WAIT)
}

/// Sends a byte of many heads every second, until shortly before the server has had enough of it;
/// tells how many were answered with 408.
fn dawdle(address: SocketAddr) -> io::Result<usize> {
    let connect = |_| {
        let mut connection = TcpStream::connect(address)?;
        connection.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")?;
        Ok(connection)
    };
    let begin = Instant::now();
    let mut connections: Vec<TcpStream> = (0..SLOW).map(connect).collect::<io::Result<_>>()?;
    while begin.elapsed() < HEAD - Duration::from_secs(2) {
        for connection in &mut connections {
            connection.write_all(b"y")?;
        }
        sleep(Duration::from_secs(1));
    }
    let mut answered = 0;
    for mut connection in connections {
        connection.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer)?;
        answered += usize::from(answer.starts_with(b"HTTP/1.1 408 "));
    }
    Ok(answered)
}

/// How a client that asks again and again was answered: on one connection, and on new ones.
struct Answered {
    requests: usize,
    p50: Duration,
    p99: Duration,
    max: Duration,
}

impl Answered {
    fn until(address: SocketAddr, over: impl Fn() -> bool, time: Duration) -> io::Result<Answered> {
        let mut connection = TcpStream::connect(address)?;
        let mut waits = Vec::new();
        let begin = Instant::now();
        while waits.is_empty() || !over() && begin.elapsed() < time {
            let start = Instant::now();
            if waits.len() % 10 == 0 {
                connection = TcpStream::connect(address)?;
            }
            ask(&mut connection)?;
            waits.push(start.elapsed());
        }
        waits.sort_unstable();
        let at = |percent: usize| waits[(waits.len() - 1) * percent / 100];
        Ok(Answered { requests: waits.len(), p50: at(50), p99: at(99), max: at(100) })
    }
}

impl std::fmt::Display for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Answered { requests, p50, p99, max } = self;
        write!(f, "{requests} answers, p50 {p50:?}, p99 {p99:?}, max {max:?}")
    }
}

/// Asks, and reads the answer, which must be right.
fn ask(connection: &mut TcpStream) -> io::Result<()> {
    connection.write_all(REQUEST)?;
    let mut bytes = Vec::new();
    let mut part = [0; 1024];
    loop {
        match connection.read(&mut part)? {
            0 => return Err(io::Error::other("the server closed a connection")),
            length => bytes.extend_from_slice(&part[..length]),
        }
        match response::read(&bytes)? {
            Some(answer) if answer.status == 200 && *answer.body == *HELLO.as_bytes() => {
                return Ok(());
            }
            Some(answer) => return Err(io::Error::other(format!("{answer:?} came"))),
            None => {}
        }
    }
}
