//! One NFA over characters, simulated: `route-recognizer`.

use lychgate::Route;

use super::{Error, template};
use crate::contestant::{Answer, Contestant, digest};

pub(super) struct Table {
    router: route_recognizer::Router<usize>,
    routes: &'static [Route],
}

impl Table {
    pub(super) fn new(routes: &'static [Route]) -> Result<Self, Error> {
        let mut router = route_recognizer::Router::new();
        for (index, route) in routes.iter().enumerate() {
            router.add(&template(route.pattern, ":", "")?, index);
        }
        Ok(Table { router, routes })
    }
}

impl Contestant for Table {
    fn name(&self) -> &'static str {
        "route-recognizer"
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        match self.router.recognize(path) {
            Ok(found) => digest(**found.handler(), found.params().iter().map(|(_, text)| text)),
            Err(_) => 0,
        }
    }

    /// The parameters come in the order of their names.
    fn answer(&self, path: &str) -> Answer {
        let found = self.router.recognize(path).ok()?;
        let route = self.routes.get(**found.handler())?;
        let captures = route.captures.iter();
        let captures = captures.map(|name| found.params().find(name).map(str::to_owned));
        Some((**found.handler(), captures.collect()))
    }
}
