//! Functions: the one that the caller named, and those it calls.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::graph::{Graph, Place};
use super::predicate::Predicates;
use super::required::required;
use super::scope::{Captures, Position, Scope, part};
use super::straight::Arrival;
use super::words::Words;
use super::{Entry, Names};

/// A function of so many statements, arms and blocks may have too many lines for Clippy.
const LONG: usize = 50;

/// Writes the functions of one automaton.
pub(super) struct Emitter<'a> {
    pub(super) names: &'a Names,
    pub(super) graph: &'a Graph<'a>,
    pub(super) predicates: &'a mut Predicates,
    module: &'a mut Module,
    /// Functions that are called but not yet written.
    waiting: VecDeque<Function>,
    shared: BTreeMap<usize, Ident>,
    cycles: BTreeMap<usize, Ident>,
    /// The registers that the loop sets which is being written.
    pub(super) assigned: BTreeSet<usize>,
}

/// What the functions of all automata have in common.
#[derive(Default)]
pub(super) struct Module {
    /// The names of the functions.
    pub(super) taken: BTreeSet<String>,
    /// What they mention.
    pub(super) words: Words,
}

/// A function that is called.
struct Function {
    name: Ident,
    kind: Kind,
    /// What is known where it begins.
    scope: Scope,
}

enum Kind {
    Part(usize),
    Shared(usize),
    Cycle(usize),
}

/// Statements and the expression after them.
pub(super) struct Block {
    pub(super) statements: TokenStream,
    pub(super) tail: TokenStream,
}

impl Block {
    /// As the body of a function.
    pub(super) fn body(self) -> TokenStream {
        let Block { statements, tail } = self;
        quote!(#statements #tail)
    }

    /// As one expression.
    pub(super) fn expression(self) -> TokenStream {
        if self.statements.is_empty() {
            return self.tail;
        }
        let body = self.body();
        quote!({ #body })
    }

    /// As the way out of a function from the middle of it.
    pub(super) fn exit(self) -> TokenStream {
        let Block { statements, tail } = self;
        if statements.is_empty() {
            return quote!(return #tail);
        }
        quote!({ #statements return #tail; })
    }
}

impl<'a> Emitter<'a> {
    pub(super) fn new(
        names: &'a Names,
        graph: &'a Graph<'a>,
        predicates: &'a mut Predicates,
        module: &'a mut Module,
    ) -> Emitter<'a> {
        Emitter {
            names,
            graph,
            predicates,
            module,
            waiting: VecDeque::new(),
            shared: BTreeMap::new(),
            cycles: BTreeMap::new(),
            assigned: BTreeSet::new(),
        }
    }

    /// The function of this name that decides the whole path, and all functions it needs.
    pub(super) fn functions(&mut self, entry: &Entry<'_>, docs: &TokenStream) -> TokenStream {
        let ask = entry.required.map(required);
        let decided = entry.required.is_some_and(|required| required.decides);
        let accepts = entry.dfa.states.iter().map(|state| &state.accepts);
        // What decides accepts the same wherever the path ends.
        let body = match accepts.into_iter().find(|accepts| !accepts.is_empty()) {
            Some(accepts) if decided => self.accept(&Scope::start().captures(accepts)),
            _ => self.block(0, Scope::start(), Arrival::default()).body(),
        };
        let body = quote!(#ask #body);
        let function = self.item(&entry.name, &TokenStream::new(), &body, false);
        let mut items = quote!(#docs pub(super) #function);
        while let Some(function) = self.waiting.pop_front() {
            items.extend(self.function(&function));
        }
        items
    }

    fn function(&mut self, function: &Function) -> TokenStream {
        let inside = Arrival { inside: true, ..Arrival::default() };
        let scope = function.scope.clone();
        let is_cycle = matches!(function.kind, Kind::Cycle(_));
        let (parameters, body) = match function.kind {
            Kind::Cycle(cycle) => self.cycle(cycle, scope),
            Kind::Part(node) | Kind::Shared(node) => {
                let variables = scope.variables(&self.graph.node(node).live);
                let names = variables.iter().map(|variable| variable.name());
                let parameters = quote!(#(, #names: usize)*);
                (parameters, self.block(node, scope, inside).body())
            }
        };
        self.item(&function.name, &parameters, &body, is_cycle)
    }

    fn item(
        &mut self,
        name: &Ident,
        parameters: &TokenStream,
        body: &TokenStream,
        is_cycle: bool,
    ) -> TokenStream {
        let words = Words::of(body);
        let bytes = words.has("b").then(|| quote!(let b = path.as_bytes();));
        let path = if words.has("path") || bytes.is_some() { "path" } else { "_path" };
        let path = Ident::new(path, Span::call_site());
        let slots = Literal::usize_unsuffixed(self.names.captures);
        // Only an automaton with very many open groups needs so many registers.
        let many = parameters.to_string().matches(':').count() > 6;
        let many = many.then(|| quote!(#[allow(clippy::too_many_arguments)]));
        // The states of a loop stand in one function, however many they are.
        let long = is_cycle && words.lines > LONG;
        let long = long.then(|| quote!(#[allow(clippy::too_many_lines)]));
        self.module.words.join(words);
        quote! {
            #many
            #long
            fn #name(#path: &str #parameters) -> Option<Accept<'_, #slots>> {
                #bytes
                #body
            }
        }
    }

    /// The answer that these routes match.
    pub(super) fn accept(&self, captures: &[Captures]) -> TokenStream {
        let mut slots: Vec<Option<TokenStream>> = Vec::new();
        let mut routes = Vec::new();
        for captured in captures {
            let Some(route) = self.names.routes.get(captured.route) else { continue };
            routes.push(&route.index);
            for (slot, ends) in route.slots.iter().zip(&captured.groups) {
                if let Some((start, end)) = *ends {
                    slots.resize_with(slots.len().max(slot + 1), || None);
                    let text = part(start, end);
                    slots.iter_mut().skip(*slot).take(1).for_each(|s| *s = Some(text.clone()));
                }
            }
        }
        let slots = slots.into_iter().map(|slot| slot.unwrap_or(quote!(None)));
        quote!(accept(&[#(#routes),*], [#(#slots),*]))
    }

    /// The call of the function in which the node's code stands.
    pub(super) fn call(&mut self, node: usize, scope: &Scope) -> TokenStream {
        let live = &self.graph.node(node).live;
        match self.graph.node(node).place {
            Place::Inline | Place::Part => {
                let name = self.name("after", scope);
                let released = scope.released();
                let arguments = released.variables(live).into_iter();
                let arguments = arguments.map(|variable| scope.here(variable).tokens());
                let call = quote!(#name(path #(, #arguments)*));
                let (kind, scope) = (Kind::Part(node), released);
                self.waiting.push_back(Function { name, kind, scope });
                call
            }
            Place::Shared => {
                let name = self.shared(node, scope);
                let arguments = arguments(live, scope);
                quote!(#name(path #arguments))
            }
            Place::Cycle(cycle) => {
                let name = self.cycle_name(cycle, scope);
                let state = self.entry_state(cycle, node).map(|state| quote!(, #state));
                let mut passed = self.cycle_registers(cycle);
                let mut scope = scope.clone();
                // What is not read from here on may be anything.
                for (register, passed) in passed.iter_mut().enumerate() {
                    if *passed && !live.get(register).copied().unwrap_or_default() {
                        scope.forget(register);
                    }
                }
                let arguments = arguments(&passed, &scope);
                quote!(#name(path #state #arguments))
            }
        }
    }

    fn shared(&mut self, node: usize, scope: &Scope) -> Ident {
        if let Some(name) = self.shared.get(&node) {
            return name.clone();
        }
        let name = self.name("after", scope);
        let (kind, scope) = (Kind::Shared(node), scope.generic(&self.graph.node(node).live));
        self.waiting.push_back(Function { name: name.clone(), kind, scope });
        self.shared.insert(node, name.clone());
        name
    }

    fn cycle_name(&mut self, cycle: usize, scope: &Scope) -> Ident {
        if let Some(name) = self.cycles.get(&cycle) {
            return name.clone();
        }
        let name = self.name("loop_after", scope);
        let (kind, scope) = (Kind::Cycle(cycle), scope.generic(&self.cycle_registers(cycle)));
        self.waiting.push_back(Function { name: name.clone(), kind, scope });
        self.cycles.insert(cycle, name.clone());
        name
    }

    /// A name that says what has been read, and that no other function has.
    fn name(&mut self, prefix: &str, scope: &Scope) -> Ident {
        let read = scope.read.trim_end_matches('_');
        let read: String = if read.is_empty() { "start" } else { read }.chars().take(50).collect();
        let name = format!("{prefix}_{}", read.trim_end_matches('_'));
        let mut unique = name.clone();
        let mut number = 2;
        while !self.module.taken.insert(unique.clone()) {
            unique = format!("{name}_{number}");
            number += 1;
        }
        format_ident!("{unique}")
    }
}

/// The offset and the registers, as arguments.
fn arguments(live: &[bool], scope: &Scope) -> TokenStream {
    let registers = scope.registers.iter().zip(live).filter(|(_, live)| **live);
    let values = registers.map(|(position, _)| *position).map(Position::tokens);
    let at = scope.at.tokens();
    quote!(, #at #(, #values)*)
}
