//! The matcher of a route that no automaton of reasonable size decides.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::model::Route;

/// A function like those of automata, which asks `regex` at run time.
pub(super) fn matcher(
    entry: &Ident,
    route: &Route,
    slots: &[usize],
    width: &Literal,
) -> TokenStream {
    let (name, literal) = (&route.name, &route.literal);
    let slots = route.pattern.groups().iter().zip(slots).map(|(group, slot)| {
        let (name, slot) = (&group.name, Literal::usize_unsuffixed(*slot));
        quote!((#name, #slot))
    });
    quote! {
        /// An automaton for this pattern would be too large: `regex` matches it at run time.
        pub(super) fn #entry(
            path: &str,
        ) -> ::core::option::Option<::lychgate::matching::Accept<'_, #width>> {
            static PATTERN: ::lychgate::regex::Pattern = ::lychgate::regex::Pattern::new(#literal);
            PATTERN.accept(path, &[route::#name], &[#(#slots),*])
        }
    }
}
