//! How a route would get along with others in one automaton.
//!
//! An automaton for several routes has about as many states as those of the routes together when
//! each route is in one place at a time. Where a loop may be left and stayed in by the same
//! character, a route is in several places at once, and such sets of places multiply from route
//! to route. (A pattern without such loops is close to what the literature calls one-unambiguous.)

use super::alphabet::{Alphabet, Classes};
use super::hash::Set;
use super::nfa::{Nfa, Node};
use super::symbols::Symbols;

/// What can be seen of a route before it is determinised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Temper {
    /// It begins with certain characters and is in one place at a time: routes like this share
    /// prefixes and part company.
    Word,
    /// It is in one place at a time, but begins with almost any character: it accompanies all
    /// others.
    Class,
    /// It may be in several places at once, but begins with certain characters.
    Ambiguous,
    /// It may be in several places at once and begins with almost any character, as a search
    /// does, which may begin anywhere.
    Search,
}

/// More first characters than this, and a route begins with a class. Sixteen lets pass a choice
/// of a few words in either case, and not `[a-z]`.
const FIRST_CHARACTERS: u64 = 16;

/// The temper of a route.
#[must_use]
pub fn temper(nfa: &Nfa, classes: &Classes, alphabet: &Alphabet) -> Temper {
    // Each loop may be as long as the pattern, and so may be what follows each of its nodes.
    let mut steps = 64 * nfa.nodes.len();
    let Some(first) = follow(nfa, nfa.start, &mut steps) else {
        return Temper::Ambiguous;
    };
    let count = |class: usize| {
        let ranges = classes.get(class).into_iter().flat_map(|class| class.ranges());
        ranges.map(|&(start, end)| u64::from(end) + 1 - u64::from(start)).sum::<u64>()
    };
    let distinct: Set<usize> = first.into_iter().collect();
    let is_class = distinct.into_iter().map(count).sum::<u64>() > FIRST_CHARACTERS;
    match (is_ambiguous(nfa, alphabet, &mut steps), is_class) {
        (false, false) => Temper::Word,
        (false, true) => Temper::Class,
        (true, false) => Temper::Ambiguous,
        (true, true) => Temper::Search,
    }
}

/// Whether a character may leave a loop and stay in it, or finding out takes too many steps.
fn is_ambiguous(nfa: &Nfa, alphabet: &Alphabet, steps: &mut usize) -> bool {
    for node in &nfa.looping {
        let Some(Node::Class { next, .. }) = nfa.nodes.get(*node) else {
            continue;
        };
        let Some(follow) = follow(nfa, *next, steps) else {
            return true;
        };
        let mut taken: Option<Symbols> = None;
        for class in follow {
            let symbols = alphabet.symbols(class);
            match &mut taken {
                Some(taken) if taken.meets(&symbols) => return true,
                Some(taken) => taken.add(&symbols),
                None => taken = Some(symbols),
            }
        }
    }
    false
}

/// The classes of the nodes that can be reached without reading, whatever assertions say; `None`
/// when that takes too many steps.
fn follow(nfa: &Nfa, from: usize, steps: &mut usize) -> Option<Vec<usize>> {
    let mut classes = Vec::new();
    let mut visited = Set::default();
    let mut todo = vec![from];
    while let Some(at) = todo.pop() {
        *steps = steps.checked_sub(1)?;
        if !visited.insert(at) {
            continue;
        }
        match nfa.nodes.get(at) {
            Some(Node::Class { class, .. }) => classes.push(*class),
            Some(Node::Split(places)) => todo.extend(places),
            Some(Node::Tag { next, .. } | Node::Look { next, .. }) => todo.push(*next),
            Some(Node::Match) | None => {}
        }
    }
    Some(classes)
}

#[cfg(test)]
mod tests {
    use super::super::look::Context;
    use super::*;
    use crate::pattern::Pattern;

    fn temper_of(text: &str) -> Temper {
        let mut classes = Classes::default();
        let nfa = Nfa::new(&Pattern::parse(text).expect("it parses"), &mut classes);
        let alphabet = Alphabet::new(&classes, Context::NONE);
        temper(&nfa, &classes, &alphabet)
    }

    #[test]
    fn routes_of_words_and_segments_are_in_one_place_at_a_time() {
        for text in [
            "^$",
            "^about/?$",
            "(?i)^about/?$",
            r"^posts/(?<id>\d+)/?$",
            "^(?:en|de|fr)/(?<rest>.*)$",
            "^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/issues/?$",
            "^a?a?a?$",
        ] {
            assert_eq!(temper_of(text), Temper::Word, "{text}");
        }
    }

    #[test]
    fn routes_that_begin_with_a_class_are_told_apart() {
        for text in ["^(?<user>[^/]+)/settings$", "^.*$", r"^\d{4}/$"] {
            assert_eq!(temper_of(text), Temper::Class, "{text}");
        }
    }

    #[test]
    fn loops_that_a_character_may_leave_or_stay_in_are_ambiguous() {
        for text in ["^files/(?<a>.+)/tail$", "^a(?:b|bc)*c"] {
            assert_eq!(temper_of(text), Temper::Ambiguous, "{text}");
        }
        for text in ["^(?<a>.+)/tail$", r"^(?:\w+\+)*\w+$", "about", "^.*a.{8}$"] {
            assert_eq!(temper_of(text), Temper::Search, "{text}");
        }
    }
}
