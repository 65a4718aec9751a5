//! `cargo lychgate`, as a program.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let run = cargo_lychgate::run(std::env::args_os());
    // Whoever reads only the beginning, as `head` does, has seen enough.
    let _ = std::io::stdout().write_all(run.text.as_bytes());
    let _ = std::io::stderr().write_all(run.errors.as_bytes());
    ExitCode::from(run.code)
}
