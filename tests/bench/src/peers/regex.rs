//! The patterns themselves: all of them as a set, and one after another.

use lychgate::Route;
use regex::{Captures, Regex, RegexSet};

use super::{Error, without_slash};
use crate::contestant::{Answer, Contestant, digest};

/// `RegexSet` finds the route, and its `Regex` the captures.
pub(super) struct Set {
    set: RegexSet,
    each: InOrder,
}

/// What a list of `(pattern, application)` does: the first that matches.
pub(super) struct InOrder {
    patterns: Vec<Regex>,
}

impl Set {
    pub(super) fn new(routes: &'static [Route]) -> Result<Self, Error> {
        let set = RegexSet::new(routes.iter().map(|route| route.pattern))?;
        Ok(Set { set, each: InOrder::new(routes)? })
    }

    fn find<'p>(&self, path: &'p str) -> Option<(usize, Captures<'p>)> {
        let path = without_slash(path);
        let first = self.set.matches(path).iter().next()?;
        Some((first, self.each.patterns.get(first)?.captures(path)?))
    }
}

impl InOrder {
    pub(super) fn new(routes: &'static [Route]) -> Result<Self, Error> {
        let patterns: Result<_, _> = routes.iter().map(|route| Regex::new(route.pattern)).collect();
        Ok(InOrder { patterns: patterns? })
    }

    fn find<'p>(&self, path: &'p str) -> Option<(usize, Captures<'p>)> {
        let path = without_slash(path);
        let mut patterns = self.patterns.iter().enumerate();
        patterns.find_map(|(index, pattern)| Some((index, pattern.captures(path)?)))
    }
}

impl Contestant for Set {
    fn name(&self) -> &'static str {
        "RegexSet + captures"
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        digest_of(self.find(path))
    }

    fn answer(&self, path: &str) -> Answer {
        answer_of(self.find(path))
    }
}

impl Contestant for InOrder {
    fn name(&self) -> &'static str {
        "Regex after Regex"
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        digest_of(self.find(path))
    }

    fn answer(&self, path: &str) -> Answer {
        answer_of(self.find(path))
    }
}

#[inline]
fn digest_of(found: Option<(usize, Captures<'_>)>) -> u64 {
    match found {
        Some((index, groups)) => {
            digest(index, groups.iter().skip(1).flatten().map(|group| group.as_str()))
        }
        None => 0,
    }
}

fn answer_of(found: Option<(usize, Captures<'_>)>) -> Answer {
    let (index, groups) = found?;
    let texts = groups.iter().skip(1).map(|group| group.map(|group| group.as_str().to_owned()));
    Some((index, texts.collect()))
}
