//! From the model and the automaton to tokens: the only folder that writes code.
//!
//! The user's tokens go out first, as they came; what is added after them calls the runtime for
//! everything that does not depend on the routes.

mod by_regex;
mod class;
mod dependencies;
mod described;
mod dispatch;
mod function;
mod implementation;
mod layers;
pub mod matcher;
mod middleware;
mod module;
mod runtime;
mod shown;
mod table;
mod template;
mod types;
mod urls;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use crate::ast::Item;
use crate::automaton::Dfa;
use crate::automaton::plan::{Part, Plan};
use crate::model::Application;

pub use class::class;
pub use function::{bare, single};
pub use implementation::{implementation, instance, written};
pub use middleware::{decorator, middleware};
pub use module::module;
pub use template::template;

use self::matcher::Slots;

/// What the generators of all forms work from.
pub struct Compiled<'m> {
    model: &'m Application,
    plan: &'m Plan,
    slots: Slots,
    runtime: Option<&'m Path>,
    is_described: bool,
}

impl<'m> Compiled<'m> {
    /// Puts the model and its automata together; `runtime` is the path of the `lychgate` crate
    /// where it goes by another name. `is_described` has the table tell what a document says.
    #[must_use]
    pub fn new(
        model: &'m Application,
        plan: &'m Plan,
        runtime: Option<&'m Path>,
        is_described: bool,
    ) -> Self {
        let groups: Vec<usize> =
            model.routes.iter().map(|route| route.pattern.groups().len()).collect();
        let automata: Vec<&Dfa> = plan
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Automaton { dfa, .. } => Some(dfa),
                Part::Regex { .. } => None,
            })
            .collect();
        let slots = Slots::assign(&groups, &automata);
        Compiled { model, plan, slots, runtime, is_described }
    }
}

/// The items of a body, without our attributes.
fn items(items: &[Item]) -> TokenStream {
    items
        .iter()
        .map(|item| match item {
            Item::Function(function) => {
                let (attributes, rest) = (&function.attributes, &function.rest);
                quote!(#attributes #rest)
            }
            Item::Other(tokens) => tokens.iter().cloned().collect(),
        })
        .collect()
}

/// An import of each attribute by the token that the user wrote, so that an editor shows its
/// documentation there.
fn hints(attributes: &[Path]) -> TokenStream {
    if attributes.is_empty() {
        return TokenStream::new();
    }
    let names = attributes.iter().filter_map(|path| path.segments.last()).map(|last| &last.ident);
    quote! {
        #[allow(unused_imports)]
        use ::lychgate::{#(#names as _),*};
    }
}
