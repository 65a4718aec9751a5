//! Thompson's construction: from a pattern to a nondeterministic automaton.
//!
//! Choices are ordered: an earlier branch is preferred to a later one. The order is the one of
//! `regex`, to the last detail, because it decides what the captures are.

use regex_syntax::hir::{self, Hir, HirKind, Repetition};

use super::alphabet::{ClassId, Classes};
use super::look::{Boundary, Context, Look};
use crate::pattern::{CharClass, Group, Pattern};

/// A nondeterministic automaton for one pattern: it finds a match anywhere in the text.
#[derive(Clone, Debug)]
pub struct Nfa {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The node to begin with.
    pub start: usize,
    /// How many tags there are: two for each named group.
    pub tags: usize,
    /// The nodes that stand in a loop and read.
    pub looping: Vec<usize>,
}

/// One node. All but [`Node::Class`] are passed without reading a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Reads a character of a class.
    Class {
        /// The class.
        class: ClassId,
        /// Where it goes on.
        next: usize,
    },
    /// Goes on in several places, the preferred one first. With no place, it fails.
    Split(Vec<usize>),
    /// Remembers the offset: tag `2 * g` where group `g` starts, `2 * g + 1` where it ends.
    Tag {
        /// The tag.
        tag: usize,
        /// Where it goes on.
        next: usize,
    },
    /// Goes on if an assertion holds.
    Look {
        /// The assertion.
        look: Look,
        /// Where it goes on.
        next: usize,
    },
    /// The pattern matches, whatever follows.
    Match,
}

impl Nfa {
    /// The automaton of `pattern`. Its size is [`Pattern::nodes`], more or less: ask before.
    #[must_use]
    pub fn new(pattern: &Pattern, classes: &mut Classes) -> Nfa {
        let mut builder = Builder {
            nodes: Vec::new(),
            groups: pattern.groups(),
            classes,
            loops: 0,
            looping: Vec::new(),
        };
        let end = builder.add(Node::Match);
        let mut start = builder.compile(pattern.hir(), end);
        if !pattern.is_anchored_start() {
            start = builder.search(start);
        }
        let Builder { nodes, looping, .. } = builder;
        Nfa { nodes, start, tags: 2 * pattern.groups().len(), looping }
    }
}

/// Builds from the end to the start: whatever is compiled knows the node it goes on to.
struct Builder<'a> {
    nodes: Vec<Node>,
    groups: &'a [Group],
    classes: &'a mut Classes,
    /// How many loops are open.
    loops: usize,
    looping: Vec<usize>,
}

impl Builder<'_> {
    fn add(&mut self, node: Node) -> usize {
        if self.loops > 0 && matches!(node, Node::Class { .. }) {
            self.looping.push(self.nodes.len());
        }
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn compile(&mut self, hir: &Hir, next: usize) -> usize {
        match hir.kind() {
            HirKind::Empty => next,
            HirKind::Literal(literal) => self.literal(&literal.0, next),
            HirKind::Class(class) => {
                let class = self.class(class);
                self.add(Node::Class { class, next })
            }
            HirKind::Look(look) => self.add(Node::Look { look: own_look(*look), next }),
            HirKind::Repetition(repetition) => self.repetition(repetition, next),
            HirKind::Capture(capture) => self.capture(capture, next),
            HirKind::Concat(parts) => {
                parts.iter().rev().fold(next, |next, part| self.compile(part, next))
            }
            HirKind::Alternation(branches) => {
                let starts = branches.iter().map(|branch| self.compile(branch, next)).collect();
                self.add(Node::Split(starts))
            }
        }
    }

    fn literal(&mut self, bytes: &[u8], next: usize) -> usize {
        // Patterns over Unicode have no literal that is not UTF-8.
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.add(Node::Split(Vec::new()));
        };
        text.chars().rev().fold(next, |next, c| {
            let class = self.classes.intern(&[(c, c)]);
            self.add(Node::Class { class, next })
        })
    }

    fn class(&mut self, class: &hir::Class) -> ClassId {
        let ranges: Vec<(char, char)> = match class {
            hir::Class::Unicode(class) => class.iter().map(|r| (r.start(), r.end())).collect(),
            hir::Class::Bytes(class) => {
                class.iter().map(|r| (char::from(r.start()), char::from(r.end()))).collect()
            }
        };
        self.classes.intern(&ranges)
    }

    fn capture(&mut self, capture: &hir::Capture, next: usize) -> usize {
        let named = |name: &str| self.groups.iter().position(|group| group.name == name);
        let Some(group) = capture.name.as_deref().and_then(named) else {
            return self.compile(&capture.sub, next);
        };
        let end = self.add(Node::Tag { tag: 2 * group + 1, next });
        let inside = self.compile(&capture.sub, end);
        self.add(Node::Tag { tag: 2 * group, next: inside })
    }

    fn repetition(&mut self, repetition: &Repetition, next: usize) -> usize {
        let Repetition { min, max, greedy, .. } = *repetition;
        let sub = &*repetition.sub;
        match (min, max) {
            (0, None) if sub.properties().minimum_len().is_some_and(|len| len > 0) => {
                self.star(sub, greedy, next)
            }
            // Where the body can match nothing, `x*` is `(?:x+)?`: the loop written directly
            // would prefer another way through it.
            (0, None) => {
                let plus = self.plus(sub, greedy, next);
                self.choice(plus, greedy, next)
            }
            (min, None) => {
                let plus = self.plus(sub, greedy, next);
                self.copies(sub, min.saturating_sub(1), plus)
            }
            (min, Some(max)) => {
                let optional = (min..max).fold(next, |rest, _| {
                    let body = self.compile(sub, rest);
                    self.choice(body, greedy, next)
                });
                self.copies(sub, min, optional)
            }
        }
    }

    fn copies(&mut self, sub: &Hir, count: u32, next: usize) -> usize {
        (0..count).fold(next, |next, _| self.compile(sub, next))
    }

    fn choice(&mut self, body: usize, greedy: bool, next: usize) -> usize {
        self.add(split(body, greedy, next))
    }

    fn star(&mut self, sub: &Hir, greedy: bool, next: usize) -> usize {
        self.repeat(sub, greedy, next).0
    }

    fn plus(&mut self, sub: &Hir, greedy: bool, next: usize) -> usize {
        self.repeat(sub, greedy, next).1
    }

    /// A loop: the choice to go round again, and the body that leads to it.
    fn repeat(&mut self, sub: &Hir, greedy: bool, next: usize) -> (usize, usize) {
        self.loops += 1;
        let again = self.add(Node::Split(Vec::new()));
        let body = self.compile(sub, again);
        self.patch(again, split(body, greedy, next));
        self.loops -= 1;
        (again, body)
    }

    /// A search: if there is no match from here, from the next character on.
    fn search(&mut self, start: usize) -> usize {
        self.loops += 1;
        let again = self.add(Node::Split(Vec::new()));
        let class = self.classes.intern(CharClass::any().ranges());
        let skip = self.add(Node::Class { class, next: again });
        self.patch(again, Node::Split(vec![start, skip]));
        self.loops -= 1;
        again
    }

    fn patch(&mut self, at: usize, node: Node) {
        if let Some(place) = self.nodes.get_mut(at) {
            *place = node;
        }
    }
}

fn split(body: usize, greedy: bool, next: usize) -> Node {
    Node::Split(if greedy { vec![body, next] } else { vec![next, body] })
}

fn own_look(look: hir::Look) -> Look {
    use hir::Look as Theirs;
    let (unicode, ascii) = (Context::WORD, Context::ASCII_WORD);
    match look {
        Theirs::Start => Look::Start,
        Theirs::End => Look::End,
        Theirs::StartLF => Look::StartLine,
        Theirs::EndLF => Look::EndLine,
        Theirs::StartCRLF => Look::StartLineCrlf,
        Theirs::EndCRLF => Look::EndLineCrlf,
        Theirs::WordUnicode => Look::Word(Boundary::Either, unicode),
        Theirs::WordUnicodeNegate => Look::Word(Boundary::Neither, unicode),
        Theirs::WordStartUnicode => Look::Word(Boundary::Start, unicode),
        Theirs::WordEndUnicode => Look::Word(Boundary::End, unicode),
        Theirs::WordStartHalfUnicode => Look::Word(Boundary::StartHalf, unicode),
        Theirs::WordEndHalfUnicode => Look::Word(Boundary::EndHalf, unicode),
        Theirs::WordAscii => Look::Word(Boundary::Either, ascii),
        Theirs::WordAsciiNegate => Look::Word(Boundary::Neither, ascii),
        Theirs::WordStartAscii => Look::Word(Boundary::Start, ascii),
        Theirs::WordEndAscii => Look::Word(Boundary::End, ascii),
        Theirs::WordStartHalfAscii => Look::Word(Boundary::StartHalf, ascii),
        Theirs::WordEndHalfAscii => Look::Word(Boundary::EndHalf, ascii),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nfa(text: &str) -> Nfa {
        Nfa::new(&Pattern::parse(text).expect("it parses"), &mut Classes::default())
    }

    fn count(nfa: &Nfa, wanted: fn(&Node) -> bool) -> usize {
        nfa.nodes.iter().filter(|node| wanted(node)).count()
    }

    #[test]
    fn only_named_groups_have_tags() {
        let nfa = nfa("^(a)(?<n>b)(?:c)$");
        assert_eq!(nfa.tags, 2);
        assert_eq!(count(&nfa, |node| matches!(node, Node::Tag { .. })), 2);
        assert_eq!(count(&nfa, |node| matches!(node, Node::Class { .. })), 3);
        assert_eq!(count(&nfa, |node| matches!(node, Node::Look { .. })), 2);
    }

    #[test]
    fn a_lazy_repetition_prefers_to_go_on() {
        let prefers_body = |text: &str| {
            let nfa = nfa(text);
            let split = nfa.nodes.iter().find_map(|node| match node {
                Node::Split(places) => Some(places.clone()),
                _ => None,
            });
            matches!(nfa.nodes[split.expect("a split")[0]], Node::Class { .. })
        };
        assert!(prefers_body("^a*"));
        assert!(!prefers_body("^a*?"));
        assert!(prefers_body("^a?"));
        assert!(!prefers_body("^a??"));
    }

    #[test]
    fn counted_repetitions_are_written_out() {
        let nfa = nfa("^a{2,5}");
        assert_eq!(count(&nfa, |node| matches!(node, Node::Class { .. })), 5);
        assert_eq!(count(&nfa, |node| matches!(node, Node::Split(_))), 3);
    }

    #[test]
    fn a_search_is_a_lazy_loop_in_front() {
        let nfa = nfa("a");
        let Node::Split(places) = &nfa.nodes[nfa.start] else { panic!("not a split") };
        assert!(matches!(nfa.nodes[places[1]], Node::Class { next, .. } if next == nfa.start));
    }
}
