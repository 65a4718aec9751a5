//! Reference matchers, for tests and tools: slow, and simple enough to be seen to be right.

use std::ops::Range;

use super::alphabet::Classes;
use super::dfa::{Dfa, Value};
use super::hash::Set;
use super::look::{Context, Look};
use super::nfa::{Nfa, Node};
use crate::pattern::{CharClass, word_characters};

/// A route that matches, with the places of its named groups in the path.
pub type Match = (usize, Vec<Option<Range<usize>>>);

/// All routes of an automaton that match `path`.
#[must_use]
pub fn run_dfa(dfa: &Dfa, path: &str) -> Vec<Match> {
    let Some(mut state) = dfa.states.first() else {
        return Vec::new();
    };
    let mut registers: Vec<usize> = Vec::new();
    let value = |value: &Value, registers: &[usize], here: usize| match value {
        Value::Here => here,
        Value::Register(number) => registers.get(*number).copied().unwrap_or(usize::MAX),
    };
    for (here, c) in path.char_indices() {
        let edge = state.edges.iter().find(|edge| edge.class.contains(c));
        let Some(edge) = edge else { return Vec::new() };
        registers = edge.moves.iter().map(|moved| value(moved, &registers, here)).collect();
        let Some(target) = dfa.states.get(edge.target) else {
            return Vec::new();
        };
        state = target;
    }
    let place = |capture: &Option<(Value, Value)>| {
        let (start, end) = capture.as_ref()?;
        Some(value(start, &registers, path.len())..value(end, &registers, path.len()))
    };
    let accepts = state.accepts.iter();
    accepts.map(|accept| (accept.route, accept.captures.iter().map(place).collect())).collect()
}

/// The routes of some automata that match `path`, numbered by their places in the list.
#[must_use]
pub fn run_nfas(nfas: &[Nfa], classes: &Classes, path: &str) -> Vec<Match> {
    let contexts = contexts(path, asks_for_words(nfas));
    let found = nfas.iter().enumerate().filter_map(|(route, nfa)| {
        let groups = Threads { nfa, classes, contexts: &contexts }.run(path)?;
        Some((route, groups))
    });
    found.collect()
}

/// Where a pattern that does not match a path stopped matching it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The offset up to which there was hope.
    pub at: usize,
    /// The characters that would have kept it up there.
    pub expected: CharClass,
    /// Whether there would have been a match if the path had ended there.
    pub may_end: bool,
}

/// Where an automaton stops matching `path`; nothing where it matches. What is searched for is
/// hoped for until the path ends.
#[must_use]
pub fn stop(nfa: &Nfa, classes: &Classes, path: &str) -> Option<Stop> {
    let contexts = contexts(path, asks_for_words(std::slice::from_ref(nfa)));
    Threads { nfa, classes, contexts: &contexts }.stop(path)
}

/// The characters of a path, each with its offset, and its end.
fn ends(path: &str) -> impl Iterator<Item = (usize, Option<char>)> {
    path.char_indices().map(|(at, c)| (at, Some(c))).chain([(path.len(), None)])
}

/// Whether some assertion is about words.
fn asks_for_words(nfas: &[Nfa]) -> bool {
    let mut nodes = nfas.iter().flat_map(|nfa| &nfa.nodes);
    nodes.any(|node| matches!(node, Node::Look { look: Look::Word(..), .. }))
}

/// For each offset between characters, the facts about the characters on its sides.
fn contexts(path: &str, words: bool) -> Vec<(Context, Context)> {
    let word = if words { word_characters() } else { CharClass::default() };
    let facts = |c: char| {
        let mut facts = Context::NONE;
        for (holds, fact) in [
            (word.contains(c), Context::WORD),
            (c.is_ascii_alphanumeric() || c == '_', Context::ASCII_WORD),
            (c == '\n', Context::LINE_FEED),
            (c == '\r', Context::CARRIAGE_RETURN),
        ] {
            if holds {
                facts = facts | fact;
            }
        }
        facts
    };
    let mut sides = vec![Context::EDGE];
    sides.extend(path.chars().map(facts));
    let after = sides.iter().skip(1).copied().chain([Context::EDGE]);
    sides.iter().copied().zip(after).collect()
}

type Tags = Vec<Option<usize>>;

/// All ways through a nondeterministic automaton in step, the preferred ones first.
struct Threads<'a> {
    nfa: &'a Nfa,
    classes: &'a Classes,
    contexts: &'a [(Context, Context)],
}

impl Threads<'_> {
    fn run(&self, path: &str) -> Option<Vec<Option<Range<usize>>>> {
        let mut threads = self.first();
        let mut matched: Option<Tags> = None;
        for ((here, c), sides) in ends(path).zip(self.contexts) {
            let (next, found) = self.step(&threads, here, c, *sides);
            matched = found.or(matched);
            threads = next;
        }
        let place = |pair: &[Option<usize>]| match pair {
            [Some(start), Some(end)] => Some(*start..*end),
            _ => None,
        };
        Some(matched?.chunks(2).map(place).collect())
    }

    fn stop(&self, path: &str) -> Option<Stop> {
        let mut threads = self.first();
        for ((here, c), sides) in ends(path).zip(self.contexts) {
            let (next, found) = self.step(&threads, here, c, *sides);
            if found.is_some() {
                return None;
            }
            if next.is_empty() {
                let expected = self.expected(&threads, here, *sides);
                let (_, end) = self.step(&threads, here, None, (sides.0, Context::EDGE));
                return Some(Stop { at: here, expected, may_end: end.is_some() });
            }
            threads = next;
        }
        None
    }

    fn first(&self) -> Vec<(usize, Tags)> {
        vec![(self.nfa.start, vec![None; self.nfa.tags])]
    }

    /// The threads behind a character, and what the preferred one has captured that ends before it.
    fn step(
        &self,
        threads: &[(usize, Tags)],
        here: usize,
        c: Option<char>,
        sides: (Context, Context),
    ) -> (Vec<(usize, Tags)>, Option<Tags>) {
        let mut next = Vec::new();
        let mut visited = Set::default();
        for (node, tags) in threads {
            let mut leaves = Vec::new();
            self.follow(*node, tags.clone(), here, sides, &mut visited, &mut leaves);
            for (leaf, tags) in leaves {
                match self.nfa.nodes.get(leaf) {
                    Some(Node::Match) => return (next, Some(tags)),
                    Some(Node::Class { class, next: target })
                        if c.zip(self.classes.get(*class)).is_some_and(|(c, k)| k.contains(c)) =>
                    {
                        next.push((*target, tags));
                    }
                    _ => {}
                }
            }
        }
        (next, None)
    }

    /// The characters with which some thread would go on.
    fn expected(
        &self,
        threads: &[(usize, Tags)],
        here: usize,
        sides: (Context, Context),
    ) -> CharClass {
        let mut visited = Set::default();
        let mut leaves = Vec::new();
        for (node, tags) in threads {
            self.follow(*node, tags.clone(), here, sides, &mut visited, &mut leaves);
        }
        let classes = leaves.iter().filter_map(|(leaf, _)| match self.nfa.nodes.get(*leaf) {
            Some(Node::Class { class, .. }) => self.classes.get(*class),
            _ => None,
        });
        classes.fold(CharClass::default(), |all, class| all.union(class))
    }

    fn follow(
        &self,
        at: usize,
        tags: Tags,
        here: usize,
        sides: (Context, Context),
        visited: &mut Set<usize>,
        leaves: &mut Vec<(usize, Tags)>,
    ) {
        if !visited.insert(at) {
            return;
        }
        match self.nfa.nodes.get(at) {
            Some(Node::Split(places)) => {
                for place in places {
                    self.follow(*place, tags.clone(), here, sides, visited, leaves);
                }
            }
            Some(Node::Tag { tag, next }) => {
                let set =
                    |(i, old): (usize, &Option<usize>)| if i == *tag { Some(here) } else { *old };
                let tags = tags.iter().enumerate().map(set).collect();
                self.follow(*next, tags, here, sides, visited, leaves);
            }
            Some(Node::Look { look, next }) if look.holds(sides.0, sides.1) => {
                self.follow(*next, tags, here, sides, visited, leaves);
            }
            Some(Node::Class { .. } | Node::Match) => leaves.push((at, tags)),
            Some(Node::Look { .. }) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Part, plan};
    use super::*;
    use crate::pattern::Pattern;

    /// What both simulators say, which must be the same.
    fn matches(texts: &[&str], path: &str) -> Vec<Match> {
        let patterns: Vec<Pattern> =
            texts.iter().map(|text| Pattern::parse(text).expect("it parses")).collect();
        let mut classes = Classes::default();
        let nfas: Vec<Nfa> = patterns.iter().map(|p| Nfa::new(p, &mut classes)).collect();
        let found = run_nfas(&nfas, &classes, path);
        let plan = plan(&patterns, &vec![false; texts.len()], &Limits::default());
        let [Part::Automaton { dfa, .. }] = plan.parts.as_slice() else { panic!("{plan:?}") };
        assert_eq!(run_dfa(dfa, path), found, "{path}");
        found
    }

    #[test]
    fn all_routes_that_match_are_found_with_their_groups() {
        let table = [r"^a/(?<x>\d+)$", r"^a/(?<y>.)(?<z>\w*)$", "^b"];
        let digits = matches(&table, "a/12");
        assert_eq!(digits, [(0, vec![Some(2..4)]), (1, vec![Some(2..3), Some(3..4)])]);
        assert_eq!(matches(&table, "a/é"), [(1, vec![Some(2..4), Some(4..4)])]);
        assert_eq!(matches(&table, "bcd"), [(2, vec![])]);
        assert_eq!(matches(&table, "ab"), []);
    }

    #[test]
    fn a_pattern_stops_where_no_way_leads_on() {
        let stop = |text: &str, path: &str| {
            let mut classes = Classes::default();
            let nfa = Nfa::new(&Pattern::parse(text).expect("it parses"), &mut classes);
            let stop = stop(&nfa, &classes, path)?;
            Some((stop.at, stop.expected.ranges().to_vec(), stop.may_end))
        };
        let users = "^users/(?<id>[0-9]+)$";
        assert_eq!(stop(users, "users/7"), None);
        assert_eq!(stop(users, "users/x"), Some((6, vec![('0', '9')], false)));
        assert_eq!(stop(users, "users/7/"), Some((7, vec![('0', '9')], true)));
        assert_eq!(stop(users, "us"), Some((2, vec![('e', 'e')], false)));
        assert_eq!(stop("^$", "é"), Some((0, vec![], true)));
        assert_eq!(stop("b$", "ba"), Some((2, vec![('\0', char::MAX)], false)));
    }

    #[test]
    fn preferences_decide_what_is_captured() {
        assert_eq!(matches(&["(?<x>a+?)(?<y>a*)"], "baaa"), [(0, vec![Some(1..2), Some(2..4)])]);
        assert_eq!(
            matches(&["^(?<x>a|ab)(?<y>c|bcd)?"], "abcd"),
            [(0, vec![Some(0..1), Some(1..4)])]
        );
        assert_eq!(matches(&["^(?:(?<x>a)|(?<y>b))*$"], "ab"), [(0, vec![Some(0..1), Some(1..2)])]);
    }

    #[test]
    fn assertions_see_both_sides() {
        assert_eq!(matches(&[r"\b(?<x>é+)\b"], "a éé-"), [(0, vec![Some(2..6)])]);
        assert_eq!(matches(&[r"(?m)^(?<x>b)$"], "a\nb\nc"), [(0, vec![Some(2..3)])]);
        assert_eq!(matches(&[r"a\B"], "a"), []);
        assert_eq!(matches(&["^$"], ""), [(0, vec![])]);
    }
}
