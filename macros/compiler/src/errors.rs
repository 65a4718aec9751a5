//! Every mistake of one expansion, gathered; and the words that several messages share.

use std::cell::RefCell;
use std::fmt::Display;

use quote::ToTokens;

/// Gathers errors, so that a pass can go on after the first one and all are shown at once.
#[derive(Debug, Default)]
#[must_use = "errors that nobody reports are lost"]
pub struct Errors(RefCell<Vec<syn::Error>>);

impl Errors {
    /// No error yet.
    pub fn new() -> Self {
        Errors::default()
    }

    /// Adds an error on the user's own tokens.
    pub fn error(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds an error that `syn` found.
    pub fn push(&self, error: syn::Error) {
        self.0.borrow_mut().push(error);
    }

    /// How many errors were added: a pass that finds more afterwards knows that something broke.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// The errors, in the order in which they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<syn::Error> {
        self.0.into_inner()
    }
}

/// The name among `known` that was probably meant, if one is close enough.
#[must_use]
pub fn did_you_mean<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let close = name.chars().count() / 3 + 1;
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= close)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The edit distance of Damerau and Levenshtein, with neighbours swapped as one edit.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: usize, column: usize| {
                rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(usize::MAX - 1)
            };
            let left = row.last().copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(i, j) + usize::from(x != y)).min(at(i, j + 1) + 1).min(left + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(i - 1, j - 1) + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_name_is_suggested_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("nmae", ["id", "name"]), Some("name"));
        assert_eq!(did_you_mean("name", ["names", "title"]), Some("names"));
        assert_eq!(did_you_mean("name", ["title", "id"]), None);
    }

    #[test]
    fn distances_are_counted_in_edits() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("abcd", "abdc"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
