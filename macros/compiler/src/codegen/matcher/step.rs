//! The steps of straight code: literals, in either case or not, and classes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::class::Class;
use super::function::Emitter;
use super::graph::{Arc, Place, Repeat};
use super::scope::{Position, Scope, byte_at};
use super::straight::{Arrival, Exit};
use crate::automaton::Value;

/// How the letters of a literal are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// There has been no letter so far.
    Open,
    Exact,
    /// The ASCII letters in either case.
    Either,
    /// Also by the characters beyond ASCII that fold to them.
    Folded,
}

impl Case {
    /// The comparison that serves for both, if there is one.
    fn join(self, other: Case) -> Option<Case> {
        match (self, other) {
            (Case::Open, case) | (case, Case::Open) => Some(case),
            (Case::Exact, Case::Exact) => Some(Case::Exact),
            (Case::Exact, _) | (_, Case::Exact) => None,
            (Case::Either, Case::Either) => Some(Case::Either),
            _ => Some(Case::Folded),
        }
    }
}

impl<'a> Emitter<'a> {
    /// Follows the only way on, and the next ones as long as they make the same step.
    pub(super) fn step(
        &mut self,
        exit: Exit<'a>,
        scope: &mut Scope,
        statements: &mut TokenStream,
    ) -> (usize, Arrival) {
        if self.letter(exit.arc).is_some() {
            return self.literal(exit, scope, statements);
        }
        scope.note(None);
        let target = self.graph.node(exit.arc.target);
        let repeated = target.repeat.filter(|_| target.place == Place::Inline);
        if repeated == Some(Repeat { class: exit.arc.class, limit: None }) {
            statements.extend(self.plus(exit.arc, exit.arc.class, scope));
            return (exit.arc.target, Arrival { repeated: true, ..Arrival::default() });
        }
        (self.class(exit.arc, scope, statements), Arrival::default())
    }

    /// The character of an arc, in lower case where the case does not matter.
    fn letter(&self, arc: &Arc<'_>) -> Option<(char, Case)> {
        if let Some((letter, beyond_ascii)) = self.predicates.classes.folded(arc.class) {
            let case = if beyond_ascii { Case::Folded } else { Case::Either };
            return Some((char::from(letter), case));
        }
        let c = self.predicates.classes.single(arc.class)?;
        let caseless = c.is_ascii() && !c.is_ascii_alphabetic();
        Some((c, if caseless { Case::Open } else { Case::Exact }))
    }

    /// The only way on from a node where nothing else is to be done.
    fn link(&self, number: usize, decided: bool) -> Option<Exit<'a>> {
        let graph = self.graph;
        let node = graph.node(number);
        match node.arcs.as_slice() {
            [arc]
                if node.place == Place::Inline
                    && node.repeat.is_none()
                    && (decided || node.accepts.is_empty()) =>
            {
                Some(Exit { arc, decided: false })
            }
            _ => None,
        }
    }

    fn literal(
        &mut self,
        exit: Exit<'a>,
        scope: &mut Scope,
        statements: &mut TokenStream,
    ) -> (usize, Arrival) {
        let start = scope.at;
        let (mut text, mut case) = (String::new(), Case::Open);
        let (mut reached, mut next) = (exit, Some(exit));
        while let Some(exit) = next {
            let Some((c, joined)) =
                self.letter(exit.arc).and_then(|(c, other)| Some((c, case.join(other)?)))
            else {
                break;
            };
            // After a folded letter the offset is not known before the whole literal is.
            if case == Case::Folded && exit.arc.moves.contains(&Value::Here) {
                break;
            }
            scope.take(exit.arc);
            scope.note(Some(c));
            text.push(c);
            scope.at = start.plus(text.len());
            (case, reached) = (joined, exit);
            next = self.link(exit.arc.target, exit.decided);
        }
        let at = start.tokens();
        let bytes = Literal::byte_string(text.as_bytes());
        statements.extend(match case {
            Case::Either => quote!(literal_ignore_case(b, #at, #bytes)?;),
            Case::Folded => {
                self.bind(&quote!(literal_fold(path, #at, #text)?), reached.arc.target, scope)
            }
            _ if text.is_ascii() => quote!(literal(b, #at, #bytes)?;),
            _ => quote!(literal_str(path, #at, #text)?;),
        });
        (reached.arc.target, Arrival { decided: reached.decided, ..Arrival::default() })
    }

    /// Moves to the end of a step, which is not needed where the rest of the path is any.
    fn bind(&self, value: &TokenStream, target: usize, scope: &mut Scope) -> TokenStream {
        let target = self.graph.node(target);
        let any = target.repeat.is_some_and(|r| r.limit.is_none() && r.class.is_any());
        if any && target.place == Place::Inline {
            return quote!(#value;);
        }
        let end = scope.end();
        quote!(let #end = #value;)
    }

    /// One character of the class that is repeated after it, and the repeat.
    pub(super) fn plus(&mut self, arc: &Arc<'_>, class: Class, scope: &mut Scope) -> TokenStream {
        scope.take(arc);
        if class.is_any() {
            let byte = byte_at(scope.at);
            scope.at = Position::End;
            return quote!(#byte?;);
        }
        let value = self.plus_end(class, scope);
        let end = scope.end();
        quote!(let #end = #value;)
    }

    /// A run of characters of one class.
    fn class(
        &mut self,
        arc: &'a Arc<'a>,
        scope: &mut Scope,
        statements: &mut TokenStream,
    ) -> usize {
        let class = arc.class;
        let at = scope.at.tokens();
        let place = self.graph.node(arc.target).place;
        if !class.is_ascii() && self.is_absorbed(arc) && place != Place::Part {
            scope.take(arc);
            statements.extend(if class.is_bytewise() {
                let predicate = self.predicates.byte_predicate(class);
                quote!(one(b, #at, #predicate)?;)
            } else {
                let predicate = self.predicates.char_predicate(class);
                quote!(one_char(path, #at, #predicate)?;)
            });
            return arc.target;
        }
        let (mut arc, start, mut count) = (arc, scope.at, 1);
        scope.take(arc);
        while let Some(Exit { arc: next, .. }) = self.link(arc.target, false) {
            let unknown = !class.is_ascii() && next.moves.contains(&Value::Here);
            if next.class != class || unknown {
                break;
            }
            scope.at = start.plus(count);
            scope.take(next);
            (arc, count) = (next, count + 1);
        }
        let n = Literal::usize_unsuffixed(count);
        if class.is_ascii() {
            scope.at = start.plus(count);
            let predicate = self.predicates.byte_predicate(class);
            statements.extend(match count {
                1 => quote!(one(b, #at, #predicate)?;),
                _ => quote!(run(b, #at, #n, #predicate)?;),
            });
            return arc.target;
        }
        let predicate = self.predicates.char_predicate(class);
        let value = match count {
            1 => quote!(one_char(path, #at, #predicate)?),
            _ => quote!(run_chars(path, #at, #n, #predicate)?),
        };
        statements.extend(self.bind(&value, arc.target, scope));
        arc.target
    }
}
