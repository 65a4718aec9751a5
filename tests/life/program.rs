//! The program in processes of its own, and what they say.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

/// A process of the program, and those that take its place: they write to the same pipes.
pub struct Program {
    child: Child,
    /// The process that serves.
    pub id: u32,
    /// Where, in words.
    pub place: String,
    output: BufReader<ChildStdout>,
    log: BufReader<ChildStderr>,
}

impl Program {
    pub fn start(place: &str) -> Program {
        Program::start_by(Program::command().arg(place))
    }

    pub fn command() -> Command {
        Command::new(env!("CARGO_BIN_EXE_site"))
    }

    /// Starts a command that ends as the program does.
    pub fn start_by(command: &mut Command) -> Program {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut program = Program { child, id: 0, place: String::new(), output, log };
        program.served();
        program
    }

    /// Waits until another process serves.
    pub fn served(&mut self) {
        self.id = self.line("process ").parse().unwrap();
        self.place = self.line("Serving on ");
    }

    pub fn address(&self) -> &str {
        self.place.strip_prefix("http://").unwrap()
    }

    pub fn signal(&self, name: &str) {
        signal(self.id, name);
    }

    /// The rest of the next line that begins so.
    pub fn line(&mut self, beginning: &str) -> String {
        line(&mut self.output, beginning)
            .unwrap_or_else(|| panic!("no {beginning:?}, but {:?}", rest(&mut self.log)))
    }

    /// The rest of the next line of the log that begins so.
    pub fn log_line(&mut self, beginning: &str) -> String {
        line(&mut self.log, &format!("lychgate: {beginning}"))
            .unwrap_or_else(|| panic!("no {beginning:?} in the log"))
    }

    /// Waits until the process that was started is no more.
    pub fn wait_for_first(&mut self) {
        assert!(self.child.wait().unwrap().success());
    }

    /// Waits until none of the processes is left; the last lines of what they have written.
    pub fn rest(mut self) -> String {
        let text = rest(&mut self.output);
        let _ = self.child.wait();
        text
    }

    /// Stops the process that serves, and waits for it.
    pub fn stop(self) -> String {
        self.signal("TERM");
        self.rest()
    }
}

pub fn signal(id: u32, name: &str) {
    let killed = Command::new("kill").args(["-s", name, &id.to_string()]).status();
    assert!(killed.unwrap().success(), "no process {id}");
}

fn line(lines: &mut impl BufRead, beginning: &str) -> Option<String> {
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        if let Some(rest) = line.strip_prefix(beginning) {
            return Some(rest.trim_end().to_owned());
        }
    }
}

fn rest(output: &mut impl Read) -> String {
    let mut text = String::new();
    output.read_to_string(&mut text).unwrap();
    text
}
