use super::*;
use crate::automaton::plan::{Limits, plan};
use crate::pattern::Pattern;

const GET: u64 = 0b011;
const POST: u64 = 0b100;
const ANY: u64 = u64::MAX;

/// A pattern, its methods, and whether it may refuse.
type Row<'a> = (&'a str, u64, bool);

fn facts(rows: &[Row<'_>]) -> Vec<Facts> {
    rows.iter().map(|&(_, methods, refuses)| Facts { methods, refuses }).collect()
}

fn planned(rows: &[Row<'_>], hide: bool, limits: &Limits) -> Plan {
    let patterns: Vec<Pattern> =
        rows.iter().map(|row| Pattern::parse(row.0).expect("it parses")).collect();
    let certain: Vec<bool> = rows.iter().map(|row| hide && row.1 == ANY && !row.2).collect();
    plan(&patterns, &certain, limits)
}

fn dead_of(rows: &[Row<'_>]) -> Vec<usize> {
    dead(&planned(rows, true, &Limits::default()), &facts(rows))
}

fn cause_of(rows: &[Row<'_>]) -> Option<Cause> {
    let dead = dead_of(rows);
    let open = planned(rows, false, &Limits::default());
    explain(&open, &facts(rows), &dead).into_iter().next().map(|dead| dead.cause)
}

fn covered(covers: &[(usize, &str)]) -> Option<Cause> {
    Some(Cause::Covered(covers.iter().map(|(route, path)| (*route, (*path).to_owned())).collect()))
}

#[test]
fn a_route_is_dead_when_one_before_it_takes_all_it_matches() {
    assert_eq!(dead_of(&[("^a/.*$", ANY, false), ("^a/b$", ANY, false)]), [1]);
    assert_eq!(dead_of(&[("^a/b$", ANY, false), ("^a/.*$", ANY, false)]), []);
    assert_eq!(dead_of(&[("a", ANY, false), ("^x/a/y$", GET, false)]), [1]);
    assert_eq!(dead_of(&[("(?i)^about$", GET, false), ("^About$", GET, false)]), [1]);
    assert_eq!(dead_of(&[("^[ab]$", GET, false), ("^(?:a|b)$", GET, false)]), [1]);
}

#[test]
fn a_witness_is_a_shortest_path_that_both_match() {
    let rows = [("^u/(?<n>[^/]+)/?$", GET, false), ("^u/(?:new|[0-9]+)$", GET, false)];
    assert_eq!(cause_of(&rows), covered(&[(0, "/u/0")]));
    let rows = [("^(?<n>.*)$", GET, false), ("^ é?$", GET, false)];
    assert_eq!(cause_of(&rows), covered(&[(0, "/%20")]));
    let rows = [("^(?<n>.*)$", GET, false), ("^$", GET, false)];
    assert_eq!(cause_of(&rows), covered(&[(0, "/")]));
}

#[test]
fn several_routes_may_cover_one_together_and_only_those_needed_are_named() {
    let rows = [
        ("^f/a$", GET, false),
        ("^f/[a-m]+$", GET, false),
        ("^g$", GET, false),
        ("^f/[n-z]$", GET, false),
        ("^f/[a-z]$", GET, false),
    ];
    assert_eq!(cause_of(&rows), covered(&[(1, "/f/a"), (3, "/f/n")]));
}

#[test]
fn methods_count() {
    assert_eq!(dead_of(&[("^a$", GET, false), ("^a$", POST, false)]), []);
    assert_eq!(dead_of(&[("^a$", GET, false), ("^a$", ANY, false)]), []);
    let rows = [("^a.*$", GET, false), ("^a.*$", POST, false), ("^a$", GET | POST, false)];
    assert_eq!(cause_of(&rows), covered(&[(0, "/a"), (1, "/a")]));
    assert_eq!(dead_of(&[("^a$", ANY, false), ("^a$", POST, false)]), [1]);
}

#[test]
fn a_route_that_may_refuse_covers_nothing() {
    assert_eq!(dead_of(&[("^a/(?<n>[0-9]+)$", GET, true), ("^a/7$", GET, false)]), []);
    assert_eq!(dead_of(&[("^a/(?<n>[0-9]+)$", ANY, true), ("^a/7$", ANY, false)]), []);
    let rows = [("^a/(?<n>.+)$", GET, true), ("^a/.+$", GET, false), ("^a/7$", GET, true)];
    assert_eq!(cause_of(&rows), covered(&[(1, "/a/7")]));
}

#[test]
fn no_path_begins_with_a_slash() {
    assert_eq!(cause_of(&[("^/a$", GET, false)]), Some(Cause::LeadingSlash));
    assert_eq!(cause_of(&[("^/?a$", GET, false)]), None);
    assert_eq!(cause_of(&[("/a$", GET, false)]), None, "behind something else");
    assert_eq!(cause_of(&[("^a$b", GET, false)]), Some(Cause::Nothing));
}

/// Routes that are ambiguous are planned into automata of their own.
#[test]
fn routes_of_different_automata_are_compared_too() {
    let limits = Limits { joined_percent: 0, slack: 0, states_per_node: 50, ..Limits::default() };
    let rows = [
        ("^(?<a>.+)/edit$", GET, false),
        ("^wiki/(?<page>.+)/edit$", GET, false),
        ("^wiki/[a-z]+$", GET, false),
    ];
    let plan = planned(&rows, false, &limits);
    assert!(plan.parts.len() > 1, "one automaton for each temper");
    assert_eq!(dead(&plan, &facts(&rows)), [1]);
    let why = explain(&plan, &facts(&rows), &[1]);
    assert_eq!(why[0].cause, covered(&[(0, "/wiki/a/edit")]).expect("a cause"));
    let pairs = overlaps(&plan, &facts(&rows));
    let pairs: Vec<_> = pairs.iter().map(|pair| (pair.first, pair.second)).collect();
    assert_eq!(pairs, [(0, 1), (0, 2)], "the last by `wiki/edit`");
}

#[test]
fn routes_that_regex_matches_neither_cover_nor_are_dead() {
    let long = r"^(?:\w+/){40}(?:[0-9]{1,200}-){20}$";
    let plan = planned(&[(long, ANY, false)], true, &Limits::default());
    assert!(matches!(plan.parts.as_slice(), [Part::Regex { .. }]));
    assert_eq!(dead_of(&[(long, ANY, false), ("^a$", ANY, false)]), []);
    assert_eq!(dead_of(&[("^", ANY, false), (long, ANY, false)]), []);
}

#[test]
fn overlaps_are_pairs_with_a_path_for_the_same_method() {
    let rows = [
        ("^u/new$", GET, false),
        ("^u/(?<n>[^/]+)$", GET, true),
        ("^u/[a-z]$", POST, false),
        ("^u/[0-9]+$", ANY, false),
    ];
    let found = overlaps(&planned(&rows, false, &Limits::default()), &facts(&rows));
    let found: Vec<_> =
        found.iter().map(|pair| (pair.first, pair.second, pair.witness.as_str())).collect();
    assert_eq!(found, [(0, 1, "/u/new"), (1, 3, "/u/0")]);
}
