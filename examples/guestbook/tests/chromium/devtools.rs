//! Chromium, told what to do by its DevTools protocol over a pipe (`--remote-debugging-pipe`): messages
//! of JSON, with a zero byte behind each.

use std::collections::VecDeque;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use command_fds::{CommandFdExt, FdMapping};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A running browser. It ends with this value.
pub(crate) struct Chromium {
    process: Child,
    messages: BufReader<UnixStream>,
    calls: u64,
    events: VecDeque<Value>,
    _profile: TempDir,
}

/// What a browser for tests does not need, or must not do.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
];

/// How long a browser may be silent before it is taken for dead, on a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(180);

impl Chromium {
    /// Starts the program that `CHROMIUM` names, or `chromium`.
    pub(crate) fn start() -> Self {
        let program = env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
        let profile = TempDir::new().expect("a directory for the profile");
        let (ours, theirs) = UnixStream::pair().expect("a pipe");
        ours.set_read_timeout(Some(PATIENCE)).expect("a limit of time");
        let mapping = |child_fd| {
            let parent_fd = OwnedFd::from(theirs.try_clone().expect("the other end of the pipe"));
            FdMapping { parent_fd, child_fd }
        };
        let mut command = Command::new(&program);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.path().display()));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.fd_mappings(vec![mapping(3), mapping(4)]).expect("two descriptors");
        let process = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
        let messages = BufReader::new(ours);
        Chromium { process, messages, calls: 0, events: VecDeque::new(), _profile: profile }
    }

    /// Calls a method, of a page or of the browser, and gives its result.
    #[track_caller]
    pub(crate) fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        self.calls += 1;
        let mut call = json!({ "id": self.calls, "method": method, "params": parameters });
        if let Some(session) = session {
            call["sessionId"] = session.into();
        }
        let sent = self.messages.get_mut().write_all(format!("{call}\0").as_bytes());
        sent.expect("the browser can be spoken to");
        loop {
            let message = self.receive(method);
            if message["id"] == self.calls {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push_back(message);
        }
    }

    /// Forgets the events that have been.
    pub(crate) fn forget(&mut self) {
        self.events.clear();
    }

    /// Waits until an event has been, and gives all until then.
    #[track_caller]
    pub(crate) fn wait(&mut self, event: &str) -> Vec<Value> {
        let mut seen = Vec::new();
        loop {
            let message = self.events.pop_front().unwrap_or_else(|| self.receive(event));
            let is_it = message["method"] == event;
            seen.push(message);
            if is_it {
                return seen;
            }
        }
    }

    #[track_caller]
    fn receive(&mut self, expected: &str) -> Value {
        let mut message = Vec::new();
        match self.messages.read_until(0, &mut message) {
            Ok(1..) => message.pop(),
            Ok(0) => panic!("the browser is gone, when {expected} was waited for"),
            Err(error) => panic!("nothing came of {expected}: {error}"),
        };
        serde_json::from_slice(&message).expect("a message is JSON")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
