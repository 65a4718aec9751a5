//! One regular expression after another, behind templates: `actix-router`.

use actix_router::{Path, Router};
use lychgate::Route;

use super::{Error, template};
use crate::contestant::{Answer, Contestant, digest};

pub(super) struct Table(Router<usize>);

impl Table {
    pub(super) fn new(routes: &[Route]) -> Result<Self, Error> {
        let mut router = Router::build();
        for (index, route) in routes.iter().enumerate() {
            router.path(template(route.pattern, "{", "}")?, index);
        }
        Ok(Table(router.finish()))
    }
}

impl Contestant for Table {
    fn name(&self) -> &'static str {
        "actix-router"
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        let mut path = Path::new(path);
        match self.0.recognize(&mut path) {
            Some((route, _)) => digest(*route, path.iter().map(|(_, text)| text)),
            None => 0,
        }
    }

    fn answer(&self, path: &str) -> Answer {
        let mut path = Path::new(path);
        let (route, _) = self.0.recognize(&mut path)?;
        Some((*route, path.iter().map(|(_, text)| Some(text.to_owned())).collect()))
    }
}
