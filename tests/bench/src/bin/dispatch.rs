//! Finds routes: what the compiler wrote beside routers, regular expressions and code by hand.
//! `--quick` takes fewer samples.

use lychgate_bench::contestant::{Contestant, agree};
use lychgate_bench::github::github;
use lychgate_bench::measure::{Measured, measure};
use lychgate_bench::paths::{self, Mix};
use lychgate_bench::varied::varied;
use lychgate_bench::{own, peers};

fn main() -> Result<(), peers::Error> {
    let rounds = match std::env::args().nth(1).as_deref() {
        None => 101,
        Some("--quick") => 15,
        Some(other) => return Err(format!("{other}: the only argument is --quick").into()),
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
    line("half of the rounds within", columns.iter().map(|column| percent(largest_spread(column))));
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

fn percent(part: f64) -> String {
    format!("{:.1} %", part * 100.0)
}

fn largest_spread(column: &[Measured]) -> f64 {
    column.iter().map(|one| one.spread).fold(0.0, f64::max)
}
