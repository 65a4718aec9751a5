//! `#[application] mod site { … }`

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::runtime::renamed;
use super::{Compiled, hints, items};
use crate::ast::{Item, Module};

/// The module as written, and in it `ROUTES`, `find`, `urls` and `application`.
///
/// ```text
/// in:   mod site { #[get("^$")] fn index() -> &'static str { "…" } }
/// out:  mod site {
///           fn index() -> &'static str { "…" }
///           pub static ROUTES: &[Route] = …;
///           pub fn find(method, path) -> Found { … }
///           pub mod urls { pub fn index() -> Url { … } }
///           pub static application: Dispatcher = …;
///           mod matcher { … }
///       }
/// ```
#[must_use]
pub fn module(module: &Module, compiled: &Compiled<'_>) -> TokenStream {
    let kept = items(module.items.as_deref().unwrap_or_default());
    let hints = hints(&compiled.model.attributes);
    let (table, width) = (compiled.table(), compiled.width());
    let docs = compiled.table_docs();
    let search = compiled.search(&quote!(ROUTES));
    let (ty, value) = compiled.application();
    let mounted = compiled.mounted(&TokenStream::new());
    let private = compiled.private_modules();
    let text = text(module.items.as_deref().unwrap_or_default());
    let urls = compiled.urls_module(&text);
    let added = quote! {
        /// The routes, in the order of their declaration.
        pub static ROUTES: &[::lychgate::Route] = #table;

        /// The route that answers `method` at `path`, or the methods that are allowed there.
        pub fn find<'p>(method: &#text, path: &'p #text) -> ::lychgate::Found<'p, #width> {
            #search
        }

        #urls

        /// Answers each request by the first of its routes that matches:
        #docs
        #[allow(non_upper_case_globals)]
        pub static application: #ty = #value;

        #mounted

        #private
        #hints
    };
    let added = renamed(added, compiled.runtime);
    let mut braces = Group::new(Delimiter::Brace, quote!(#kept #added));
    braces.set_span(module.span);
    let head = &module.head;
    let braces = TokenTree::from(braces);
    quote!(#head #braces)
}

/// `str`, by a longer name in a module that has its own.
fn text(items: &[Item]) -> TokenStream {
    const BEFORE: [&str; 7] = ["struct", "enum", "union", "type", "trait", "mod", "as"];
    let is_word = |token: Option<&TokenTree>, words: &[&str]| match token {
        Some(TokenTree::Ident(word)) => words.iter().any(|known| word == known),
        _ => false,
    };
    let own = items.iter().any(|item| match item {
        Item::Other(tokens) => {
            let next = tokens.iter().skip(1).map(Some);
            tokens
                .iter()
                .zip(next)
                .any(|(one, next)| is_word(Some(one), &BEFORE) && is_word(next, &["str"]))
        }
        Item::Function(_) => false,
    });
    if own { quote!(::core::primitive::str) } else { quote!(str) }
}
