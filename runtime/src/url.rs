//! The way back: from a route and its captures to the path that leads there.
//!
//! Each application has, beside `find`, the module `urls` (a type has the function `urls()`), with a
//! function for each handler. [`Url`] is what they return.

use std::borrow::Cow;
use std::fmt::{self, Display};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{Error, Found, Result, Route, Status, gateway};

/// What stays as it is in a path: the `pchar` of RFC 3986 (3.3), and the slash. `&` and `'` would be
/// right too, but are quoted, so that a path can stand in HTML as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

fn quote(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The path that leads to a route with certain captures; or why there is none.
///
/// The functions of an application's `urls` make it. They take an argument for each named group of the
/// route's pattern, in the order of the groups: what the handler takes, and an `Option` where the
/// group may take no part. The path has been looked up by the application's own `find`, which has
/// come to that route, with those captures: so what is shown is never another route's. It is quoted by
/// RFC 3986 (3.3); a `/` inside a capture stays one.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[get(r"^hello/(?<name>\w+)/?$")]
///     fn greet(name: &str) -> String {
///         format!("Hello {name}, or {}", urls::greet("Zoë"))
///     }
///
///     #[get(r"^posts/(?<year>\d{4})/(?<month>\d\d)(?:/(?<day>\d\d))?$")]
///     fn posts(year: u16, month: u8, day: Option<u8>) -> String {
///         format!("{year} {month} {day:?}")
///     }
/// }
///
/// fn main() -> lychgate::Result<()> {
///     assert_eq!(site::urls::greet("Ann"), "/hello/Ann");
///     assert_eq!(site::urls::posts(2026, 5, None), "/posts/2026/05");
///     assert_eq!(site::urls::posts(2026, 5, Some(31)).path()?, "/posts/2026/05/31");
///
///     // No path leads to `greet` with a slash in the name.
///     let url = site::urls::greet("Ann/Bob");
///     assert!(url.path().is_err());
///     assert_eq!(url.to_string(), "about:invalid");
///     Ok(())
/// }
/// ```
///
/// Where no path leads to the route with the arguments, it is shown as [`Url::INVALID`], which is a link
/// that leads nowhere, and the log says why; [`path`](Self::path) is for who wants to know. A
/// [`Redirect`](crate::Redirect) there is 500 Internal Server Error.
///
/// The path is one of the application's own space. Where it may be mounted, or served below a
/// prefix, [`Environ::url_for`](crate::Environ::url_for) puts the prefix before it.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Url(Result<Cow<'static, str>, String>);

impl Url {
    /// How a URL is shown where there is none: the address that is nobody's (RFC 6694, 2.2.1).
    pub const INVALID: &'static str = "about:invalid";

    /// What generated code makes of a path that was looked up when it was compiled.
    pub const fn fixed(path: &'static str) -> Url {
        Url(Ok(Cow::Borrowed(path)))
    }

    /// The path, quoted: ASCII that begins with a slash.
    ///
    /// # Errors
    /// Where no path leads to the route with the arguments: 500 Internal Server Error, with the
    /// reason for the log.
    pub fn path(&self) -> Result<&str> {
        self.0
            .as_deref()
            .map_err(|why| Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(why.as_str()))
    }

    /// The same behind another text, where it is a path.
    pub(crate) fn behind(self, before: &str) -> Url {
        Url(self.0.map(|path| format!("{before}{path}").into()))
    }

    fn text(&self) -> &str {
        self.0.as_deref().unwrap_or(Url::INVALID)
    }

    /// The text for who does not ask whether there is a path: the log tells of it.
    fn shown(&self) -> &str {
        if let Err(why) = &self.0 {
            gateway::log(why);
        }
        self.text()
    }
}

impl Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.shown())
    }
}

impl From<Url> for String {
    fn from(url: Url) -> String {
        url.shown().to_owned()
    }
}

impl PartialEq<str> for Url {
    fn eq(&self, text: &str) -> bool {
        self.text() == text
    }
}

impl PartialEq<&str> for Url {
    fn eq(&self, text: &&str) -> bool {
        self.text() == *text
    }
}

/// A path that generated code puts together.
#[must_use]
#[derive(Debug)]
pub struct Making {
    route: Option<(usize, &'static Route)>,
    path: String,
    captures: Vec<(&'static str, String)>,
    implied: Vec<&'static str>,
    given: Vec<&'static str>,
}

/// Begins the path to a route of a table: for generated code.
pub fn to(routes: &'static [Route], index: usize) -> Making {
    let route = routes.get(index).map(|route| (index, route));
    let path = String::new();
    Making { route, path, captures: Vec::new(), implied: Vec::new(), given: Vec::new() }
}

impl Making {
    /// Adds what the pattern itself says.
    pub fn text(mut self, text: &str) -> Making {
        self.path.push_str(text);
        self
    }

    /// Says that a group stands inside another, which is given.
    pub fn implied(mut self, group: &'static str) -> Making {
        self.implied.push(group);
        self
    }

    /// Says whether there is something for a group that may have no place beside others.
    pub fn given(mut self, group: &'static str, is_given: bool) -> Making {
        self.given.extend(is_given.then_some(group));
        self
    }

    /// Adds what is for a group.
    pub fn capture(self, group: &'static str, value: impl Display) -> Making {
        self.value(group, value.to_string())
    }

    /// Adds a number for a group, with zeros before it where the pattern asks for more digits.
    pub fn number(self, group: &'static str, value: impl Display, digits: usize) -> Making {
        self.value(group, format!("{value:0digits$}"))
    }

    fn value(mut self, group: &'static str, value: String) -> Making {
        self.path.push_str(&value);
        if !self.captures.iter().any(|(known, _)| *known == group) {
            self.captures.push((group, value));
        }
        self
    }

    /// The URL, where `find` comes from the path to the route, with these captures.
    pub fn url<const N: usize>(self, find: for<'p> fn(&str, &'p str) -> Found<'p, N>) -> Url {
        let Making { route, path, captures, implied, given } = self;
        let made = looked_up(route, &path, find, |route, found| {
            let is_missing = |group: &&&str| !captures.iter().any(|(name, _)| name == *group);
            if let Some(group) = given.iter().find(is_missing) {
                return Err(format!("there is no place for `{group}` beside the others"));
            }
            let differs = |group: &&&str| {
                if implied.contains(*group) {
                    return false;
                }
                let given = captures.iter().find(|(name, _)| name == *group);
                found.capture(group) != given.map(|(_, value)| value.as_str())
            };
            match route.captures.iter().find(differs) {
                None => Ok(()),
                Some(group) => Err(format!("`{group}` would be {:?}", found.capture(group))),
            }
        });
        Url(made.map(|()| format!("/{}", quote(&path)).into()))
    }

    /// The URL of one inside of the application that is mounted at the route.
    pub fn inside<const N: usize>(
        self,
        inside: Url,
        find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    ) -> Url {
        let Making { route, path: prefix, .. } = self;
        let Ok(below) = &inside.0 else { return inside };
        let end = below.find(['?', '#']).unwrap_or(below.len());
        let decoded = percent_decode_str(below.get(..end).unwrap_or(below)).decode_utf8_lossy();
        let prefix = prefix.strip_suffix('/').unwrap_or(&prefix);
        let path = format!("{prefix}{decoded}");
        let made = looked_up(route, path.trim_start_matches('/'), find, |route, found| {
            let rest = route.rest().and_then(|slot| found.slot(slot)).unwrap_or_default();
            let is_same = rest.trim_start_matches('/') == decoded.trim_start_matches('/');
            if is_same { Ok(()) } else { Err(format!("the rest of it would be {rest:?}")) }
        });
        let before = if prefix.is_empty() { "" } else { "/" };
        Url(made.map(|()| format!("{before}{}{below}", quote(prefix)).into()))
    }
}

/// Whether a path leads to the route; `agrees` says whether with the right captures.
fn looked_up<'p, const N: usize>(
    route: Option<(usize, &'static Route)>,
    path: &'p str,
    find: for<'f> fn(&str, &'f str) -> Found<'f, N>,
    agrees: impl FnOnce(&Route, &Found<'p, N>) -> Result<(), String>,
) -> Result<(), String> {
    let Some((index, route)) = route else { return Err("there is no such route".to_owned()) };
    let method = route.methods.iter().next().unwrap_or("GET");
    let found = find(method, path);
    let agrees = match found.route() {
        _ if path.split('/').any(|segment| matches!(segment, "." | "..")) => {
            Err("clients leave out a segment `.` or `..`".to_owned())
        }
        None => Err(format!("`{}` does not match it", route.pattern)),
        Some(other) if found.index() != index => Err(format!("it leads to `{}`", other.handler)),
        Some(route) => agrees(route, &found),
    };
    agrees.map_err(|why| {
        format!("there is no URL of `{}` with these captures, as in {path:?}: {why}", route.handler)
    })
}
