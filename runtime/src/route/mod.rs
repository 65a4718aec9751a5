//! The route table as data, and the answer of a search in it.

mod found;
mod lookup;
mod methods;

use std::fmt;
use std::panic::Location;

pub use found::{Found, Search};
pub use lookup::Lookup;
pub use methods::Methods;

/// One route of an application: a pattern and the handler that answers where it matches.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[get(r"^hello/(?<name>\w+)/?$")]
///     fn greet(name: &str) -> String { format!("Hello {name}") }
/// }
///
/// let [route] = site::ROUTES else { panic!("one route") };
/// assert_eq!(route.pattern, r"^hello/(?<name>\w+)/?$");
/// assert_eq!(route.methods.to_string(), "GET");
/// assert_eq!(route.handler, "greet");
/// assert_eq!(route.captures, ["name"]);
/// assert_eq!(route.parameters, ["name: &str"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The pattern, as written.
    pub pattern: &'static str,
    /// The methods it was declared for.
    pub methods: Methods,
    /// The name of the handler.
    pub handler: &'static str,
    /// The named groups of the pattern, in their order.
    pub captures: &'static [&'static str],
    /// The parameters of the handler with their types, as they are written.
    pub parameters: &'static [&'static str],
    /// The names of the middleware around the handler, the outermost first.
    pub middleware: &'static [&'static str],
    /// What is mounted here.
    mount: Option<Mount>,
    /// What a document says of it.
    #[cfg(feature = "openapi")]
    describe: Option<fn(&mut crate::openapi::Operation)>,
    /// Where in [`Found`] the capture of each group lies, when that is not the order of the groups.
    slots: &'static [usize],
    location: &'static Location<'static>,
}

/// An application in the place of a handler.
#[derive(Clone, Copy, Debug)]
struct Mount {
    rest: usize,
    routes: fn() -> &'static [Route],
}

impl Route {
    /// A route; its place in the source is where this is called.
    #[must_use]
    #[track_caller]
    pub const fn new(
        pattern: &'static str,
        methods: Methods,
        handler: &'static str,
        captures: &'static [&'static str],
    ) -> Route {
        let location = Location::caller();
        Route {
            pattern,
            methods,
            handler,
            captures,
            parameters: &[],
            middleware: &[],
            mount: None,
            #[cfg(feature = "openapi")]
            describe: None,
            slots: &[],
            location,
        }
    }

    /// Says what the handler takes.
    #[must_use]
    pub const fn takes(mut self, parameters: &'static [&'static str]) -> Route {
        self.parameters = parameters;
        self
    }

    /// Names the middleware around the handler, the outermost first.
    #[must_use]
    pub const fn through(mut self, middleware: &'static [&'static str]) -> Route {
        self.middleware = middleware;
        self
    }

    /// Says that an application is mounted at the pattern: which table it has, and in which slot of
    /// [`Found`] the rest of the path lies, which is left for it.
    #[must_use]
    pub const fn mounts(mut self, rest: usize, routes: fn() -> &'static [Route]) -> Route {
        self.mount = Some(Mount { rest, routes });
        self
    }

    /// The routes of the application that is mounted here, as far as it knows them; nothing where a
    /// handler answers. Their patterns match what the pattern of this route leaves of the path.
    #[must_use]
    pub fn nested(&self) -> &'static [Route] {
        self.mount.map_or(&[], |mount| (mount.routes)())
    }

    /// Whether an application is mounted here.
    #[must_use]
    pub fn is_mount(&self) -> bool {
        self.mount.is_some()
    }

    /// The slot of the rest of the path, where an application is mounted.
    pub(crate) fn rest(&self) -> Option<usize> {
        self.mount.map(|mount| mount.rest)
    }

    /// Says what an [OpenAPI document](crate::openapi) has of it.
    #[cfg(feature = "openapi")]
    #[must_use]
    pub const fn described(mut self, describe: fn(&mut crate::openapi::Operation)) -> Route {
        self.describe = Some(describe);
        self
    }

    /// What an OpenAPI document has of it.
    #[cfg(feature = "openapi")]
    pub(crate) fn description(&self) -> Option<fn(&mut crate::openapi::Operation)> {
        self.describe
    }

    /// Says in which slot each capture lies, where captures of several routes share an automaton
    /// and cannot all lie in their own order.
    #[must_use]
    pub const fn slots(mut self, slots: &'static [usize]) -> Route {
        self.slots = slots;
        self
    }

    /// The file of the route's attribute.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.location.file()
    }

    /// The line of the route's attribute.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.location.line()
    }

    /// Whether both are the same one. (A table may be in memory more than once.)
    pub(crate) fn is(&self, other: &Route) -> bool {
        std::ptr::eq(self, other)
            || self.pattern == other.pattern
                && self.handler == other.handler
                && self.location == other.location
    }

    /// Where the capture of a group lies.
    fn slot(&self, name: &str) -> Option<usize> {
        let group = self.captures.iter().position(|capture| *capture == name)?;
        Some(self.slots.get(group).copied().unwrap_or(group))
    }
}

/// `GET ^hello/(?<name>\w+)/?$ greet`
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.methods, self.pattern, self.handler)
    }
}
