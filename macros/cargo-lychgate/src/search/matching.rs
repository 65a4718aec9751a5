//! One pattern against one path, by the compiler's own simulator.

use std::ops::Range;

use lychgate_compiler::automaton::Nfa;
use lychgate_compiler::automaton::alphabet::Classes;
use lychgate_compiler::automaton::simulate::{self, Stop};
use lychgate_compiler::model::Route;
use lychgate_compiler::pattern::{CharClass, Pattern};

/// The named groups in their order, each with the part of the path that it matched.
pub(crate) type Captures = Vec<(String, Option<Range<usize>>)>;

/// What a pattern says of a path.
pub(crate) enum Outcome {
    /// It matches.
    Matches(Captures),
    /// It does not, from here on.
    Stops(Stop),
    /// It does not, says `regex`, which does not say where.
    Fails,
}

/// A pattern, ready to be asked.
pub(crate) struct Matcher {
    names: Vec<String>,
    by: By,
}

enum By {
    Automaton(Box<(Nfa, Classes)>),
    /// What is left to `regex` at run time, too; nothing where that refuses it.
    Regex(Option<regex::Regex>),
}

impl Matcher {
    pub(super) fn new(route: &Route) -> Self {
        let pattern = &route.pattern;
        let names = pattern.groups().iter().map(|group| group.name.clone()).collect();
        if pattern.nodes() > Pattern::MAX_NODES {
            return Matcher { names, by: By::Regex(regex::Regex::new(pattern.text()).ok()) };
        }
        let mut classes = Classes::default();
        let nfa = Nfa::new(pattern, &mut classes);
        Matcher { names, by: By::Automaton(Box::new((nfa, classes))) }
    }

    /// Matches a path, which has no leading slash any more.
    pub(super) fn outcome(&self, path: &str) -> Outcome {
        let names = self.names.iter().cloned();
        match &self.by {
            By::Regex(regex) => {
                let found = regex.as_ref().and_then(|regex| regex.captures(path));
                let Some(found) = found else { return Outcome::Fails };
                let place = |name: &str| found.name(name).map(|part| part.range());
                Outcome::Matches(names.map(|name| (name.clone(), place(&name))).collect())
            }
            By::Automaton(automaton) => {
                let (nfa, classes) = &**automaton;
                if let Some(stop) = simulate::stop(nfa, classes, path) {
                    return Outcome::Stops(stop);
                }
                let found = simulate::run_nfas(std::slice::from_ref(nfa), classes, path);
                let places = found.into_iter().flat_map(|(_, places)| places);
                Outcome::Matches(names.zip(places).collect())
            }
        }
    }
}

/// What would have had to follow.
pub(crate) fn expectation(stop: &Stop, path: &str) -> String {
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
