//! One address for a page, with a slash at its end or without.

use super::{Middleware, Passage};
use crate::respond::within_site;
use crate::{Environ, Redirect, Reply};

/// Redirects requests for the other spelling of an address, with 308 Permanent Redirect.
///
/// Only GET and HEAD are redirected: a form is not sent twice. The query stays.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::TrailingSlash;
///
/// #[application]
/// mod site {
///     #[get("^hello$")]
///     fn hello() -> &'static str { "Hello page" }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(TrailingSlash::Remove.wrap(site::application));
///     let answer = client.get("/hello/?q=1").send();
///     assert_eq!((answer.status().as_u16(), answer.header("Location")), (308, Some("/hello?q=1")));
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailingSlash {
    /// `/hello/` is redirected to `/hello`; `/` stays.
    Remove,
    /// `/hello` is redirected to `/hello/`; `/logo.svg` stays, as its last segment has a dot.
    Append,
}

impl Middleware for TrailingSlash {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        match self.redirect(passage.environ()) {
            None => passage.proceed(),
            Some(redirect) => passage.through(|_, _| redirect),
        }
    }
}

impl TrailingSlash {
    /// Where a request is redirected to, if it is.
    fn redirect(self, environ: &Environ) -> Option<Redirect> {
        if !["GET", "HEAD"].contains(&environ.method().as_str()) {
            return None;
        }
        let path = environ.uri().path();
        let bare = within_site(path).trim_end_matches('/');
        match self {
            TrailingSlash::Remove if path.ends_with('/') && !bare.is_empty() => {
                Some(Redirect::respelled(bare, environ))
            }
            TrailingSlash::Append if !path.ends_with('/') && !is_file(bare) => {
                Some(Redirect::respelled(&format!("{bare}/"), environ))
            }
            _ => None,
        }
    }
}

fn is_file(path: &str) -> bool {
    path.is_empty() || path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::Client;
    use crate::{Middleware, Response, from_fn};

    fn location(slash: TrailingSlash, method: &str, target: &str) -> Option<String> {
        let inside = from_fn(|environ, start| Ok(start.respond(environ, Response::new("page"))));
        let answer = Client::new(slash.wrap(inside)).request(method, target).send();
        answer.header("Location").map(str::to_owned)
    }

    #[test]
    fn no_redirect_leads_to_another_site() {
        use TrailingSlash::{Append, Remove};
        for (slash, target, expected) in [
            (Remove, "/hello/", Some("/hello")),
            (Remove, "/hello//", Some("/hello")),
            (Remove, "/", None),
            (Remove, "/hello", None),
            (Remove, "//evil.example/", Some("/evil.example")),
            (Remove, "/\\evil.example/", Some("/evil.example")),
            (Remove, "/\\/evil.example/", Some("/evil.example")),
            (Remove, "/%5Cevil.example/", Some("/%5Cevil.example")),
            (Append, "/hello?q=1", Some("/hello/?q=1")),
            (Append, "/logo.svg", None),
            (Append, "/", None),
            (Append, "//evil.example/x", Some("/evil.example/x/")),
            (Append, "/\\evil/x", Some("/evil/x/")),
        ] {
            assert_eq!(location(slash, "GET", target).as_deref(), expected, "{slash:?} {target}");
            assert_eq!(location(slash, "POST", target), None, "a form is not sent twice");
        }
    }
}
