//! What is asked before the automaton begins: literals that every path holds which it matches.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::pattern::Required;

/// The statement that ends the function for paths that do not hold them.
pub(super) fn required(required: &Required) -> TokenStream {
    match required {
        Required::End(texts) => {
            let mut asks = texts.iter().map(|text| {
                let literal = Literal::byte_string(&text.literal);
                if text.either_case {
                    quote!(literal_end_ignore_case(b, #literal))
                } else {
                    quote!(literal_end(b, #literal))
                }
            });
            let first = asks.next();
            quote!(#first #(.or(#asks))* ?;)
        }
        Required::Anywhere(text) => {
            let literal = Literal::byte_string(&text.literal);
            if text.either_case {
                quote!(literal_anywhere_ignore_case(b, #literal)?;)
            } else {
                quote!(literal_anywhere(b, #literal)?;)
            }
        }
    }
}
