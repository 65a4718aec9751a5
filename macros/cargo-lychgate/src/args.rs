//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// What lychgate's macros make of an application, read from its source
///
/// Nothing is built but by `openapi`, and nothing is changed but by `eject` and `new`. Applications are found as the
/// compiler would find them, from the root files of a package or from a file that is named, module
/// by module.
#[derive(Parser)]
#[command(name = "cargo-lychgate", bin_name = "cargo lychgate", version)]
#[command(
    after_help = "Exit codes:\n  0  it is done\n  1  `check` has found mistakes\n  2  the command \
                  line is wrong, there is nothing to show, or a file cannot be read or written"
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
    ///
    /// All else in the files stays as it is, byte for byte. The package builds without the feature
    /// `macros` of lychgate then; `cargo fix` removes imports that nothing needs any more.
    Eject(Eject),
    /// Which route answers a request, and where the others stop matching
    ///
    /// Where another application is mounted, that is explained as well. Types are not run: what
    /// depends on whether a text can be read as one is said to.
    Explain(Explain),
    /// Which route answers each of many requests
    ///
    /// One line is printed for each: the handler, those of mounted applications behind `>`, or the
    /// status. Where that depends on types, the possibilities stand in their order, with `or`.
    Find(Find),
    /// The routes as a tree, or the automaton that decides them, as a picture
    Graph(Graph),
    /// The mistakes that the macros find
    Check(Check),
    /// The OpenAPI document of an application in a library
    ///
    /// Types are known to the compiler alone, so this builds a small program that depends on the
    /// package, and runs it. The package needs a library with the application in it, both public.
    Openapi(Openapi),
    /// Makes a package with a small application and its tests
    New(New),
    /// The script that completes this command in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page of this command, for `man`
    Manual,
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
    /// With what the macros write where lychgate has the feature `openapi`
    #[arg(long)]
    pub(crate) openapi: bool,
}

#[derive(Args)]
pub(crate) struct Eject {
    #[command(flatten)]
    pub(crate) place: Place,
    /// With what the macros write where lychgate has the feature `openapi`
    #[arg(long)]
    pub(crate) openapi: bool,
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

#[derive(Args)]
pub(crate) struct Openapi {
    /// The application, where there are several: by the end of its path, such as `site`
    #[arg(value_name = "APP")]
    pub(crate) application: Option<String>,
    /// A public function of the library that returns the `Document`, with all that it says of itself
    #[arg(long, value_name = "FUNCTION", conflicts_with = "application")]
    pub(crate) document: Option<String>,
    /// The title, where it is not the name of the package
    #[arg(long, conflicts_with = "document")]
    pub(crate) title: Option<String>,
    /// Write to this file, and not to the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The Cargo.toml of the package
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// The package in the workspace
    #[arg(short, long, value_name = "NAME")]
    pub(crate) package: Option<String>,
}

#[derive(Args)]
pub(crate) struct New {
    /// The folder, which has the package's name unless that is given
    #[arg(value_name = "NAME")]
    pub(crate) folder: PathBuf,
    /// The name of the package, where it is not the folder's
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A copy of the package `lychgate` to depend on, instead of the published one
    #[arg(long, value_name = "FOLDER")]
    pub(crate) path: Option<PathBuf>,
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
