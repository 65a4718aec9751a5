//! The answer of a search as it is told to people.

use crate::{Found, Methods, Route};

/// What an application would do with a method at a path, as far as its table says: which route
/// answers, with which captures. No handler is called, and no middleware.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[get(r"^users/(?<id>\d+)$")]
///     fn user(id: u8) -> String { format!("User {id}") }
/// }
///
/// let lookup = site::application.lookup("GET", "/users/7").expect("it has a table");
/// assert_eq!(lookup.route.map(|route| route.handler), Some("user"));
/// assert_eq!(lookup.captures, [("id", Some("7".to_owned()))]);
/// assert!(site::application.lookup("GET", "/users/700").unwrap().route.is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The route that answers, if one does.
    pub route: Option<&'static Route>,
    /// The place of that route in its table; `usize::MAX`, which is nobody's, where none answers.
    pub index: usize,
    /// The groups of its pattern, each with what it holds.
    pub captures: Vec<(&'static str, Option<String>)>,
    /// Where no route answers: the methods that are allowed at the path.
    pub allow: Methods,
    /// Where an application is mounted: the rest of the path, which is left for it.
    pub rest: Option<String>,
    /// What that application would do with it, if it has a table.
    pub nested: Option<Box<Lookup>>,
}

impl Lookup {
    /// What a search came to.
    #[must_use]
    pub fn of<const N: usize>(found: &Found<'_, N>) -> Lookup {
        let route = found.route();
        let names = route.map_or(&[][..], |route| route.captures).iter();
        let capture = |name: &&'static str| (*name, found.capture(name).map(str::to_owned));
        let rest = route.and_then(Route::rest).and_then(|slot| found.slot(slot));
        Lookup {
            route,
            index: found.index(),
            captures: names.map(capture).collect(),
            allow: found.allow(),
            rest: rest.map(str::to_owned),
            nested: None,
        }
    }
}
