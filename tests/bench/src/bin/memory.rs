//! What large bodies cost: `cargo run --release -p lychgate-bench --bin memory -- [MEBIBYTES]`
//!
//! Each task has a server in a process of its own; this one sends and receives. It prints the most
//! memory that the server ever held, as Linux tells, and fails when that is too much.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use lychgate::middleware::BodyLimit;
use lychgate::parameter::PartLimit;
use lychgate::prelude::*;
use lychgate_bench::process::Figures;

/// The most that a server may hold, in KiB.
const LIMIT: u64 = 64 << 10;
/// Mebibytes of a body, unless the command says otherwise.
const SIZE: u64 = 2048;

struct Site {
    files: Files,
}

#[application]
impl Site {
    #[put("^upload$")]
    #[with(BodyLimit::new(8 << 30))]
    fn upload(&self, mut input: Input) -> Result<String> {
        let mut piece = vec![0; 64 << 10];
        let mut length = 0;
        loop {
            match input.read(&mut piece)? {
                0 => return Ok(length.to_string()),
                read => length += read as u64,
            }
        }
    }

    #[post("^form$")]
    #[with(BodyLimit::new(8 << 30), PartLimit::new(8 << 30))]
    fn form(&self, mut form: Multipart) -> Result<String> {
        let file = form.take("file")?;
        Ok(io::copy(&mut file.into_reader(), &mut io::sink())?.to_string())
    }

    #[mount("^files/")]
    fn files(&self) -> &Files {
        &self.files
    }
}

fn main() -> lychgate::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, directory] = &arguments[..] {
        assert_eq!(word, "serve", "the arguments are [MEBIBYTES]");
        return serve(directory);
    }
    let size = arguments.first().map_or(Ok(SIZE), |size| size.parse())? << 20;
    let directory = tempfile::tempdir()?;
    File::create(directory.path().join("large"))?.set_len(size)?;
    let mut too_much = false;
    for (name, task) in [("read in pieces", upload as Task), ("form", form), ("file", download)] {
        let begin = Instant::now();
        let memory = held(directory.path(), |stream| task(stream, size))?;
        let seconds = begin.elapsed().as_secs_f64();
        println!("{name:15} {:5} MiB, {seconds:5.1} s, at most {memory} KiB held", size >> 20);
        too_much |= memory >= LIMIT;
    }
    if too_much {
        return Err(io::Error::other(format!("expected less than {LIMIT} KiB")).into());
    }
    Ok(())
}

/// The server's process: it tells its address, and ends with its input.
fn serve(directory: &str) -> lychgate::Result<()> {
    let site = Site { files: Files::new(directory) };
    let server = lychgate::make_server("127.0.0.1:0", site)?.quiet();
    println!("{}", server.local_addr()?);
    let handle = server.handle();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        handle.stop();
    });
    server.serve_forever()
}

type Task = fn(&mut TcpStream, u64) -> io::Result<u64>;

/// The most memory that a server held while it did a task, in KiB.
fn held(
    directory: &Path,
    task: impl FnOnce(&mut TcpStream) -> io::Result<u64>,
) -> lychgate::Result<u64> {
    let mut server = Command::new(std::env::current_exe()?)
        .args(["serve".as_ref(), directory])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut address = String::new();
    BufReader::new(server.stdout.take().expect("it is piped")).read_line(&mut address)?;
    let mut stream = TcpStream::connect(address.trim())?;
    let length = task(&mut stream)?;
    let memory = Figures::of(server.id())?.most_resident;
    drop(server.stdin.take());
    server.wait()?;
    assert!(length > 0, "nothing was sent");
    Ok(memory)
}

fn upload(stream: &mut TcpStream, size: u64) -> io::Result<u64> {
    send(stream, "PUT /upload", "", size, ["", ""])?;
    confirmed(stream, size)
}

fn form(stream: &mut TcpStream, size: u64) -> io::Result<u64> {
    let head = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large\"\r\n\r\n";
    let media_type = "Content-Type: multipart/form-data; boundary=X\r\n";
    send(stream, "POST /form", media_type, size, [head, "\r\n--X--\r\n"])?;
    confirmed(stream, size)
}

/// A request whose body is so many zeros, with something around them.
fn send(
    stream: &mut TcpStream,
    line: &str,
    header: &str,
    size: u64,
    around: [&str; 2],
) -> io::Result<()> {
    let length = size + around.concat().len() as u64;
    write!(
        stream,
        "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{header}\r\n{}",
        around[0]
    )?;
    let mut zeros = BufReader::with_capacity(64 << 10, io::repeat(0).take(size));
    io::copy(&mut zeros, stream)?;
    stream.write_all(around[1].as_bytes())
}

/// The answer must be 200 and say the length.
fn confirmed(stream: &mut TcpStream, size: u64) -> io::Result<u64> {
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let is_right = answer.starts_with("HTTP/1.1 200") && answer.ends_with(&format!("\n{size}"));
    if is_right { Ok(size) } else { Err(io::Error::other(answer)) }
}

fn download(stream: &mut TcpStream, size: u64) -> io::Result<u64> {
    write!(stream, "GET /files/large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = BufReader::with_capacity(64 << 10, stream);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        answer.read_line(&mut line)?;
    }
    let length = io::copy(&mut answer, &mut io::sink())?;
    if length == size { Ok(size) } else { Err(io::Error::other(format!("{length} bytes came"))) }
}
