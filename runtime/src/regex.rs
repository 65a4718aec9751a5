//! Patterns that are matched at run time, by the `regex` crate.
//!
//! The compiler decides routes by automata that it writes as code. Where that would take too many
//! states, it hands the pattern over to this module, visibly in the expansion.

use std::sync::OnceLock;

use regex::Regex;

use crate::matching::Accept;

/// A pattern that is compiled when it is first asked.
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern, not yet compiled.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Pattern { text, compiled: OnceLock::new() }
    }

    /// Asks whether the pattern matches `path`, and takes from the match the named groups, each
    /// for its slot.
    ///
    /// ```
    /// use lychgate::regex::Pattern;
    ///
    /// static PATTERN: Pattern = Pattern::new(r"^(?<stem>.*)\.(?<ending>\w+)$");
    ///
    /// let accept = PATTERN.accept::<2>("a.tar.gz", &[0], &[("stem", 0), ("ending", 1)]).unwrap();
    /// assert_eq!(accept.captures, [Some("a.tar"), Some("gz")]);
    /// assert!(PATTERN.accept::<2>("README", &[0], &[]).is_none());
    /// ```
    pub fn accept<'p, const N: usize>(
        &self,
        path: &'p str,
        routes: &'static [usize],
        slots: &[(&str, usize)],
    ) -> Option<Accept<'p, N>> {
        // The macro has parsed the pattern as `regex` does, and has refused what is too large.
        let regex = self.compiled.get_or_init(|| Regex::new(self.text).ok()).as_ref()?;
        let mut captures = [None; N];
        if slots.is_empty() {
            return regex.is_match(path).then_some(Accept { routes, captures });
        }
        let found = regex.captures(path)?;
        for &(name, slot) in slots {
            if let Some(capture) = captures.get_mut(slot) {
                *capture = found.name(name).map(|group| group.as_str());
            }
        }
        Some(Accept { routes, captures })
    }
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({:?})", self.text)
    }
}
