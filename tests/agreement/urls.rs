//! The URLs of routes lead to them: those of random tables and of the written ones, with random
//! captures.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use regex_syntax::hir::Hir;

use super::grammar::Random;
use super::{Table, paths, random, written};

/// What came of some calls.
#[derive(Default)]
struct Count {
    /// There was a function.
    asked: usize,
    /// There was a path.
    made: usize,
}

/// The groups of a pattern.
fn names(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split("(?<").skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name)
}

/// Makes a URL of captures, and follows it.
fn check(table: &Table, route: usize, groups: &HashMap<String, String>, count: &mut Count) {
    let group = |name: &str| groups.get(name).map(String::as_str);
    let Some(url) = (table.url)(route, &group) else { return };
    count.asked += 1;
    let Ok(path) = url.path() else { return };
    count.made += 1;
    let of =
        |what: &str| format!("{what} {path:?} of {route} in {:#?}: {groups:?}", table.patterns);
    let is_usual = |c: char| c.is_ascii_alphanumeric() || "/-._~!$()*+,;=:@%".contains(c);
    assert!(path.starts_with('/') && path.chars().all(is_usual), "{}", of("what is"));
    let decoded = percent_decode_str(path).decode_utf8().expect("a path is UTF-8");
    let (found, captures) = (table.find)(&decoded).unwrap_or_else(|| panic!("{}", of("lost")));
    assert_eq!(found, route, "{}", of("another's"));
    // A group that has no argument stands inside of one that has.
    let names = names(table.patterns[route]);
    for (name, found) in names.zip(captures).filter(|(_, found)| found.is_some()) {
        let inside = groups.values().any(|value| value.contains(found.unwrap_or_default()));
        assert!(group(name) == found || inside, "{name} {}", of("other captures"));
    }
}

fn check_all(tables: &[Table], times: usize) -> (Count, Count) {
    let mut random = Random(7);
    let (mut fitting, mut wild) = (Count::default(), Count::default());
    for table in tables {
        let parse = |pattern: &&str| regex_syntax::Parser::new().parse(pattern).unwrap();
        let meanings: Vec<Hir> = table.patterns.iter().map(parse).collect();
        for _ in 0..times {
            let place = random.below(meanings.len());
            let path = paths::path(&mut random, &meanings[place]);
            if let Some((route, captures)) = (table.find)(&path) {
                let pairs = names(table.patterns[route]).zip(captures);
                let groups = pairs.filter_map(|(name, it)| Some((name.to_owned(), it?.to_owned())));
                let groups = groups.collect();
                check(table, route, &groups, &mut fitting);
            }
            let groups = names(table.patterns[place]).map(|name| {
                let place = random.below(meanings.len());
                (name.to_owned(), paths::path(&mut random, &meanings[place]))
            });
            let groups = groups.collect();
            check(table, place, &groups, &mut wild);
        }
    }
    (fitting, wild)
}

#[test]
fn urls_of_random_tables_lead_to_their_routes() {
    // As many in all, however many tables there are.
    let (fitting, wild) = check_all(random::TABLES, 6000 / random::TABLES.len().clamp(1, 6000));
    println!("{} of {}, and {} of {}", fitting.made, fitting.asked, wild.made, wild.asked);
    assert!(fitting.made * 3 > fitting.asked && fitting.asked > 500, "{}", fitting.made);
    assert!(wild.made * 100 > wild.asked && wild.asked > 500, "{} of {}", wild.made, wild.asked);
}

#[test]
fn urls_of_the_written_tables_lead_to_their_routes() {
    let (fitting, wild) = check_all(written::TABLES, 100);
    println!("{} of {}, and {} of {}", fitting.made, fitting.asked, wild.made, wild.asked);
    assert!(fitting.made * 3 > fitting.asked && fitting.asked > 500, "{}", fitting.made);
    assert!(wild.asked > 500, "{} of {}", wild.made, wild.asked);
}
