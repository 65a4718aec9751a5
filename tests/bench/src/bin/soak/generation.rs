//! The processes of the server, one after the other.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use lychgate_bench::process::Figures;
use rustix::process::{Pid, Signal, kill_process};

use crate::fault::{Fault, Faults};
use crate::server::PURPOSE;
use crate::token::Token;

/// KiB that a process may hold after the second pause beyond what it held after the first.
pub(crate) const GROWTH: u64 = 16 << 10;

/// A process that serves. It ends with this.
pub(crate) struct Generation {
    process: Child,
    output: BufReader<ChildStdout>,
    log: Option<JoinHandle<()>>,
    address: SocketAddr,
    faults: Arc<Faults>,
}

/// What a process holds when nothing is asked of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calm {
    threads: u64,
    descriptors: u64,
    /// KiB.
    pub(crate) resident: u64,
}

impl fmt::Display for Calm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Calm { threads, descriptors, resident } = self;
        write!(f, "{threads} threads, {descriptors} descriptors, {resident} KiB")
    }
}

impl Generation {
    /// Starts a process, and waits until it listens.
    pub(crate) fn start(address: SocketAddr, faults: Arc<Faults>) -> crate::Result<Generation> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", &address.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let output = BufReader::new(process.stdout.take().ok_or("no output")?);
        let log = process.stderr.take().ok_or("no log")?;
        let listener = Arc::clone(&faults);
        let log = Some(thread::spawn(move || listen(log, &listener)));
        let mut generation = Generation { process, output, log, address, faults };
        let mut line = String::new();
        generation.output.read_line(&mut line)?;
        if line.trim() == "listening" { Ok(generation) } else { Err("it does not listen".into()) }
    }

    /// What it holds at the start.
    pub(crate) fn calm(&self) -> crate::Result<Calm> {
        // While it starts, it has fewer.
        let mut most = self.now()?;
        for _ in 0..20 {
            sleep(Duration::from_millis(25));
            let now = self.now()?;
            most.threads = most.threads.max(now.threads);
            most.descriptors = most.descriptors.max(now.descriptors);
            most.resident = now.resident;
        }
        Ok(most)
    }

    fn now(&self) -> crate::Result<Calm> {
        let Figures { threads, descriptors, resident, .. } = Figures::of(self.process.id())?;
        Ok(Calm { threads, descriptors, resident })
    }

    /// Waits until it holds no more threads and descriptors than it did at the start.
    pub(crate) fn calm_as(&self, start: Calm) -> crate::Result<Calm> {
        const PATIENCE: Duration = Duration::from_secs(60);
        let begin = Instant::now();
        loop {
            let now = self.now()?;
            if now.threads <= start.threads && now.descriptors <= start.descriptors {
                return Ok(now);
            }
            if begin.elapsed() > PATIENCE {
                return Err(format!("{PATIENCE:?} after the last request it holds {now}").into());
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// Tells the process to stop, starts another in its place, and waits until it has ended.
    pub(crate) fn replace(&mut self) -> crate::Result<Vec<Token>> {
        self.tell_to_stop()?;
        let next = Generation::start(self.address, Arc::clone(&self.faults))?;
        std::mem::replace(self, next).wait()
    }

    /// Tells the process to stop, and waits until it has ended.
    pub(crate) fn stop(self) -> crate::Result<Vec<Token>> {
        self.tell_to_stop()?;
        self.wait()
    }

    fn tell_to_stop(&self) -> crate::Result<()> {
        Ok(kill_process(Pid::from_child(&self.process), Signal::TERM)?)
    }

    /// Waits until the process has ended; gives the tokens that it has seen last.
    fn wait(mut self) -> crate::Result<Vec<Token>> {
        let mut tokens = String::new();
        self.output.read_to_string(&mut tokens)?;
        let status = self.process.wait()?;
        if let Some(log) = self.log.take() {
            log.join().map_err(|_| "the log cannot be read")?;
        }
        match status.success() {
            true => Ok(tokens.lines().map(str::parse).collect::<Result<_, _>>()?),
            false => Err(format!("the server ended with {status}").into()),
        }
    }
}

/// Reads a log, which holds nothing but what was done on purpose.
fn listen(log: ChildStderr, faults: &Faults) {
    for line in BufReader::new(log).lines().map_while(Result::ok) {
        if !line.contains(PURPOSE) {
            faults.add(Fault::Log(line));
        }
    }
}

impl Drop for Generation {
    fn drop(&mut self) {
        // It has ended already, unless something has failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
