//! The item under `#[middleware]`: a function or an impl block.

use proc_macro2::{TokenStream, TokenTree};
use syn::Visibility;
use syn::parse::{ParseStream, Parser};

use super::attributes::{self, Role, Written};
use super::{item, items};
use crate::ast::{Application, Decorator, Middleware};
use crate::errors::Errors;

const WHERE: &str = "`#[middleware]` belongs on a function of `(environ, next)`, or on an impl block \
                     with a method `call` of `(&self, environ, next)`";

/// Reads the item; `None`, with an error, when it is neither.
pub fn middleware(tokens: TokenStream, errors: &Errors) -> Option<Middleware> {
    let list: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let (attributes, after) = Written::leading(&list);
    let kind = items::keyword(after);
    for attribute in attributes.iter().filter(|attribute| attribute.role == Role::Middleware) {
        attribute.error(errors, "`#[middleware]` is there already: once is enough");
    }
    match kind.as_deref() {
        Some("fn") => {
            let kept = attributes.iter().filter(|it| it.role != Role::Middleware);
            let tokens = attributes::tokens(kept).into_iter().chain(after.iter().cloned());
            let function = item::function(tokens.collect(), errors)?;
            Some(Middleware::Function(Box::new(decorator(function))))
        }
        Some("impl") => {
            let kept = attributes.iter().filter(|attribute| {
                if attribute.is_helper() {
                    let name = attribute.name();
                    attribute.error(errors, &format!("`#[{name}]` has no place on a middleware"));
                }
                !attribute.is_helper() && attribute.role != Role::Middleware
            });
            let tokens = attributes::tokens(kept).into_iter().chain(after.iter().cloned());
            match item::read(item::impl_head, tokens.collect(), errors, item::implementation)? {
                Application::Impl(block) => Some(Middleware::Impl(Box::new(block))),
                _ => None,
            }
        }
        Some(word) => {
            let keyword = after.iter().find(|token| token.to_string() == word);
            errors.error(keyword, format!("{WHERE}, not on `{word}`"));
            None
        }
        None => {
            errors.error(tokens, WHERE);
            None
        }
    }
}

/// The function with its attributes sorted: whoever names it sees its documentation, and lints are
/// set for its body.
fn decorator(function: crate::ast::Function) -> Decorator {
    const OUTER: [&str; 4] = ["doc", "cfg", "deprecated", "must_use"];
    let tokens: Vec<TokenTree> = function.attributes.clone().into_iter().collect();
    let (attributes, _) = Written::leading(&tokens);
    let (outer, inner): (Vec<Written>, Vec<Written>) =
        attributes.into_iter().partition(|attribute| OUTER.contains(&attribute.name().as_str()));
    let behind_visibility = |input: ParseStream<'_>| {
        input.parse::<Visibility>()?;
        input.parse::<TokenStream>()
    };
    let text = behind_visibility.parse2(function.rest.clone()).unwrap_or_default();
    let (outer, inner) = (attributes::tokens(&outer), attributes::tokens(&inner));
    Decorator { function, outer, inner, text }
}
