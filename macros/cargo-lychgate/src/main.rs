//! `cargo lychgate`: what lychgate's macros make of an application, read from its source. Nothing
//! is built: the passes behind the macros are called as a library.

mod args;
mod cargo;
mod check;
mod discover;
mod eject;
mod expand;
mod explain;
mod find;
mod format;
mod handler;
mod modules;
mod mounts;
mod routes;
mod search;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(args::without_subcommand(std::env::args_os()));
    let output = match arguments.command {
        Command::Routes(routes) => routes::routes(&routes),
        Command::Expand(expand) => expand::expand(&expand),
        Command::Eject(eject) => eject::eject(&eject),
        Command::Explain(explain) => explain::explain(&explain),
        Command::Find(find) => find::find(&find),
        Command::Check(check) => check::check(&check),
    };
    match output {
        Ok(output) => {
            // Whoever reads only the beginning, as `head` does, has seen enough.
            let _ = std::io::stdout().write_all(output.text.as_bytes());
            ExitCode::from(u8::from(output.has_mistakes))
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// What a command came to.
struct Output {
    /// What it prints.
    text: String,
    /// Whether it was asked for mistakes, and found some.
    has_mistakes: bool,
}

impl From<String> for Output {
    fn from(text: String) -> Self {
        Output { text, has_mistakes: false }
    }
}
