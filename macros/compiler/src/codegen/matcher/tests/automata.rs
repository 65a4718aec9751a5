//! Automata made by hand.

use std::ops::RangeInclusive;

use crate::automaton::Value::{Here, Register};
use crate::automaton::{Accept, Dfa, Edge, State, Value};
use crate::pattern::CharClass;

/// An automaton under construction.
#[derive(Default)]
pub(super) struct Builder(pub(super) Dfa);

impl Builder {
    pub(super) fn state(&mut self, registers: usize) -> usize {
        self.0.states.push(State { registers, ..State::default() });
        self.0.states.len() - 1
    }

    pub(super) fn edge(&mut self, from: usize, class: CharClass, target: usize, moves: &[Value]) {
        self.0.states[from].edges.push(Edge { class, target, moves: moves.to_vec() });
    }

    /// New states for the characters of a text; the last of them.
    pub(super) fn text(&mut self, from: usize, text: &str, registers: &[Value]) -> usize {
        text.chars().fold(from, |state, c| {
            let next = self.state(registers.len());
            self.edge(state, CharClass::one(c), next, registers);
            next
        })
    }

    pub(super) fn accept(
        &mut self,
        state: usize,
        route: usize,
        captures: &[Option<(Value, Value)>],
    ) {
        self.0.states[state].accepts.push(Accept { route, captures: captures.to_vec() });
    }

    /// `+` of a class: the state in which the loop is.
    pub(super) fn plus(
        &mut self,
        from: usize,
        class: &CharClass,
        enter: &[Value],
        keep: &[Value],
    ) -> usize {
        let next = self.state(enter.len());
        self.edge(from, class.clone(), next, enter);
        self.edge(next, class.clone(), next, keep);
        next
    }
}

pub(super) fn class(ranges: &[RangeInclusive<char>]) -> CharClass {
    CharClass::new(ranges.iter().cloned())
}

pub(super) fn not(c: char) -> CharClass {
    let (before, after) = (char::from(c as u8 - 1), char::from(c as u8 + 1));
    class(&['\0'..=before, after..=char::MAX])
}

pub(super) fn perl(pattern: &str) -> CharClass {
    let hir = regex_syntax::parse(pattern).unwrap();
    let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(ranges)) = hir.kind()
    else {
        panic!("{pattern} is no class");
    };
    CharClass::new(ranges.iter().map(|r| r.start()..=r.end()))
}

/// `^$`, `^hello/?$` and `^hello/(?<name>\w+)/?$`.
pub(super) fn hello() -> Builder {
    let mut dfa = Builder::default();
    let start = dfa.state(0);
    dfa.accept(start, 0, &[]);
    let hello = dfa.text(start, "hello", &[]);
    dfa.accept(hello, 1, &[]);
    let slash = dfa.text(hello, "/", &[]);
    dfa.accept(slash, 1, &[]);
    let name = dfa.plus(slash, &perl(r"\w"), &[Here], &[Register(0)]);
    dfa.accept(name, 2, &[Some((Register(0), Here))]);
    let end = dfa.text(name, "/", &[Register(0), Here]);
    dfa.accept(end, 2, &[Some((Register(0), Register(1)))]);
    dfa
}

/// A state for each class, one after the other; the last one accepts.
pub(super) fn chain(classes: impl IntoIterator<Item = CharClass>) -> Builder {
    let mut dfa = Builder::default();
    let mut last = dfa.state(0);
    for class in classes {
        let next = dfa.state(0);
        dfa.edge(last, class, next, &[]);
        last = next;
    }
    dfa.accept(last, 0, &[]);
    dfa
}

/// `^new$` and `^(?<x>[^/]+)$`.
pub(super) fn new_or_any() -> Builder {
    let mut d = Builder::default();
    let s = d.state(0);
    let other = d.plus(s, &not('/'), &[Here], &[Register(0)]);
    d.0.states[s].edges.clear();
    d.accept(other, 1, &[Some((Register(0), Here))]);
    let mut at = s;
    for c in "new".chars() {
        let next = d.state(1);
        let moves = if at == s { [Here] } else { [Register(0)] };
        d.edge(at, CharClass::one(c), next, &moves);
        let (before, after) = (char::from(c as u8 - 1), char::from(c as u8 + 1));
        d.edge(at, class(&['\0'..='.', '0'..=before, after..=char::MAX]), other, &moves);
        if c == 'w' {
            d.accept(next, 0, &[]);
        }
        d.accept(next, 1, &[Some((Register(0), Here))]);
        at = next;
    }
    d.edge(at, not('/'), other, &[Register(0)]);
    d
}

/// `^(?<x>[a-z]+(?:-[a-z]+)*)/?$`
pub(super) fn slug() -> Builder {
    let mut d = Builder::default();
    let s = d.state(0);
    let letters = class(&['a'..='z']);
    let word = d.plus(s, &letters, &[Here], &[Register(0)]);
    d.accept(word, 0, &[Some((Register(0), Here))]);
    let dash = d.text(word, "-", &[Register(0)]);
    d.edge(dash, letters, word, &[Register(0)]);
    let end = d.text(word, "/", &[Register(0), Here]);
    d.accept(end, 0, &[Some((Register(0), Register(1)))]);
    d
}
