//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Shows what lychgate's macros make of an application, without building it.
#[derive(Parser)]
#[command(name = "cargo-lychgate", bin_name = "cargo lychgate", version)]
#[command(
    after_help = "The exit code is 0; 1 where `check` finds mistakes; 2 where there is nothing \
                        to show, or nothing can be read."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// The route tables, as declared
    Routes(Routes),
    /// What lychgate's macros expand to, in the files as they are written
    Expand(Expand),
    /// Writes the expansions in the place of the source, which needs the macros no more
    Eject(Eject),
    /// Which route answers a request, and where the others stop matching
    Explain(Explain),
    /// Which route answers each of many requests
    Find(Find),
    /// The routes as a tree, or the automaton that decides them, as a picture
    Graph(Graph),
    /// The mistakes that the macros find
    Check(Check),
}

#[derive(Args)]
pub(crate) struct Routes {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Print the tables as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// List the routes that match a common path for a common method, each pair with such a path
    #[arg(long)]
    pub(crate) overlaps: bool,
}

#[derive(Args)]
pub(crate) struct Expand {
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Eject {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Print what would be written, and leave the files as they are
    #[arg(long)]
    pub(crate) print: bool,
    /// Write to files whose present text is not in a git repository, too
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The method of the request, such as GET
    pub(crate) method: String,
    /// The path of the request, such as /users/7
    pub(crate) path: String,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Find {
    /// A file of requests, each on a line of its own, such as `GET /users/7`; else they are read
    /// from the standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) requests: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Graph {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The language of the picture
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    pub(crate) format: Format,
    /// Draw the automaton instead of the routes; as SVG, that needs Graphviz
    #[arg(long)]
    pub(crate) automaton: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A picture, for light pages and dark ones
    Svg,
    /// For Graphviz
    Dot,
    /// For pages of text, as code hosts show them
    Mermaid,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Print the mistakes as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where the applications are.
#[derive(Args)]
pub(crate) struct Place {
    /// Files, folders of packages, or applications by name, such as `site` or `admin::site`; else
    /// all applications of the package
    #[arg(value_name = "PATH or APP")]
    pub(crate) what: Vec<String>,
    /// The Cargo.toml of the package
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// The package in the workspace
    #[arg(short, long, value_name = "NAME")]
    pub(crate) package: Option<String>,
}

/// The arguments without the name of the subcommand, which cargo passes first.
pub(crate) fn without_subcommand(
    arguments: impl Iterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    let is_name = |(place, word): &(usize, OsString)| *place == 1 && word == "lychgate";
    arguments.enumerate().filter(move |argument| !is_name(argument)).map(|(_, word)| word)
}
