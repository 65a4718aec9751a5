//! The pure half of dispatch: which route answers a method at a path.

use std::fmt;

use super::{Methods, Route};
use crate::matching::Accept;

/// What a search in a route table came to: a route with its captures; or the methods that other
/// routes at this path allow; or nothing. `N` is the largest number of captures in the table.
#[must_use]
#[derive(Clone, Copy)]
pub struct Found<'p, const N: usize> {
    route: Option<(usize, &'static Route)>,
    captures: [Option<&'p str>; N],
    allow: Methods,
    /// The table, for the page of a request that nothing answers.
    #[cfg(debug_assertions)]
    tried: &'static [Route],
}

impl<'p, const N: usize> Found<'p, N> {
    /// What a search came to that found nothing.
    pub const fn nothing() -> Self {
        Found {
            route: None,
            captures: [None; N],
            allow: Methods::NONE,
            #[cfg(debug_assertions)]
            tried: &[],
        }
    }

    /// The table that was searched.
    #[cfg(debug_assertions)]
    pub(crate) fn tried(&self) -> &'static [Route] {
        self.tried
    }

    /// The route that answers, if one does.
    #[must_use]
    pub fn route(&self) -> Option<&'static Route> {
        self.route.map(|(_, route)| route)
    }

    /// The place of that route in its table; `usize::MAX`, which is nobody's, where none answers.
    #[must_use]
    pub fn index(&self) -> usize {
        self.route.map_or(usize::MAX, |(index, _)| index)
    }

    /// What a named group of the route's pattern matched; `None` when there is no such group, or
    /// it took no part in the match.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<&'p str> {
        self.slot(self.route()?.slot(name)?)
    }

    /// What lies in a slot: for code that knows where the route keeps a capture.
    #[must_use]
    pub fn slot(&self, slot: usize) -> Option<&'p str> {
        self.captures.get(slot).copied().flatten()
    }

    /// Where no route answers: the methods that routes at this path do answer, as `Allow` lists
    /// them. Empty where a route answers, and where no route matches the path at all.
    #[must_use]
    pub fn allow(&self) -> Methods {
        self.allow.allowed()
    }
}

impl<const N: usize> fmt::Debug for Found<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.route() {
            Some(route) => {
                write!(f, "Found({route}")?;
                for name in route.captures {
                    write!(f, ", {name}: {:?}", self.capture(name))?;
                }
                f.write_str(")")
            }
            None if self.allow.is_empty() => f.write_str("Found(nothing)"),
            None => write!(f, "Found(allow: {})", self.allow()),
        }
    }
}

/// A search in a route table: it asks the automata and takes the first route, in the order of
/// declaration, that answers the method.
pub struct Search<'p, const N: usize> {
    routes: &'static [Route],
    method: Methods,
    path: &'p str,
    found: Found<'p, N>,
}

impl<'p, const N: usize> Search<'p, N> {
    /// Begins a search. The leading slashes of `path` are left out: patterns say `^hello`, as a
    /// path in an application's own space has no slash to begin with.
    #[inline]
    #[must_use]
    pub fn new(routes: &'static [Route], method: &str, path: &'p str) -> Self {
        Search {
            routes,
            method: Methods::named(method),
            path: path.trim_start_matches('/'),
            found: Found {
                #[cfg(debug_assertions)]
                tried: routes,
                ..Found::nothing()
            },
        }
    }

    /// Asks one automaton, whose first route stands at `first` in the table. `admits` says whether
    /// the captures of a route can be read as its handler's parameters.
    #[inline]
    #[must_use]
    pub fn ask_if(
        mut self,
        first: usize,
        matches: impl Fn(&'p str) -> Option<Accept<'p, N>>,
        admits: impl Fn(usize, &[Option<&'p str>; N]) -> bool,
    ) -> Self {
        if self.found.route.is_some_and(|(index, _)| index < first) {
            return self;
        }
        let Some(accept) = matches(self.path) else { return self };
        for &index in accept.routes {
            let Some(route) = self.routes.get(index) else { continue };
            if self.found.route.is_some_and(|(best, _)| best < index) {
                break;
            }
            if !admits(index, &accept.captures) {
                continue;
            }
            if route.methods.with_implied().shares(self.method) {
                self.found.route = Some((index, route));
                self.found.captures = accept.captures;
                break;
            }
            self.found.allow = self.found.allow.or(route.methods);
        }
        self
    }

    /// The same where every capture can be read.
    #[inline]
    #[must_use]
    pub fn ask(self, first: usize, matches: impl Fn(&'p str) -> Option<Accept<'p, N>>) -> Self {
        self.ask_if(first, matches, |_, _| true)
    }

    /// What the search came to.
    #[inline]
    pub fn found(mut self) -> Found<'p, N> {
        if self.found.route.is_some() {
            self.found.allow = Methods::NONE;
        }
        self.found
    }
}
