//! The text of the matcher for small automata, each made by hand.

use std::ops::RangeInclusive;

use quote::{format_ident, quote};

use super::*;
use crate::automaton::{Accept, Edge, State, Value};
use crate::automaton::Value::{Here, Register};
use crate::pattern::CharClass;

/// An automaton under construction.
#[derive(Default)]
struct Builder(Dfa);

impl Builder {
    fn state(&mut self, registers: usize) -> usize {
        self.0.states.push(State { registers, ..State::default() });
        self.0.states.len() - 1
    }

    fn edge(&mut self, from: usize, class: CharClass, target: usize, moves: &[Value]) {
        self.0.states[from].edges.push(Edge { class, target, moves: moves.to_vec() });
    }

    /// New states for the characters of a text; the last of them.
    fn text(&mut self, from: usize, text: &str, registers: &[Value]) -> usize {
        text.chars().fold(from, |state, c| {
            let next = self.state(registers.len());
            self.edge(state, CharClass::one(c), next, registers);
            next
        })
    }

    fn accept(&mut self, state: usize, route: usize, captures: &[Option<(Value, Value)>]) {
        self.0.states[state].accepts.push(Accept { route, captures: captures.to_vec() });
    }

    /// `+` of a class: the state in which the loop is.
    fn plus(&mut self, from: usize, class: &CharClass, enter: &[Value], keep: &[Value]) -> usize {
        let next = self.state(enter.len());
        self.edge(from, class.clone(), next, enter);
        self.edge(next, class.clone(), next, keep);
        next
    }
}

fn class(ranges: &[RangeInclusive<char>]) -> CharClass {
    CharClass::new(ranges.iter().cloned())
}

fn not(c: char) -> CharClass {
    let (before, after) = (char::from(c as u8 - 1), char::from(c as u8 + 1));
    class(&['\0'..=before, after..=char::MAX])
}

fn perl(pattern: &str) -> CharClass {
    let hir = regex_syntax::parse(pattern).unwrap();
    let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(ranges)) = hir.kind()
    else {
        panic!("{pattern} is no class");
    };
    CharClass::new(ranges.iter().map(|r| r.start()..=r.end()))
}

fn names(routes: &[&str], captures: usize) -> Names {
    let routes = routes.iter().map(|name| {
        let constant = format_ident!("{name}");
        RouteName {
            index: quote!(route::#constant),
            doc: format!("`{name}`"),
            slots: (0..captures).collect(),
        }
    });
    Names { routes: routes.collect(), captures }
}

fn code(dfa: &Dfa, routes: &[&str], captures: usize) -> String {
    let entry = Entry { name: format_ident!("matches"), dfa };
    let tokens = matcher(&[entry], &names(routes, captures));
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// The code from the first statement of the entry on.
fn body(dfa: &Dfa, routes: &[&str], captures: usize) -> String {
    let code = code(dfa, routes, captures);
    let start = code.find("    let b").unwrap_or_default();
    code[start..].to_string()
}

#[test]
fn hello() {
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
    assert_eq!(code(&dfa.0, &["index", "hello", "greet"], 1), "");
}
