//! One pattern against one path, by the compiler's own simulator.

use std::ops::Range;

use lychgate_compiler::automaton::Nfa;
use lychgate_compiler::automaton::alphabet::Classes;
use lychgate_compiler::automaton::simulate::{self, Stop};
use lychgate_compiler::model::Route;
use lychgate_compiler::pattern::{CharClass, Pattern};

/// The named groups in their order, each with the part of the path that it matched.
pub(super) type Captures = Vec<(String, Option<Range<usize>>)>;

/// What a pattern says of a path.
pub(super) enum Outcome {
    /// It matches.
    Matches(Captures),
    /// It does not, from here on.
    Stops(Stop),
    /// It does not, says `regex`, which does not say where.
    Fails,
}

/// Matches a path, which has no leading slash any more.
pub(super) fn outcome(route: &Route, path: &str) -> Outcome {
    let pattern = &route.pattern;
    let names = pattern.groups().iter().map(|group| group.name.clone());
    if pattern.nodes() > Pattern::MAX_NODES {
        // At run time it is left to `regex`, too.
        let regex = regex::Regex::new(pattern.text()).ok();
        let Some(found) = regex.as_ref().and_then(|regex| regex.captures(path)) else {
            return Outcome::Fails;
        };
        let place = |name: &str| found.name(name).map(|part| part.range());
        return Outcome::Matches(names.map(|name| (name.clone(), place(&name))).collect());
    }
    let mut classes = Classes::default();
    let nfa = Nfa::new(pattern, &mut classes);
    match simulate::stop(&nfa, &classes, path) {
        Some(stop) => Outcome::Stops(stop),
        None => {
            let found = simulate::run_nfas(&[nfa], &classes, path);
            let places = found.into_iter().flat_map(|(_, places)| places);
            Outcome::Matches(names.zip(places).collect())
        }
    }
}

/// What would have had to follow.
pub(super) fn expectation(stop: &Stop, path: &str) -> String {
    let mut expected: Vec<String> = characters(&stop.expected).into_iter().collect();
    let is_end = stop.at == path.len();
    if stop.may_end && !is_end {
        expected.push("the end".to_owned());
    }
    match expected.as_slice() {
        [] => "no match goes on from here".to_owned(),
        all => format!("expected {}", all.join(" or ")),
    }
}

/// A class in words, where there are few of them.
fn characters(class: &CharClass) -> Option<String> {
    let few = |class: &CharClass| {
        let ranges = class.ranges().iter().map(|&(start, end)| match start == end {
            true => format!("`{}`", start.escape_debug()),
            false => format!("`{}-{}`", start.escape_debug(), end.escape_debug()),
        });
        ranges.collect::<Vec<String>>().join(" or ")
    };
    let others = class.complement();
    match (class.ranges().len(), others.ranges().len()) {
        (0, _) => None,
        (_, 0) => Some("any character".to_owned()),
        (1..=4, _) if class.ranges().iter().all(|(_, end)| *end != char::MAX) => Some(few(class)),
        (_, 1..=4) => Some(format!("anything but {}", few(&others))),
        _ => {
            let first = class.ranges().first().map(|range| range.0);
            let sample = ['a', '0'].into_iter().find(|c| class.contains(*c)).or(first)?;
            Some(format!("a character such as `{}`", sample.escape_debug()))
        }
    }
}
