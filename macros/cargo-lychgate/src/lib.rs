//! `cargo lychgate`: what lychgate's macros make of an application, read from its source. Nothing
//! is built but for `openapi`: the passes behind the macros are called as a library. As a library itself, this is the
//! command for programs that are in Rust.

mod args;
mod cargo;
mod check;
mod discover;
mod eject;
mod expand;
mod explain;
mod find;
mod format;
mod graph;
mod handler;
mod modules;
mod mounts;
mod new;
mod openapi;
mod pages;
mod routes;
mod search;

use std::ffi::OsString;

use clap::Parser;

use args::{Arguments, Command};

/// What a run of the command came to.
#[derive(Debug)]
pub struct Run {
    /// What it prints.
    pub text: String,
    /// What it says on the standard error.
    pub errors: String,
    /// The exit code: 0; 1 where `check` has found mistakes; 2 where nothing could be done.
    pub code: u8,
}

/// Runs the command with these arguments, the first of which is its own name.
///
/// ```
/// let run = cargo_lychgate::run(["cargo-lychgate", "routes", "no/such/file.rs"]);
/// assert_eq!(run.code, 2);
/// assert!(run.errors.starts_with("error: no/such/file.rs cannot be read"));
/// ```
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Run {
    let arguments = arguments.into_iter().map(Into::into);
    let arguments = match Arguments::try_parse_from(args::without_subcommand(arguments)) {
        Ok(arguments) => arguments,
        Err(error) => return said(&error),
    };
    let output = match arguments.command {
        Command::Routes(routes) => routes::routes(&routes),
        Command::Expand(expand) => expand::expand(&expand),
        Command::Eject(eject) => eject::eject(&eject),
        Command::Explain(explain) => explain::explain(&explain),
        Command::Graph(graph) => graph::graph(&graph),
        Command::Find(find) => find::find(&find),
        Command::Check(check) => check::check(&check),
        Command::Openapi(openapi) => openapi::openapi(&openapi),
        Command::New(new) => new::new(&new),
        Command::Completions { shell } => pages::completions(shell),
        Command::Manual => pages::manual(),
    };
    match output {
        Ok(Output { text, note, has_mistakes }) => {
            Run { text, errors: note, code: u8::from(has_mistakes) }
        }
        Err(message) => Run { text: String::new(), errors: format!("error: {message}\n"), code: 2 },
    }
}

/// What is wrong with the command line, or the help that it asks for.
fn said(error: &clap::Error) -> Run {
    let text = error.render().to_string();
    match error.use_stderr() {
        true => Run { text: String::new(), errors: text, code: 2 },
        false => Run { text, errors: String::new(), code: 0 },
    }
}

/// What a command came to.
#[derive(Default)]
struct Output {
    /// What it prints.
    text: String,
    /// What else is to be said.
    note: String,
    /// Whether it was asked for mistakes, and found some.
    has_mistakes: bool,
}

impl From<String> for Output {
    fn from(text: String) -> Self {
        Output { text, ..Output::default() }
    }
}
