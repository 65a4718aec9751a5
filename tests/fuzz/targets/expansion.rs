//! Any tokens under `#[application]`: no panic, and every function comes back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lychgate_compiler::expand::{self, Options};
use proc_macro2::{TokenStream, TokenTree};

fuzz_target!(|text: &str| {
    let Ok(item) = text.parse::<TokenStream>() else { return };
    let functions = functions(item.clone());
    let expansion = expand::application(TokenStream::new(), item, Options { regex: true, ..Options::default() });
    let kept = self::functions(expansion);
    for function in functions {
        assert!(kept.contains(&function), "{function} is gone");
    }
});

/// The names after `fn`, at any depth.
fn functions(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut after_fn = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(functions(group.stream())),
            TokenTree::Ident(word) if std::mem::take(&mut after_fn) => found.push(word.to_string()),
            TokenTree::Ident(word) => after_fn = word == "fn",
            _ => after_fn = false,
        }
    }
    found
}
