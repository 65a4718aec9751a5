//! What a piece of code mentions, so that only that is imported, and about how long it is.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The words that matter, in order.
const WORDS: [&str; 35] = [
    "None",
    "Some",
    "accept",
    "b",
    "char_at",
    "digit",
    "end",
    "held",
    "literal",
    "literal_anywhere",
    "literal_anywhere_ignore_case",
    "literal_end",
    "literal_end_ignore_case",
    "literal_fold",
    "literal_ignore_case",
    "literal_str",
    "matches",
    "one",
    "one_char",
    "part",
    "path",
    "plus",
    "plus_chars",
    "plus_until",
    "run",
    "run_chars",
    "slash_end",
    "space",
    "star",
    "star_chars",
    "until",
    "up_to",
    "up_to_chars",
    "within",
    "word",
];

/// Those among them that do not belong to the run-time crate.
const OTHERS: [&str; 5] = ["None", "Some", "b", "matches", "path"];

/// The words of a piece of code, but for those that follow a `::`. Of macros there is only
/// `matches!`, which counts as the word `matches`; functions of that name do not.
#[derive(Clone, Copy, Default)]
pub(super) struct Words {
    /// One bit for each word that matters.
    found: u64,
    /// About how many lines the code has.
    pub(super) lines: usize,
}

impl Words {
    pub(super) fn of(tokens: &TokenStream) -> Words {
        let mut words = Words::default();
        words.add(tokens);
        words
    }

    /// The words of both.
    pub(super) fn join(&mut self, other: Words) {
        self.found |= other.found;
        self.lines += other.lines;
    }

    pub(super) fn has(self, word: &str) -> bool {
        self.found & bit(word) != 0
    }

    /// The functions and types of the run-time crate among the words.
    pub(super) fn runtime(self) -> impl Iterator<Item = &'static str> {
        let of_runtime = WORDS.into_iter().filter(|word| !OTHERS.contains(word));
        of_runtime.filter(move |word| self.has(word))
    }

    fn add(&mut self, tokens: &TokenStream) {
        let (mut in_path, mut before) = (false, 0);
        let matches = bit("matches");
        for token in tokens.clone() {
            let (mut mark, mut word) = (' ', 0);
            match token {
                TokenTree::Group(group) => {
                    self.lines += usize::from(group.delimiter() == Delimiter::Brace);
                    self.add(&group.stream());
                }
                TokenTree::Ident(ident) if !in_path => word = bit(&ident.to_string()),
                TokenTree::Punct(punct) => mark = punct.as_char(),
                _ => {}
            }
            self.lines += usize::from(mark == ';' || mark == '>');
            in_path = mark == ':';
            if (before == matches) == (mark == '!') {
                self.found |= before;
            }
            before = word;
        }
        self.found |= before & !matches;
    }
}

/// The bit of a word that matters.
fn bit(word: &str) -> u64 {
    WORDS.binary_search(&word).map_or(0, |place| 1 << place)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{WORDS, Words};

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.is_sorted());
    }

    #[test]
    fn paths_and_macros_are_told_from_words() {
        let words = Words::of(&quote!(accept(&[route::word]); matches!(c, _)));
        let found = ["accept", "word", "matches", "path"].map(|word| words.has(word));
        assert_eq!(found, [true, false, true, false]);
        assert_eq!(words.lines, 1);
        assert!(!Words::of(&quote!(matches(literal))).has("matches"));
    }
}
