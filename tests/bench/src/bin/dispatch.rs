//! Finds routes: what the compiler wrote beside routers, regular expressions and code by hand.
//! `--quick` takes fewer samples, and `--alone TABLE MIX` leaves the others out.

use lychgate_bench::contestant::{Contestant, agree};
use lychgate_bench::github::github;
use lychgate_bench::measure::{Measured, measure};
use lychgate_bench::paths::{self, Mix};
use lychgate_bench::varied::varied;
use lychgate_bench::{own, peers};

fn main() -> Result<(), peers::Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let rounds = match arguments.as_slice() {
        [] => 101,
        ["--quick"] => 15,
        ["--alone", table, mix] => return alone(table, mix),
        _ => return Err("the arguments are none, --quick, or --alone TABLE MIX".into()),
    };
    println!("Medians of {rounds} interleaved samples; captures are read.\n");

    let mut contestants = own::of_github();
    contestants.extend(peers::of_segments(github::ROUTES)?);
    let title = format!("GitHub's API, {} routes", github::ROUTES.len());
    table(&title, &contestants, &paths::of_segments(github::ROUTES)?, rounds)?;

    let mut contestants = own::of_varied();
    contestants.extend(peers::of_patterns(varied::ROUTES)?);
    let title = format!("varied patterns, {} routes", varied::ROUTES.len());
    table(&title, &contestants, &paths::of_varied(varied::ROUTES)?, rounds)
}

/// Only what we compile, on one mix, for some seconds: for a profiler.
fn alone(table: &str, mix: &str) -> Result<(), peers::Error> {
    let (contestants, mixes) = match table {
        "github" => (own::of_github(), paths::of_segments(github::ROUTES)?),
        "varied" => (own::of_varied(), paths::of_varied(varied::ROUTES)?),
        _ => return Err("the tables are github and varied".into()),
    };
    let named = mixes.iter().find(|one| one.name == mix).ok_or("no such mix")?;
    let ours = contestants.get(..1).unwrap_or_default();
    for one in measure(ours, &named.paths(), 10_000) {
        println!("{}: {:.1} ns", one.name, one.nanoseconds);
    }
    Ok(())
}

fn table(
    title: &str,
    contestants: &[Box<dyn Contestant>],
    mixes: &[Mix],
    rounds: usize,
) -> Result<(), peers::Error> {
    println!("## {title}\n");
    for mix in mixes {
        let paths = mix.paths();
        agree(contestants, &paths)?;
        let (count, length) = (paths.len(), mix.mean_length());
        println!("{}: {count} paths of {length:.0} bytes, all agree on each", mix.name);
    }
    let columns: Vec<Vec<Measured>> =
        mixes.iter().map(|mix| measure(contestants, &mix.paths(), rounds)).collect();
    println!();
    heading("ns a lookup", mixes);
    for (row, contestant) in contestants.iter().enumerate() {
        let cells = columns.iter().filter_map(|column| column.get(row));
        line(contestant.name(), cells.map(|cell| nanoseconds(cell.nanoseconds)));
    }
    let spreads = columns.iter().map(|column| column.iter().map(|one| one.spread));
    let spreads = spreads.map(|spreads| spreads.fold(0.0, f64::max));
    line("largest spread", spreads.map(|spread| format!("{:.0} %", spread * 100.0)));
    println!();
    ratios(&columns, mixes);
    println!();
    heading("allocations a lookup", mixes);
    for (row, contestant) in contestants.iter().enumerate() {
        let cells = columns.iter().filter_map(|column| column.get(row));
        line(contestant.name(), cells.map(|cell| format!("{:.1}", cell.allocations)));
    }
    println!();
    Ok(())
}

/// Ours by the best of the others, of their kinds.
fn ratios(columns: &[Vec<Measured>], mixes: &[Mix]) {
    heading("ratios of lychgate", mixes);
    let first = columns.first().map(Vec::as_slice).unwrap_or_default();
    let others: Vec<&str> =
        first.iter().map(|one| one.name).filter(|name| *name != own::OURS).collect();
    let by_hand: Vec<&str> =
        own::BY_HAND.into_iter().filter(|name| others.contains(name)).collect();
    if !by_hand.is_empty() {
        ratio("to the better by hand", columns, &by_hand);
    }
    for name in others {
        if !own::BY_HAND.contains(&name) && !name.starts_with(own::OURS) {
            ratio(&format!("to {name}"), columns, &[name]);
        }
    }
}

fn ratio(label: &str, columns: &[Vec<Measured>], names: &[&str]) {
    let best = |column: &[Measured], names: &[&str]| {
        let named = column.iter().filter(|one| names.contains(&one.name));
        named.map(|one| one.nanoseconds).fold(f64::INFINITY, f64::min)
    };
    line(
        label,
        columns
            .iter()
            .map(|column| format!("{:.3}", best(column, &[own::OURS]) / best(column, names))),
    );
}

fn heading(title: &str, mixes: &[Mix]) {
    line(title, mixes.iter().map(|mix| mix.name.to_owned()));
    println!("{}", "-".repeat(28 + 10 * mixes.len()));
}

fn line(label: &str, cells: impl Iterator<Item = String>) {
    let cells: String = cells.map(|cell| format!("{cell:>10}")).collect();
    println!("{label:<28}{cells}");
}

fn nanoseconds(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
