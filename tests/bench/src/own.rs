//! What we compile and what we write by hand, as contestants.

use std::hint::black_box;

use lychgate::Found;

use crate::contestant::{Answer, Contestant, digest};
use crate::github::github;
use crate::github::handwritten::{Hit, find_keyed, find_sliced};
use crate::varied::varied;

/// The `find` of an application.
struct Compiled<F, const N: usize> {
    name: &'static str,
    find: F,
}

/// Fixes the type of the closure, which is then called without a pointer.
fn compiled<F, const N: usize>(name: &'static str, find: F) -> Box<dyn Contestant>
where
    F: for<'p> Fn(&'p str) -> Found<'p, N> + 'static,
{
    Box::new(Compiled::<F, N> { name, find })
}

impl<F, const N: usize> Contestant for Compiled<F, N>
where
    F: for<'p> Fn(&'p str) -> Found<'p, N>,
{
    fn name(&self) -> &'static str {
        self.name
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        let found = (self.find)(path);
        if found.route().is_none() {
            return 0;
        }
        digest(found.index(), (0..N).filter_map(|slot| found.slot(slot)))
    }

    fn answer(&self, path: &str) -> Answer {
        let found = (self.find)(path);
        let route = found.route()?;
        let captures = route.captures.iter().map(|name| found.capture(name).map(str::to_owned));
        Some((found.index(), captures.collect()))
    }
}

struct Handwritten<F> {
    name: &'static str,
    find: F,
}

impl<F> Contestant for Handwritten<F>
where
    F: for<'p> Fn(&'p str) -> Option<Hit<'p>>,
{
    fn name(&self) -> &'static str {
        self.name
    }

    #[inline]
    fn digest(&self, path: &str) -> u64 {
        match (self.find)(path) {
            Some(hit) => digest(hit.route as usize, hit.captures().iter().copied()),
            None => 0,
        }
    }

    fn answer(&self, path: &str) -> Answer {
        let hit = (self.find)(path)?;
        let captures = hit.captures().iter().map(|capture| Some((*capture).to_owned()));
        Some((hit.route as usize, captures.collect()))
    }
}

/// The row that the goals are about: other routers do not look at the method, so here the
/// compiler may know it.
pub const OURS: &str = "lychgate";

/// The rows of the limit.
pub const BY_HAND: [&str; 2] = ["by hand, as slices", "by hand, as numbers"];

/// The GitHub table: compiled, also with a method that is not known before, and by hand.
#[must_use]
pub fn of_github() -> Vec<Box<dyn Contestant>> {
    let [sliced, keyed] = BY_HAND;
    vec![
        compiled(OURS, |path| github::find("GET", path)),
        compiled("lychgate, any method", |path| github::find(black_box("GET"), path)),
        Box::new(Handwritten { name: sliced, find: find_sliced }),
        Box::new(Handwritten { name: keyed, find: find_keyed }),
    ]
}

/// The varied table, compiled.
#[must_use]
pub fn of_varied() -> Vec<Box<dyn Contestant>> {
    vec![
        compiled(OURS, |path| varied::find("GET", path)),
        compiled("lychgate, any method", |path| varied::find(black_box("GET"), path)),
    ]
}
