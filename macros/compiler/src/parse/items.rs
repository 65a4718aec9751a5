//! The items of a body, one by one: one that cannot be read does not hide the others.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, Meta};

use super::args;
use super::item::SignatureFirst;
use crate::ast::{Function, Helper, Item, Kind};
use crate::errors::Errors;

/// Reads the items of a module's or impl block's body.
pub(super) fn read(body: TokenStream, errors: &Errors) -> Vec<Item> {
    read_all(body, errors)
}

/// Reads items; functions with their signatures, all else as tokens.
pub(super) fn read_all(tokens: TokenStream, errors: &Errors) -> Vec<Item> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut items = Vec::new();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let (attributes, after) = leading_attributes(rest);
        let (item, next) = one(&attributes, after, errors);
        items.push(item);
        rest = next;
    }
    items
}

/// One item after its attributes, and what follows it.
fn one<'t>(
    attributes: &[Written],
    after: &'t [TokenTree],
    errors: &Errors,
) -> (Item, &'t [TokenTree]) {
    let mut end = item_end(after, 0);
    if is_function(after) {
        // A block in a const argument (`-> Array<{ N }>`) ends the item too early: try further on.
        for _ in 0..4 {
            let (text, next) = after.split_at(end);
            if let Some(function) = function(attributes, text, errors) {
                return (Item::Function(Box::new(function)), next);
            }
            if next.is_empty() {
                break;
            }
            end = item_end(after, end);
        }
        end = item_end(after, 0);
    }
    for attribute in attributes.iter().filter(|attribute| attribute.kind.is_some()) {
        misplaced(attribute, errors);
    }
    let (text, next) = after.split_at(end);
    let kept = attributes.iter().filter(|attribute| attribute.kind.is_none());
    let kept = kept.flat_map(|attribute| attribute.tokens.iter().cloned());
    (Item::Other(kept.chain(text.iter().cloned()).collect()), next)
}

fn misplaced(attribute: &Written, errors: &Errors) {
    let name = attribute.name();
    errors.error(
        attribute.tokens.iter().cloned().collect::<TokenStream>(),
        format!("`#[{name}]` belongs on a function with a body; there is none here that can be read"),
    );
}

fn function(attributes: &[Written], text: &[TokenTree], errors: &Errors) -> Option<Function> {
    let rest: TokenStream = text.iter().cloned().collect();
    let read: SignatureFirst = syn::parse2(rest.clone()).ok()?;
    if !read.has_body {
        return None;
    }
    let others = attributes.iter().filter(|attribute| attribute.kind.is_none());
    let helpers: Vec<Helper> =
        attributes.iter().filter_map(|attribute| helper(attribute, errors)).collect();
    Some(Function {
        attributes: others.flat_map(|attribute| attribute.tokens.iter().cloned()).collect(),
        helpers,
        visibility: read.visibility,
        signature: read.signature,
        rest,
    })
}

fn helper(attribute: &Written, errors: &Errors) -> Option<Helper> {
    let meta = &attribute.attribute.as_ref()?.meta;
    match attribute.kind? {
        Kind::Route(method) => args::route(meta, method, errors).map(Helper::Route),
        Kind::NotFound => {
            if !matches!(meta, Meta::Path(_)) {
                errors.error(meta, "`#[not_found]` takes no arguments: write `#[not_found]`");
            }
            Some(Helper::NotFound(meta.path().clone()))
        }
    }
}

/// An attribute as it was written.
struct Written {
    tokens: Vec<TokenTree>,
    attribute: Option<Attribute>,
    kind: Option<Kind>,
}

impl Written {
    fn name(&self) -> String {
        let path = self.attribute.as_ref().map(Attribute::path);
        let name = path.and_then(|path| path.segments.last());
        name.map_or_else(|| "route".to_owned(), |segment| segment.ident.to_string())
    }
}

/// The `#[…]` at the head of the tokens, and what follows.
fn leading_attributes(mut tokens: &[TokenTree]) -> (Vec<Written>, &[TokenTree]) {
    let mut found = Vec::new();
    while let [TokenTree::Punct(hash), TokenTree::Group(group), rest @ ..] = tokens {
        if hash.as_char() != '#' || group.delimiter() != Delimiter::Bracket {
            break;
        }
        let written: Vec<TokenTree> = tokens.iter().take(2).cloned().collect();
        let parsed = Attribute::parse_outer.parse2(written.iter().cloned().collect());
        let attribute = parsed.ok().and_then(|attributes| attributes.into_iter().next());
        let kind = attribute.as_ref().and_then(|attribute| Kind::of(attribute.path()));
        found.push(Written { tokens: written, attribute, kind });
        tokens = rest;
    }
    (found, tokens)
}

/// Where the item that begins at the head ends: after its braces or its semicolon. `from` tokens
/// are known to belong to it.
fn item_end(tokens: &[TokenTree], from: usize) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    let found = tokens.iter().skip(from).position(ends);
    found.map_or(tokens.len(), |position| from + position + 1)
}

/// Whether the item is a function: `fn` comes before anything but qualifiers.
fn is_function(tokens: &[TokenTree]) -> bool {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "fn" => return true,
                "pub" | "const" | "async" | "unsafe" | "safe" | "extern" | "default" => {}
                _ => return false,
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {}
            TokenTree::Literal(_) => {}
            _ => return false,
        }
    }
    false
}

/// The tokens without those of our attributes, whatever else they are.
pub(super) fn without_helpers(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let (attributes, next) = leading_attributes(rest);
        if attributes.is_empty() {
            kept.push(first.clone());
            rest = after;
            continue;
        }
        for attribute in attributes.into_iter().filter(|attribute| attribute.kind.is_none()) {
            kept.extend(attribute.tokens);
        }
        rest = next;
    }
    kept.into_iter().collect()
}
