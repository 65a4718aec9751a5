//! Which words a piece of code mentions, so that only those are imported.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

/// The words of a piece of code, but for those that follow a `::`. Macros have their `!`.
#[derive(Default)]
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub(super) fn of(tokens: &TokenStream) -> Words {
        let mut words = Words::default();
        words.add(tokens);
        words
    }

    fn add(&mut self, tokens: &TokenStream) {
        let (mut in_path, mut before) = (false, None);
        for token in tokens.clone() {
            match &token {
                TokenTree::Group(group) => self.add(&group.stream()),
                TokenTree::Ident(word) if !in_path => {
                    self.0.insert(word.to_string());
                }
                _ => {}
            }
            let punct = if let TokenTree::Punct(punct) = &token { punct.as_char() } else { ' ' };
            in_path = punct == ':';
            if punct == '!' {
                if let Some(name) = before {
                    self.0.insert(format!("{name}!"));
                }
            }
            before = if let TokenTree::Ident(word) = token { Some(word) } else { None };
        }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}
