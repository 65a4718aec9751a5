//! All patterns in one searcher of `regex-automata`, which says which of them matched.

use std::cell::RefCell;

use lychgate::Route;
use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;

use super::{Error, without_slash};
use crate::contestant::{Answer, Contestant, digest};

pub(super) struct Table {
    regex: Regex,
    captures: RefCell<Captures>,
}

impl Table {
    /// The searcher prefers the leftmost match to the first pattern. Where every pattern matches
    /// from the beginning, these are the same; so what comes before a match becomes part of it.
    pub(super) fn new(routes: &[Route]) -> Result<Self, Error> {
        let from_the_beginning = |route: &Route| {
            let pattern = route.pattern;
            let anchored = pattern.trim_start_matches("(?i)").starts_with('^');
            if anchored { pattern.to_owned() } else { format!("^(?s:.*?)(?:{pattern})") }
        };
        let patterns: Vec<String> = routes.iter().map(from_the_beginning).collect();
        let regex = Regex::new_many(&patterns)?;
        let captures = RefCell::new(regex.create_captures());
        Ok(Table { regex, captures })
    }
}

impl Contestant for Table {
    fn name(&self) -> &'static str {
        "regex-automata"
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        let path = without_slash(path);
        let mut found = self.captures.borrow_mut();
        self.regex.captures(path, &mut found);
        match found.pattern() {
            Some(route) => {
                let texts =
                    found.iter().skip(1).flatten().filter_map(|span| path.get(span.range()));
                digest(route.as_usize(), texts)
            }
            None => 0,
        }
    }

    fn answer(&self, path: &str) -> Answer {
        let path = without_slash(path);
        let mut found = self.captures.borrow_mut();
        self.regex.captures(path, &mut found);
        let route = found.pattern()?.as_usize();
        let text = |span: regex_automata::Span| path.get(span.range()).map(str::to_owned);
        Some((route, found.iter().skip(1).map(|span| span.and_then(text)).collect()))
    }
}
