//! Any text as a table of patterns, a line each, and the last line as a path: no panic, no blow-up,
//! and where `regex` takes a pattern, the same matches and captures as it.

use lychgate_compiler::automaton::plan::{Limits, Part, plan};
use lychgate_compiler::automaton::simulate;
use lychgate_compiler::pattern::Pattern;
use regex::Regex;

pub fn patterns(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Some((patterns, path)) = text.rsplit_once('\n') else { return };
    let mut table = Vec::new();
    let mut oracle = Vec::new();
    for text in patterns.lines().take(6) {
        let ours = Pattern::parse(text);
        let theirs = Regex::new(text);
        if let (Ok(pattern), Ok(regex)) = (&ours, &theirs) {
            table.push(pattern.clone());
            oracle.push(regex.clone());
        } else {
            // What `regex` refuses for its size is ours to hold in an automaton if we can.
            assert!(
                ours.is_err() || matches!(theirs, Err(regex::Error::CompiledTooBig(_))),
                "{text}"
            );
        }
    }
    let plan = plan(&table, &vec![false; table.len()], &Limits::default());
    for part in &plan.parts {
        let Part::Automaton { dfa, routes, required } = part else { continue };
        let asked = required.as_ref().is_none_or(|required| required.holds(path));
        let matches = if asked { simulate::run_dfa(dfa, path) } else { Vec::new() };
        for &route in routes {
            let found = matches.iter().find(|found| found.0 == route).map(|found| found.1.clone());
            let expected = oracle[route].captures(path).map(|captures| {
                let names = oracle[route].capture_names().flatten();
                names.map(|name| captures.name(name).map(|group| group.range())).collect::<Vec<_>>()
            });
            assert_eq!(found, expected, "{} on {path:?}", oracle[route]);
        }
    }
}
