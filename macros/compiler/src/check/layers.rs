//! The middleware in `#[with(…)]`: which is a function, and which a value.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Expr;
use syn::ext::IdentExt;

use crate::ast::WithAttribute;
use crate::errors::Errors;
use crate::model::{Layer, LayerKind};

/// The middleware of some attributes, the outermost first. `has_self` says whether there is an
/// application to be called `self`.
pub(super) fn layers<'a>(
    attributes: impl IntoIterator<Item = &'a WithAttribute>,
    has_self: bool,
    errors: &Errors,
) -> Vec<Layer> {
    let elements = attributes.into_iter().flat_map(|attribute| &attribute.layers);
    elements.filter_map(|element| layer(element, has_self, errors)).collect()
}

fn layer(element: &Expr, has_self: bool, errors: &Errors) -> Option<Layer> {
    let tokens = element.to_token_stream();
    let kind = match element {
        Expr::Lit(_) | Expr::Tuple(_) | Expr::Array(_) | Expr::Infer(_) => {
            let message = "this is no middleware: name a function under `#[middleware]`, or write a \
                           value whose type implements `Middleware`";
            errors.error(element, message);
            return None;
        }
        Expr::Path(path) => {
            let last = path.path.segments.last()?;
            if last.ident == "self" {
                LayerKind::Place
            } else if last.ident.to_string().starts_with(char::is_uppercase) {
                LayerKind::Static
            } else {
                let name = last.ident.unraw().to_string();
                return Some(Layer { name, tokens, kind: LayerKind::Function });
            }
        }
        _ if mentions_self(&tokens) => LayerKind::Place,
        _ => LayerKind::Value,
    };
    if kind == LayerKind::Place && !has_self {
        let message = "there is no `self` here: the application is a module or a function. Keep the \
                       middleware in a `static`, and name that";
        errors.error(element, message);
        return None;
    }
    let name = match element {
        Expr::Path(path) => path.path.segments.last()?.ident.to_string(),
        _ => text(&tokens),
    };
    Some(Layer { name, tokens, kind })
}

/// Whether a place in the application is meant, or something of its type.
fn mentions_self(tokens: &TokenStream) -> bool {
    let mut before_path = false;
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    tokens.iter().enumerate().any(|(place, token)| match token {
        TokenTree::Ident(word) => {
            let next = tokens.get(place + 1);
            before_path = matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
            word == "Self" || (word == "self" && !before_path)
        }
        TokenTree::Group(group) => mentions_self(&group.stream()),
        _ => false,
    })
}

/// An expression as people write it.
fn text(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    for (spaced, written) in [
        (" :: ", "::"),
        (" . ", "."),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        (" ;", ";"),
        (" !", "!"),
        ("& ", "&"),
    ] {
        text = text.replace(spaced, written);
    }
    text
}
