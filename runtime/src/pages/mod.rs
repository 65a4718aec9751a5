//! The page of an error, in the form that its reader can use.
//!
//! | asked for, by `Accept` | page |
//! |---|---|
//! | `application/problem+json` or `application/json` | problem details (RFC 9457), with the feature `json` |
//! | `text/html`, in debug builds | a page for a developer: the routes that were tried, or the chain of causes |
//! | anything else | plain text; in debug builds with the same for a developer |
//! | no `Accept` at all, as in a test | plain text |
//!
//! A release build tells the client the status and the message that was written for it, and nothing
//! else.

mod debug;
pub(crate) mod inspect;
#[cfg(feature = "regex")]
mod stop;
mod tree;

use http::header::{HeaderValue, VARY};

use crate::{Error, Response, Route};

pub(crate) use debug::Context;
#[cfg(feature = "openapi")]
pub(crate) use debug::STYLE;
#[cfg(any(feature = "files", feature = "openapi"))]
pub(crate) use debug::escape;

/// What a client reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Html,
    Problem,
}

/// The page of an error for who sends this `Accept`; caches are told that it depends on that.
pub(crate) fn page(error: Error, accept: Option<&HeaderValue>) -> Response {
    let form = form(accept);
    let mut page: Response = match form {
        #[cfg(feature = "json")]
        Form::Problem => problem(error),
        _ if cfg!(debug_assertions) && accept.is_some() && error.context().is_some() => {
            debug::page(error, form == Form::Html)
        }
        _ => error.into(),
    };
    if cfg!(any(feature = "json", debug_assertions)) {
        page.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
    }
    page
}

/// The form that is accepted with the highest quality; of several the one that is named first.
fn form(accept: Option<&HeaderValue>) -> Form {
    let text = accept.and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let mut best = (Form::Text, 0.0);
    for entry in text.split(',') {
        let mut parts = entry.split(';').map(str::trim);
        let form = match parts.next().unwrap_or_default() {
            "application/problem+json" | "application/json" if cfg!(feature = "json") => {
                Form::Problem
            }
            "text/html" | "application/xhtml+xml" => Form::Html,
            "text/plain" => Form::Text,
            _ => continue,
        };
        let quality = parts.find_map(|parameter| parameter.strip_prefix("q="));
        let quality = quality.map_or(1.0, |quality| quality.parse::<f32>().unwrap_or(0.0));
        if quality > best.1 {
            best = (form, quality);
        }
    }
    best.0
}

/// Problem details: the status and its phrase, what the client is told, and the field that it is
/// about.
#[cfg(feature = "json")]
fn problem(error: Error) -> Response {
    let status = error.status();
    let mut problem = serde_json::Map::new();
    let mut set = |name: &str, value: serde_json::Value| {
        problem.insert(name.to_owned(), value);
    };
    set("type", "about:blank".into());
    set("title", status.reason().into());
    set("status", status.as_u16().into());
    if !error.message().is_empty() {
        set("detail", error.message().into());
    }
    if let Some(field) = error.field() {
        set("field", field.into());
    }
    let page = format!("{}\n", serde_json::Value::from(problem));
    Response::from(error).body(page).media_type("application/problem+json")
}

/// Where a route stands, for a developer's eyes: `src/main.rs:12`.
fn place(route: &Route) -> String {
    format!("{}:{}", route.file(), route.line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_that_is_accepted_most() {
        for (accept, expected) in [
            ("", Form::Text),
            ("*/*", Form::Text),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Form::Html),
            ("text/plain, text/html;q=0.5", Form::Text),
            ("text/html;q=0.5, text/plain;q=0.4", Form::Html),
            ("text/html;q=0", Form::Text),
            ("image/png", Form::Text),
        ] {
            let accept = HeaderValue::from_static(accept);
            assert_eq!(form(Some(&accept)), expected, "{accept:?}");
        }
        assert_eq!(form(None), Form::Text);
    }

    #[cfg(feature = "json")]
    #[test]
    fn problem_details_are_for_who_reads_json() {
        for accept in ["application/problem+json", "application/json, text/plain;q=0.5"] {
            assert_eq!(form(Some(&HeaderValue::from_static(accept))), Form::Problem);
        }
    }
}
