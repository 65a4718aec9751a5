//! The path of the runtime crate in generated code.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Path;

/// The tokens with another path for `::lychgate`, where the crate goes by another name.
pub(super) fn renamed(tokens: TokenStream, runtime: Option<&Path>) -> TokenStream {
    match runtime {
        Some(path) => replace(tokens, &path.to_token_stream()),
        None => tokens,
    }
}

fn replace(tokens: TokenStream, path: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut replaced = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (
                TokenTree::Punct(one),
                [TokenTree::Punct(two), TokenTree::Ident(word), behind @ ..],
            ) if one.as_char() == ':' && two.as_char() == ':' && word == "lychgate" => {
                replaced.extend(path.clone());
                rest = behind;
            }
            (TokenTree::Group(group), _) => {
                let mut again = Group::new(group.delimiter(), replace(group.stream(), path));
                again.set_span(group.span());
                replaced.extend([TokenTree::from(again)]);
            }
            _ => replaced.extend([first.clone()]),
        }
    }
    replaced
}
