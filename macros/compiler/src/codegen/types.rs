//! The user's types, where generated code names them or stands in their place.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Type;

use crate::model::is_str;

/// The type as it can be named in a function's body, with every lifetime but `'static` left to
/// inference; `_` where only inference can name it.
pub(super) fn nameable(ty: &Type) -> TokenStream {
    let tokens = ty.to_token_stream();
    if has_word(&tokens, &UNNAMEABLE) || matches!(ty, Type::Never(_)) {
        inferred(ty)
    } else {
        without_lifetimes(tokens)
    }
}

/// Whether the type is spelled as what is known to be a response: `&str`, `String` or nothing, or
/// one of these with a status.
pub(super) fn is_text(ty: &Type) -> bool {
    let Type::Tuple(tuple) = ty else {
        return is_str(ty) || matches!(ty, Type::Path(path) if path.path.is_ident("String"));
    };
    let parts: Vec<&Type> = tuple.elems.iter().collect();
    match parts.as_slice() {
        [] => true,
        [Type::Path(status), value] => {
            let last = status.path.segments.last();
            let is_status = last.is_some_and(|it| it.ident == "Status" || it.ident == "StatusCode");
            is_status && is_text(value)
        }
        _ => false,
    }
}

/// Types that only inference can name, and the names of the traits that are imported beside.
const UNNAMEABLE: [&str; 6] =
    ["impl", "for", "Respond", "FromCapture", "FromOptionalCapture", "FromEnviron"];

fn has_word(tokens: &TokenStream, words: &[&str]) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => words.iter().any(|known| word == known),
        TokenTree::Group(group) => has_word(&group.stream(), words),
        _ => false,
    })
}

/// `_`, in the place of the type.
pub(super) fn inferred(ty: impl ToTokens) -> TokenStream {
    let (start, _) = ends(ty);
    quote_spanned!(start=> _)
}

/// Where the type starts and ends. (Only the first of both is in `Spanned::span` on stable Rust.)
pub(super) fn ends(ty: impl ToTokens) -> (Span, Span) {
    let tokens: Vec<TokenTree> = ty.to_token_stream().into_iter().collect();
    let start = tokens.first().map_or_else(Span::call_site, TokenTree::span);
    let end = tokens.last().map_or(start, TokenTree::span);
    (start, end)
}

/// A name of ours in the place of a type: an error about what it is given to is shown there.
pub(super) fn placed(name: &Ident, ty: impl ToTokens) -> Ident {
    let mut name = name.clone();
    name.set_span(ends(ty).0.resolved_at(name.span()));
    name
}

/// The tokens with their ends in the place of a type: an error about the whole of them is shown
/// there, and any other where it is.
pub(super) fn ended(tokens: TokenStream, ty: impl ToTokens) -> TokenStream {
    let (start, end) = ends(ty);
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    if let [first, .., last] = tokens.as_mut_slice() {
        first.set_span(start.resolved_at(first.span()));
        last.set_span(end.resolved_at(last.span()));
    }
    tokens.into_iter().collect()
}

/// The tokens in the place of a type: an error about the whole of them is shown there.
pub(super) fn spread(tokens: TokenStream, ty: &Type) -> TokenStream {
    let (start, end) = ends(ty);
    let mut place = start;
    tokens
        .into_iter()
        .map(|mut token| {
            token.set_span(place);
            place = end;
            token
        })
        .collect()
}

/// The same with our own names kept ours, also where the type comes out of a macro of the user's.
pub(super) fn located(tokens: TokenStream, ty: &Type) -> TokenStream {
    let here = |mut token: TokenTree| {
        token.set_span(token.span().resolved_at(Span::call_site()));
        token
    };
    spread(tokens, ty).into_iter().map(here).collect()
}

/// The type with every lifetime but `'static` left to inference: it is named outside the function
/// that declares them.
pub(super) fn without_lifetimes(ty: TokenStream) -> TokenStream {
    let mut after_tick = false;
    ty.into_iter()
        .map(|token| match token {
            TokenTree::Punct(ref punct) => {
                after_tick = punct.as_char() == '\'';
                token
            }
            TokenTree::Ident(ref name) if std::mem::take(&mut after_tick) && name != "static" => {
                Ident::new("_", name.span()).into()
            }
            TokenTree::Group(group) => {
                let inner = without_lifetimes(group.stream());
                let mut again = Group::new(group.delimiter(), inner);
                again.set_span(group.span());
                again.into()
            }
            token => token,
        })
        .collect()
}
