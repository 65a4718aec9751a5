//! The cases of `data/patterns.toml`, by every matcher there is: the oracle, the simulators of the
//! automata, and the generated code.

use lychgate_compiler::automaton::alphabet::Classes;
use lychgate_compiler::automaton::nfa::Nfa;
use lychgate_compiler::automaton::plan::{Limits, Part, plan};
use lychgate_compiler::automaton::simulate;
use lychgate_compiler::pattern::Pattern;

use super::{Found, Oracle, Table};

include!(concat!(env!("OUT_DIR"), "/written.rs"));

/// One path of a table, and what is to be found.
struct Case {
    path: String,
    route: Option<usize>,
    groups: Vec<Option<String>>,
}

fn cases(table: &toml::Value) -> Vec<Case> {
    let text = |value: &toml::Value| value.as_str().map(str::to_owned);
    table["case"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| Case {
            path: text(&case["path"]).unwrap(),
            route: case.get("route").map(|route| route.as_integer().unwrap() as usize),
            groups: case.get("groups").map_or(Vec::new(), |groups| {
                // TOML has no null: a group that took no part is `false`.
                groups.as_array().unwrap().iter().map(text).collect()
            }),
        })
        .collect()
}

fn tables() -> Vec<toml::Value> {
    let cases: toml::Table = include_str!("../data/patterns.toml").parse().unwrap();
    cases["table"].as_array().unwrap().clone()
}

fn check(by: &str, find: impl for<'p> Fn(&Table, &'p str) -> Found<'p>) {
    let written = tables();
    assert_eq!(written.len(), TABLES.len());
    for (table, written) in TABLES.iter().zip(&written) {
        for case in cases(written) {
            let found = find(table, &case.path);
            let name = written["name"].as_str().unwrap_or_default();
            let shown = found.map(|(route, groups)| {
                (route, groups.iter().map(|group| group.map(str::to_owned)).collect())
            });
            let expected = case.route.map(|route| (route, case.groups));
            assert_eq!(shown, expected, "{by}: {name}: {:?}", case.path);
        }
    }
}

#[test]
fn the_cases_are_what_regex_says() {
    check("regex", |table, path| Oracle::new(table.patterns).find(path));
}

#[test]
fn generated_code_finds_what_the_cases_say() {
    check("generated code", |table, path| (table.find)(path));
}

fn parsed(table: &Table) -> Vec<Pattern> {
    table.patterns.iter().map(|pattern| Pattern::parse(pattern).unwrap()).collect()
}

/// The first of the matches, with its groups as text.
fn first(mut matches: Vec<simulate::Match>, path: &str) -> Found<'_> {
    matches.sort_by_key(|found| found.0);
    let (route, groups) = matches.into_iter().next()?;
    Some((route, groups.into_iter().map(|group| group.map(|range| &path[range])).collect()))
}

#[test]
fn the_nondeterministic_automata_find_what_the_cases_say() {
    check("NFA", |table, path| {
        let mut classes = Classes::default();
        let nfas: Vec<Nfa> =
            parsed(table).iter().map(|pattern| Nfa::new(pattern, &mut classes)).collect();
        let path = path.trim_start_matches('/');
        first(simulate::run_nfas(&nfas, &classes, path), path)
    });
}

#[test]
fn the_deterministic_automata_find_what_the_cases_say() {
    check("DFA", |table, path| {
        let path = path.trim_start_matches('/');
        let patterns = parsed(table);
        let plan = plan(&patterns, &vec![false; patterns.len()], &Limits::default());
        let matches = plan.parts.iter().flat_map(|part| match part {
            Part::Automaton { dfa, .. } => simulate::run_dfa(dfa, path),
            Part::Regex { route, .. } => {
                let oracle = Oracle::new(&[table.patterns[*route]]);
                let found = oracle.find(path).map(|(_, groups)| {
                    let range = |group: &str| {
                        let start = group.as_ptr() as usize - path.as_ptr() as usize;
                        start..start + group.len()
                    };
                    (*route, groups.into_iter().map(|group| group.map(range)).collect())
                });
                found.into_iter().collect()
            }
        });
        first(matches.collect(), path)
    });
}
