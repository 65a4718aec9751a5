//! What is asked before the automaton begins: literals of which every path holds one that it
//! matches.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::pattern::{Place, Required};

/// The statement that ends the function for paths that hold none of them.
pub(super) fn required(required: &Required) -> TokenStream {
    let step = match (required.place, required.either_case) {
        (Place::End, false) => "literal_end",
        (Place::End, true) => "literal_end_ignore_case",
        (Place::Anywhere, false) => "literal_anywhere",
        (Place::Anywhere, true) => "literal_anywhere_ignore_case",
    };
    let step = Ident::new(step, Span::call_site());
    let mut asks = required.literals.iter().map(|literal| {
        let literal = Literal::byte_string(literal);
        quote!(#step(b, #literal))
    });
    let first = asks.next();
    quote!(#first #(.or(#asks))* ?;)
}
