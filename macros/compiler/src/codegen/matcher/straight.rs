//! Straight code: one step after the other, until the ways part.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::class::Class;
use super::function::{Block, Emitter};
use super::graph::{Arc, Place, Repeat};
use super::scope::{Captures, Scope, ends_at};

/// How a node is reached.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Arrival {
    /// Its function begins here: there is no need to call it.
    pub(super) inside: bool,
    /// Its repeat is already passed.
    pub(super) repeated: bool,
    /// It is known that the path does not end here.
    pub(super) decided: bool,
}

/// An arc that is still to be followed.
#[derive(Clone, Copy)]
pub(super) struct Exit<'a> {
    pub(super) arc: &'a Arc<'a>,
    /// It is known that the path does not end after it.
    pub(super) decided: bool,
}

/// What remains to be done at a node after the ends of the path that have been dealt with.
pub(super) struct Rest<'a> {
    /// What is answered if the path ends here.
    pub(super) accept: Option<TokenStream>,
    pub(super) exits: Vec<Exit<'a>>,
}

impl<'a> Emitter<'a> {
    /// The code from a node on.
    pub(super) fn block(&mut self, node: usize, scope: Scope, arrival: Arrival) -> Block {
        let (mut number, mut scope, mut arrival) = (node, scope, arrival);
        let mut statements = TokenStream::new();
        loop {
            let graph = self.graph;
            let node = graph.node(number);
            if node.place != Place::Inline && !arrival.inside {
                return Block { statements, tail: self.call(number, &scope) };
            }
            if let Some(repeat) = node.repeat.filter(|_| !arrival.repeated) {
                statements.extend(self.repeat(repeat, &mut scope));
            }
            let rest = self.ends(number, &scope, arrival.decided, &mut statements);
            match (&rest.accept, rest.exits.as_slice()) {
                (None, [exit]) => {
                    (number, arrival) = self.step(*exit, &mut scope, &mut statements);
                }
                (Some(accept), []) => return Block { statements, tail: accept.clone() },
                (None, []) => return Block { statements, tail: quote!(None) },
                _ => return Block { statements, tail: self.branch(&rest, &scope, None) },
            }
        }
    }

    /// Deals with the end of the path as far as no `match` is needed for it.
    pub(super) fn ends(
        &mut self,
        number: usize,
        scope: &Scope,
        decided: bool,
        statements: &mut TokenStream,
    ) -> Rest<'a> {
        let graph = self.graph;
        let node = graph.node(number);
        let exit = |arc: &'a Arc<'a>| Exit { arc, decided: false };
        let mut exits: Vec<Exit<'a>> = node.arcs.iter().map(exit).collect();
        if decided || node.accepts.is_empty() {
            return Rest { accept: None, exits };
        }
        let captures = scope.captures(node.accepts);
        let accept = self.accept(&captures);
        let at = scope.at.tokens();
        let slash = exits.iter().position(|exit| self.is_slash(exit.arc, scope, &captures));
        let leaf = |exit: &Exit<'_>| graph.node(exit.arc.target).arcs.is_empty();
        match (slash, exits.as_mut_slice()) {
            (_, []) => {
                if scope.at != super::scope::Position::End {
                    statements.extend(quote!(end(b, #at)?;));
                }
                return Rest { accept: Some(accept), exits };
            }
            (None, [only]) if self.is_tail(only.arc, scope, &captures) => {
                return Rest { accept: Some(accept), exits: Vec::new() };
            }
            (Some(_), [only]) if leaf(only) => {
                statements.extend(quote!(slash_end(b, #at)?;));
                return Rest { accept: Some(accept), exits: Vec::new() };
            }
            (Some(slash), _) => {
                statements.extend(quote!(if slash_end(b, #at).is_some() { return #accept; }));
                exits.iter_mut().skip(slash).take(1).for_each(|exit| exit.decided = true);
                exits.retain(|exit| !(exit.decided && leaf(exit)));
            }
            (None, [_]) => {
                let ends = ends_at(scope.at);
                statements.extend(quote!(if #ends { return #accept; }));
            }
            (None, _) => return Rest { accept: Some(accept), exits },
        }
        Rest { accept: None, exits }
    }

    /// Whether the path may also end after this slash, with the same answer.
    fn is_slash(&self, arc: &Arc<'_>, scope: &Scope, captures: &[Captures]) -> bool {
        let target = self.graph.node(arc.target);
        if arc.class.single_byte() != Some(b'/')
            || arc.keyword.is_some()
            || target.place != Place::Inline
            || target.repeat.is_some()
        {
            return false;
        }
        let mut after = scope.clone();
        after.take(arc);
        after.at = after.at.plus(1);
        after.captures(target.accepts) == captures
    }

    /// Whether the path may go on in any way after this arc, with the same answer.
    fn is_tail(&self, arc: &Arc<'_>, scope: &Scope, captures: &[Captures]) -> bool {
        let target = self.graph.node(arc.target);
        let any = target.repeat.is_some_and(|r| r.limit.is_none() && r.class.is_any());
        if !any || !arc.class.is_any() || !target.arcs.is_empty() || target.place != Place::Inline {
            return false;
        }
        let mut after = scope.clone();
        after.take(arc);
        after.at = super::scope::Position::End;
        after.captures(target.accepts) == captures
    }

    /// Passes over the characters of a repeat.
    fn repeat(&mut self, repeat: Repeat, scope: &mut Scope) -> TokenStream {
        let value = self.repeat_end(repeat, scope);
        if value.is_empty() {
            scope.at = super::scope::Position::End;
            return TokenStream::new();
        }
        let end = scope.end();
        quote!(let #end = #value;)
    }

    /// The expression for the end of a repeat; nothing where that is the end of the path.
    pub(super) fn repeat_end(&mut self, repeat: Repeat, scope: &Scope) -> TokenStream {
        let (class, at) = (repeat.class, scope.at.tokens());
        if let Some(limit) = repeat.limit {
            let limit = Literal::usize_unsuffixed(limit);
            if class.is_ascii() {
                let predicate = self.predicates.byte_predicate(class);
                return quote!(up_to(b, #at, #limit, #predicate));
            }
            let predicate = self.predicates.char_predicate(class);
            return quote!(up_to_chars(path, #at, #limit, #predicate));
        }
        if class.is_any() {
            return TokenStream::new();
        }
        if let Some(stop) = class.all_but().map(Literal::byte_character) {
            return quote!(until(b, #at, #stop));
        }
        if class.is_bytewise() {
            let predicate = self.predicates.byte_predicate(class);
            return quote!(star(b, #at, #predicate));
        }
        let predicate = self.predicates.char_predicate(class);
        quote!(star_chars(path, #at, #predicate))
    }

    /// The expression for the end of a repeat of at least one character, if there is.
    pub(super) fn plus_end(&mut self, class: Class, scope: &Scope) -> TokenStream {
        let at = scope.at.tokens();
        if let Some(stop) = class.all_but().map(Literal::byte_character) {
            return quote!(plus_until(b, #at, #stop)?);
        }
        if class.is_bytewise() {
            let predicate = self.predicates.byte_predicate(class);
            return quote!(plus(b, #at, #predicate)?);
        }
        let predicate = self.predicates.char_predicate(class);
        quote!(plus_chars(path, #at, #predicate)?)
    }

    /// Whether the arc's class is passed over again at the target, so that its character need
    /// not be.
    pub(super) fn is_absorbed(&self, arc: &Arc<'_>) -> bool {
        let target = self.graph.node(arc.target);
        target.repeat.is_some_and(|r| r.limit.is_none() && r.class.holds(arc.class))
    }
}
