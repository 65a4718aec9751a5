//! `#[with(…)]`: middleware by name or by value.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Meta, Token};

use super::attributes::{self, Role, Written};
use crate::ast::WithAttribute;
use crate::errors::Errors;

const HOW: &str = "`#[with(timing, BodyLimit::new(1 << 20))]`, the outermost first";

/// Reads the attribute. An element that makes no sense is reported, and what follows it is left out.
pub(super) fn with(meta: &Meta, errors: &Errors) -> WithAttribute {
    let path = meta.path().clone();
    let before = errors.count();
    let mut layers = Vec::new();
    match meta {
        Meta::List(list) => {
            let parser = |input: ParseStream<'_>| {
                let read = elements(input, &mut layers);
                while input.parse::<TokenTree>().is_ok() {}
                read
            };
            if let Err(error) = parser.parse2(list.tokens.clone()) {
                errors.push(error);
            }
        }
        Meta::NameValue(value) => {
            let value = value.value.to_token_stream();
            errors.error(meta, format!("write the middleware in parentheses: `#[with({value})]`"));
        }
        Meta::Path(_) => {}
    }
    if layers.is_empty() && errors.count() == before {
        errors.error(&path, format!("name the middleware: {HOW}"));
    }
    WithAttribute { path, layers }
}

fn elements(input: ParseStream<'_>, layers: &mut Vec<Expr>) -> syn::Result<()> {
    while !input.is_empty() {
        let place = input.span();
        let element: Expr = input.parse().map_err(|_| {
            let message = format!("expected a middleware by name or by value: {HOW}");
            syn::Error::new(place, message)
        })?;
        layers.push(element);
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            return Err(input.error("a comma is missing before this"));
        }
    }
    Ok(())
}

/// The item of a `#[with(…)]` that stands before `#[application]`: what comes before it, and behind
/// it, when it and others like it have moved behind that.
#[must_use]
pub fn behind_application(item: TokenStream) -> Option<(TokenStream, TokenStream)> {
    let tokens: Vec<TokenTree> = item.into_iter().collect();
    let (attributes, after) = Written::leading(&tokens);
    let place = attributes.iter().position(|it| it.role == Role::Application)?;
    let (before, behind) = attributes.split_at(place);
    let (moved, stay): (Vec<&Written>, Vec<&Written>) = before.iter().partition(|it| it.is_with());
    let before = attributes::tokens(stay.into_iter().chain(behind.first()));
    let behind = attributes::tokens(moved.into_iter().chain(behind.iter().skip(1)));
    Some((before, behind.into_iter().chain(after.iter().cloned()).collect()))
}
