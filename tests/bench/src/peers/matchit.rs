//! A radix tree: `matchit`, which `axum` routes with.

use lychgate::Route;

use super::{Error, template};
use crate::contestant::{Answer, Contestant, digest};

pub(super) struct Table(matchit::Router<usize>);

impl Table {
    pub(super) fn new(routes: &[Route]) -> Result<Self, Error> {
        let mut router = matchit::Router::new();
        for (index, route) in routes.iter().enumerate() {
            router.insert(template(route.pattern, "{", "}")?, index)?;
        }
        Ok(Table(router))
    }
}

impl Contestant for Table {
    fn name(&self) -> &'static str {
        super::MATCHIT
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        match self.0.at(path) {
            Ok(found) => digest(*found.value, found.params.iter().map(|(_, text)| text)),
            Err(_) => 0,
        }
    }

    fn answer(&self, path: &str) -> Answer {
        let found = self.0.at(path).ok()?;
        Some((*found.value, found.params.iter().map(|(_, text)| Some(text.to_owned())).collect()))
    }
}
