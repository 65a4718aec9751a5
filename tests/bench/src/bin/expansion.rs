//! Compiles tables of routes: time, memory, and the size of what is written. Run it without
//! `--release`: macros are compiled without optimisation, and users pay for that.
//!
//! `--rustc` builds programs with these tables, and `--rustc --release` does so with optimisation.

use std::process::Command;
use std::time::Instant;

use lychgate_bench::rustc::Program;
use lychgate_bench::sources::{self, Class};
use lychgate_compiler::expand::{self, Options};
use proc_macro2::{TokenStream, TokenTree};

type Error = Box<dyn std::error::Error>;

const COUNTS: [usize; 3] = [10, 130, 500];

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => all(),
        ["--rustc"] => builds(false),
        ["--rustc", "--release"] => builds(true),
        ["--one", count, class] => {
            let class = Class::ALL.into_iter().find(|one| one.pattern() == *class);
            one(count.parse()?, class.ok_or("no such class")?)
        }
        _ => Err("the arguments are none, --rustc, or --rustc --release".into()),
    }
}

/// Each table in processes of its own, because memory is counted for a process, and a macro too
/// runs for the first time in its process.
fn all() -> Result<(), Error> {
    let profile =
        if cfg!(debug_assertions) { "unoptimised" } else { "OPTIMISED: not what users pay" };
    println!(
        "The compiler is {profile}. The times are the median and the least of five processes.\n"
    );
    println!(
        "{:>6} {:<16}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>12}",
        "routes", "class", "ms", "least ms", "peak MB", "tokens", "lines", "matcher", "per route"
    );
    for class in Class::ALL {
        for count in COUNTS {
            let mut runs = Vec::new();
            for _ in 0..5 {
                runs.push(child(count, class)?);
            }
            runs.sort_by(|one, other| one.milliseconds.total_cmp(&other.milliseconds));
            let (Some(run), Some(least)) = (runs.get(runs.len() / 2), runs.first()) else {
                continue;
            };
            println!(
                "{count:>6} {:<16}{:>10.1}{:>10.1}{:>10.1}{:>10}{:>10}{:>10}{:>12.1}",
                class.pattern(),
                run.milliseconds,
                least.milliseconds,
                run.kilobytes / 1024.0,
                run.tokens,
                run.lines,
                run.matcher,
                run.matcher / count as f64,
            );
        }
    }
    Ok(())
}

struct Run {
    milliseconds: f64,
    kilobytes: f64,
    tokens: f64,
    lines: f64,
    matcher: f64,
}

fn child(count: usize, class: Class) -> Result<Run, Error> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.args(["--one", &count.to_string(), class.pattern()]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    match numbers.as_slice() {
        &[milliseconds, kilobytes, tokens, lines, matcher] => {
            Ok(Run { milliseconds, kilobytes, tokens, lines, matcher })
        }
        _ => Err(String::from_utf8_lossy(&output.stderr).into()),
    }
}

/// One expansion: prints the milliseconds, the kilobytes, the tokens, and the lines of all and of
/// the matcher.
fn one(count: usize, class: Class) -> Result<(), Error> {
    let item: TokenStream = sources::module(count, class).parse()?;
    let start = Instant::now();
    let expansion = expand::application(
        TokenStream::new(),
        item,
        Options { regex: true, ..Options::default() },
    );
    let time = start.elapsed();
    let kilobytes = peak_kilobytes()?;
    let tokens = tokens(expansion.clone());
    let file: syn::File = syn::parse2(expansion)?;
    let lines = prettyplease::unparse(&file).lines().count();
    let matcher = matcher(&file).ok_or("the expansion has no matcher: it is an error")?;
    let matcher = prettyplease::unparse(&matcher).lines().count();
    println!("{} {kilobytes} {tokens} {lines} {matcher}", time.as_secs_f64() * 1e3);
    Ok(())
}

/// The most memory that this process has held at once.
fn peak_kilobytes() -> Result<u64, Error> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?;
    Ok(number.parse()?)
}

/// A group is two tokens, and what is in it.
fn tokens(stream: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => 2 + tokens(group.stream()),
        _ => 1,
    };
    stream.into_iter().map(count).sum()
}

/// `mod matcher` of the application.
fn matcher(file: &syn::File) -> Option<syn::File> {
    let modules = |items: &[syn::Item], name: &str| {
        items.iter().find_map(|item| match item {
            syn::Item::Mod(module) if module.ident == name => module.content.clone(),
            _ => None,
        })
    };
    let (_, items) = modules(&file.items, "site")?;
    let (_, items) = modules(&items, "matcher")?;
    Some(syn::File { items, ..file.clone() })
}

fn builds(release: bool) -> Result<(), Error> {
    let profile = if release { "release" } else { "debug" };
    println!("cargo build ({profile}) after the source was touched: the shortest of three.\n");
    let program = Program::new(release)?;
    let least = program.measure(1, Class::Segment)?;
    println!("{:>6} {:<16}{:>10}{:>10}{:>12}", "routes", "class", "seconds", "more", "size KB");
    for (count, class) in [
        (1, Class::Segment),
        (130, Class::Segment),
        (130, Class::Word),
        (500, Class::Segment),
        (500, Class::Word),
    ] {
        let built = if count == 1 { least } else { program.measure(count, class)? };
        let seconds = built.time.as_secs_f64();
        println!(
            "{count:>6} {:<16}{seconds:>10.2}{:>10.2}{:>12}",
            class.pattern(),
            seconds - least.time.as_secs_f64(),
            built.size / 1024,
        );
    }
    Ok(())
}
