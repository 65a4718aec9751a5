//! A radix tree: `path-tree`.

use lychgate::Route;

use super::{Error, template};
use crate::contestant::{Answer, Contestant, digest};

pub(super) struct Table(path_tree::PathTree<usize>);

impl Table {
    pub(super) fn new(routes: &[Route]) -> Result<Self, Error> {
        let mut tree = path_tree::PathTree::new();
        for (index, route) in routes.iter().enumerate() {
            let _ = tree.insert(&template(route.pattern, ":", "")?, index);
        }
        Ok(Table(tree))
    }
}

impl Contestant for Table {
    fn name(&self) -> &'static str {
        "path-tree"
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        match self.0.find(path) {
            Some((route, found)) => digest(*route, found.params_iter().map(|(_, text)| text)),
            None => 0,
        }
    }

    fn answer(&self, path: &str) -> Answer {
        let (route, found) = self.0.find(path)?;
        Some((*route, found.params_iter().map(|(_, text)| Some(text.to_owned())).collect()))
    }
}
