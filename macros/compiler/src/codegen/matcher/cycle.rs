//! Loops of several states, as patterns such as `\w+(-\w+)*` make them: a loop that knows its
//! state, with the offset and the registers in variables.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::branch::{Advance, nothing};
use super::function::Emitter;
use super::graph::{Arc, Place};
use super::scope::{Position, Scope, Variable};
use crate::automaton::Value;

impl<'a> Emitter<'a> {
    /// The parameters and the body of a loop's function.
    pub(super) fn cycle(&mut self, cycle: usize, mut scope: Scope) -> (TokenStream, TokenStream) {
        let graph = self.graph;
        let Some(states) = graph.cycles.get(cycle) else {
            return (TokenStream::new(), quote!(None));
        };
        self.assigned = self.assigned(cycle);
        let registers = self.cycle_registers(cycle);
        let registers = registers.iter().enumerate().filter(|(_, live)| **live).map(|(r, _)| {
            let name = Variable::Register(r).name();
            quote!(#name: usize)
        });
        let held = hold(&self.assigned, &mut scope);
        let parameters = quote!(mut i: usize #(, #registers)*);
        if let [only] = states.nodes.as_slice() {
            let body = self.state(cycle, *only, &scope);
            return (quote!(, #parameters), quote!(#held loop { #body }));
        }
        let (parameters, start) = match states.entries.as_slice() {
            [entry] => {
                let state = self.number(cycle, *entry);
                (quote!(, #parameters), quote!(let mut state = #state;))
            }
            _ => (quote!(, mut state: usize, #parameters), TokenStream::new()),
        };
        let last = states.nodes.len() - 1;
        let arms = states.nodes.iter().enumerate().map(|(place, node)| {
            let number = Literal::usize_unsuffixed(place);
            let pattern = if place == last { quote!(_) } else { quote!(#number) };
            let body = self.state(cycle, *node, &scope);
            quote!(#pattern => { #body })
        });
        let arms: Vec<TokenStream> = arms.collect();
        (parameters, quote!(#held #start loop { match state { #(#arms)* } }))
    }

    /// One state of a loop, as statements.
    fn state(&mut self, cycle: usize, number: usize, scope: &Scope) -> TokenStream {
        let graph = self.graph;
        let node = graph.node(number);
        let mut statements = TokenStream::new();
        if let Some(repeat) = node.repeat {
            let end = self.repeat_end(repeat, scope);
            statements.extend(quote!(i = #end;));
        }
        let rest = self.ends(number, scope, false, &mut statements);
        match (&rest.accept, rest.exits.as_slice()) {
            (Some(accept), []) => statements.extend(quote!(return #accept;)),
            (None, []) => {
                let none = nothing(Some(cycle));
                statements.extend(quote!(#none;));
            }
            (None, [exit]) if self.is_inside(cycle, exit.arc.target) => {
                statements.extend(self.only_turn(cycle, exit.arc, scope));
            }
            _ => statements.extend(self.branch(&rest, scope, Some(cycle))),
        }
        statements
    }

    /// The only way on, which stays in the loop.
    fn only_turn(&mut self, cycle: usize, arc: &Arc<'_>, scope: &Scope) -> TokenStream {
        let (class, at) = (arc.class, scope.at.tokens());
        if let Some(byte) = class.single_byte() {
            let byte = Literal::byte_string(&[byte]);
            let turn = self.turn(cycle, arc, &quote!(i += 1;));
            return quote!(literal(b, #at, #byte)?; #turn);
        }
        if class.is_ascii() {
            let predicate = self.predicates.byte_predicate(class);
            let turn = self.turn(cycle, arc, &quote!(i += 1;));
            return quote!(one(b, #at, #predicate)?; #turn);
        }
        let predicate = self.predicates.char_predicate(class);
        let step = quote!(one_char(path, #at, #predicate)?);
        if self.is_absorbed(arc) {
            let turn = self.turn(cycle, arc, &TokenStream::new());
            return quote!(#step; #turn);
        }
        if self.moves(arc).is_empty() {
            return self.turn(cycle, arc, &quote!(i = #step;));
        }
        let turn = self.turn(cycle, arc, &quote!(i = next;));
        quote!(let next = #step; #turn)
    }

    /// The code for an arc that stays in the loop.
    pub(super) fn inside(
        &self,
        cycle: usize,
        arc: &Arc<'_>,
        advance: Advance,
    ) -> Option<TokenStream> {
        let advance = match advance {
            Advance::Bytes(bytes) => {
                let word = arc.keyword.as_ref().map_or(0, |keyword| keyword.text.len());
                let bytes = Literal::usize_unsuffixed(bytes + word);
                quote!(i += #bytes;)
            }
            Advance::Char => quote!(i += c.len_utf8();),
            Advance::Stay => TokenStream::new(),
        };
        let turn = self.turn(cycle, arc, &advance);
        self.is_inside(cycle, arc.target).then(|| quote!({ #turn }))
    }

    /// Sets the registers, then the offset, then the state.
    fn turn(&self, cycle: usize, arc: &Arc<'_>, advance: &TokenStream) -> TokenStream {
        let moves = self.moves(arc);
        let several = self.graph.cycles.get(cycle).is_some_and(|states| states.nodes.len() > 1);
        let state = several.then(|| {
            let state = self.number(cycle, arc.target);
            quote!(state = #state;)
        });
        quote!(#moves #advance #state)
    }

    /// Moves the registers that are read later on, all at once.
    fn moves(&self, arc: &Arc<'_>) -> TokenStream {
        let (mut to, mut from) = (Vec::new(), Vec::new());
        for (register, value) in self.changes(arc) {
            to.push(Position::After(Variable::Held(register), 0).tokens());
            from.push(match value {
                Value::Here => Position::After(Variable::Index, 0).tokens(),
                Value::Register(other) if self.assigned.contains(&other) => {
                    Position::After(Variable::Held(other), 0).tokens()
                }
                Value::Register(other) => Position::After(Variable::Register(other), 0).tokens(),
            });
        }
        match (to.as_slice(), from.as_slice()) {
            ([], _) => TokenStream::new(),
            ([to], [from]) => quote!(#to = #from;),
            _ => quote!((#(#to),*) = (#(#from),*);),
        }
    }

    /// The registers that get another value and are read later on.
    fn changes(&self, arc: &Arc<'_>) -> Vec<(usize, Value)> {
        let live = &self.graph.node(arc.target).live;
        let moves = arc.moves.iter().copied().zip(live).enumerate();
        moves
            .filter(|(register, (value, live))| **live && *value != Value::Register(*register))
            .map(|(register, (value, _))| (register, value))
            .collect()
    }

    fn assigned(&self, cycle: usize) -> BTreeSet<usize> {
        let nodes = self.graph.cycles.get(cycle).into_iter().flat_map(|states| &states.nodes);
        nodes
            .flat_map(|node| &self.graph.node(*node).arcs)
            .filter(|arc| self.is_inside(cycle, arc.target))
            .flat_map(|arc| self.changes(arc))
            .map(|(register, _)| register)
            .collect()
    }

    /// Which registers some state of the loop reads.
    pub(super) fn cycle_registers(&self, cycle: usize) -> Vec<bool> {
        let mut registers = Vec::new();
        for node in self.graph.cycles.get(cycle).into_iter().flat_map(|states| &states.nodes) {
            let live = &self.graph.node(*node).live;
            registers.resize(registers.len().max(live.len()), false);
            registers.iter_mut().zip(live).for_each(|(any, live)| *any |= live);
        }
        registers
    }

    /// The number of the state where the loop is entered, if it has several of those.
    pub(super) fn entry_state(&self, cycle: usize, node: usize) -> Option<Literal> {
        let several = self.graph.cycles.get(cycle)?.entries.len() > 1;
        several.then(|| self.number(cycle, node))
    }

    fn number(&self, cycle: usize, node: usize) -> Literal {
        let nodes = self.graph.cycles.get(cycle).map_or(&[][..], |states| &states.nodes);
        Literal::usize_unsuffixed(nodes.binary_search(&node).unwrap_or_default())
    }

    fn is_inside(&self, cycle: usize, node: usize) -> bool {
        self.graph.node(node).place == Place::Cycle(cycle)
    }
}

/// Keeps the registers that a loop sets in memory. Code that the optimiser may keep them in
/// processor registers for is not always right: LLVM 22 loses one of two that move at once when it
/// duplicates the end of such a loop's body.
fn hold(assigned: &BTreeSet<usize>, scope: &mut Scope) -> TokenStream {
    if assigned.is_empty() {
        return TokenStream::new();
    }
    for (number, position) in scope.registers.iter_mut().enumerate() {
        if assigned.contains(&number) {
            *position = Position::After(Variable::Held(number), 0);
        }
    }
    let names: Vec<_> = assigned.iter().map(|r| Variable::Register(*r).name()).collect();
    quote! {
        let mut registers = [#(#names),*];
        let [#(#names),*] = held(&mut registers);
    }
}
