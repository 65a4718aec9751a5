//! Any tokens under our attributes, the first line as their arguments: no panic, and every function
//! comes back.

use std::mem;

use lychgate_compiler::expand::{self, Options};
use proc_macro2::{TokenStream, TokenTree};

pub fn expansion(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (arguments, item) = text.split_once('\n').unwrap_or(("", text));
    let Ok(item) = item.parse::<TokenStream>() else { return };
    let Ok(arguments) = arguments.parse::<TokenStream>() else { return };
    let functions = functions(item.clone());
    let application = |both| {
        let options = Options { regex: both, openapi: both };
        expand::application(arguments.clone(), item.clone(), options)
    };
    for expansion in [application(true), application(false)] {
        let kept = self::functions(expansion);
        for function in &functions {
            assert!(kept.contains(function), "{function} is gone");
        }
    }
    let _ = expand::middleware(arguments.clone(), item.clone());
    let _ = expand::with(arguments, item.clone());
    let _ = expand::misplaced("get", item.clone());
    let _ = expand::not_on_parameter(item.clone());
    let _ = expand::respond(item);
}

/// The names after `fn`, at any depth; not those in attributes, which go with what is said in them.
fn functions(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let (mut after_fn, mut after_hash) = (false, false);
    for token in tokens {
        let (named, in_attribute) = (mem::take(&mut after_fn), mem::take(&mut after_hash));
        match token {
            TokenTree::Group(group) if !in_attribute => found.extend(functions(group.stream())),
            // A half-typed function's `fn` may come to stand before that of the next.
            TokenTree::Ident(word) if word == "fn" => after_fn = true,
            TokenTree::Ident(word) if named => found.push(word.to_string()),
            TokenTree::Punct(punct) => after_hash = punct.as_char() == '#',
            _ => {}
        }
    }
    found
}
