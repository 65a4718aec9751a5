//! The matcher: from an automaton to nested straight-line code, as one would write it by hand.
//!
//! Offsets are known as "so many bytes after" a variable, so that registers and literals cost
//! nothing when the code runs. There is no backtracking: every step that fails ends the function.

mod branch;
mod class;
mod components;
mod cycle;
mod function;
mod graph;
mod keywords;
mod live;
mod place;
mod predicate;
mod required;
mod runs;
mod scope;
mod slots;
mod step;
mod straight;
mod words;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub use slots::Slots;

use crate::automaton::Dfa;
use crate::pattern::Required;
use function::{Emitter, Module};
use graph::Graph;
use predicate::Predicates;
use words::Words;

/// What the routes are called in the emitted code.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The routes, as the automata number them.
    pub routes: Vec<RouteName>,
    /// How many slots for captures an answer has.
    pub captures: usize,
}

/// What one route is called in the emitted code.
#[derive(Clone, Debug)]
pub struct RouteName {
    /// A constant of type `usize`, such as `route::greet`.
    pub index: TokenStream,
    /// The line of documentation for it: its pattern and its handler.
    pub doc: String,
    /// The slot of each of its groups.
    pub slots: Vec<usize>,
}

/// A function to be written: its name, and the automaton that it runs.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The name, by which the parent of the module calls it.
    pub name: Ident,
    /// The automaton, of which the accepts count the routes as [`Names`] does.
    pub dfa: &'a Dfa,
    /// What every path holds that it matches, to be asked first; or all that needs to be asked.
    pub required: Option<&'a Required>,
}

/// The content of a module that holds a function `fn(&str) -> Option<Accept<'_, N>>` for each
/// entry. It stands on its own, but for the constants of the routes.
#[must_use]
pub fn matcher(entries: &[Entry<'_>], names: &Names) -> TokenStream {
    let mut predicates = Predicates::default();
    let mut module = Module::default();
    module.taken.extend(entries.iter().map(|entry| entry.name.to_string()));
    let mut items = TokenStream::new();
    for entry in entries {
        let graph = Graph::new(entry.dfa, &mut predicates.classes);
        let mut emitter = Emitter::new(names, &graph, &mut predicates, &mut module);
        items.extend(emitter.functions(entry, &docs(entry.dfa, names, entries.len() == 1)));
    }
    let named = predicates.named();
    module.words.join(Words::of(&named));
    items.extend(named);
    let imports = imports(module.words);
    quote!(#imports #items)
}

/// The documentation of an entry: the routes that it can find. Where one finds them all, they are
/// listed elsewhere.
fn docs(dfa: &Dfa, names: &Names, alone: bool) -> TokenStream {
    if alone {
        return TokenStream::new();
    }
    let routes: BTreeSet<usize> =
        dfa.states.iter().flat_map(|state| &state.accepts).map(|accept| accept.route).collect();
    let lines = routes.into_iter().filter_map(|route| names.routes.get(route));
    let lines = lines.map(|route| format!(" {}", route.doc));
    quote!(#(#[doc = #lines])*)
}

fn imports(words: Words) -> TokenStream {
    let ident = |name: &str| Ident::new(name, Span::call_site());
    let runtime = words.runtime().map(ident);
    let option: Vec<Ident> =
        ["None", "Some"].into_iter().filter(|name| words.has(name)).map(ident).collect();
    let option = if option.is_empty() { quote!() } else { quote!(::{self, #(#option),*}) };
    let matches = words.has("matches").then(|| {
        quote!(
            use ::core::matches;
        )
    });
    quote! {
        #matches
        use ::core::option::Option #option;
        use ::lychgate::matching::{Accept, #(#runtime),*};
    }
}

#[cfg(test)]
mod tests;
