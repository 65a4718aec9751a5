//! What turns out only further inside, for the middleware that looks on from outside.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use bstr::BString;

use crate::Route;

/// The variables that say whose request it is: logs want them as they were in the end.
const NOTED: [&str; 3] = ["REMOTE_ADDR", "REMOTE_USER", "lychgate.request_id"];

/// The routes that were found, and the variables that were set, by whoever had the environ.
#[derive(Default)]
pub(super) struct Findings {
    route: OnceLock<&'static Route>,
    /// Apart, as most requests have no more than a route.
    more: OnceLock<Box<Mutex<More>>>,
}

#[derive(Default)]
struct More {
    /// The routes of the applications that are mounted at the first one.
    nested: Vec<&'static Route>,
    variables: Vec<(&'static str, Option<BString>)>,
}

impl Findings {
    /// The route that was found first: the outermost.
    pub(super) fn route(&self) -> Option<&'static Route> {
        self.route.get().copied()
    }

    /// All of them, the outermost first.
    pub(super) fn routes(&self) -> Vec<&'static Route> {
        let nested = self.more.get().map(|more| lock(more).nested.clone());
        self.route().into_iter().chain(nested.into_iter().flatten()).collect()
    }

    /// Adds a route, unless it is the last one: behind its middleware a route is found once more.
    pub(super) fn add_route(&self, route: &'static Route) {
        let Err(route) = self.route.set(route) else { return };
        let more = self.more.get();
        let last = more.and_then(|more| lock(more).nested.last().copied()).or_else(|| self.route());
        if !last.is_some_and(|last| last.is(route)) {
            lock(self.more.get_or_init(Box::default)).nested.push(route);
        }
    }

    /// Notes what a variable was set to, if it is one that logs want.
    pub(super) fn note(&self, key: &str, value: Option<&[u8]>) {
        let Some(key) = NOTED.into_iter().find(|noted| *noted == key) else { return };
        let value = value.map(BString::from);
        let mut more = lock(self.more.get_or_init(Box::default));
        more.variables.retain(|(noted, _)| *noted != key);
        more.variables.push((key, value));
    }

    /// What a variable was set to last, or that it was removed.
    pub(super) fn noted(&self, key: &str) -> Option<Option<BString>> {
        let more = lock(self.more.get()?);
        more.variables.iter().find(|(noted, _)| *noted == key).map(|(_, value)| value.clone())
    }
}

fn lock(more: &Mutex<More>) -> MutexGuard<'_, More> {
    more.lock().unwrap_or_else(PoisonError::into_inner)
}
