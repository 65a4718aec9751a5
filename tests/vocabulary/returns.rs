//! One row a return type: status, media type and body.

use std::borrow::Cow;

use lychgate::cookie::Cookie;
use lychgate::prelude::*;
use lychgate::respond::{Event, Events};
use lychgate::test::Client;
use serde::Serialize;

use super::{cell, markdown};

#[derive(Serialize)]
struct Receipt {
    total: u32,
}

#[application]
mod site {
    use super::*;

    #[get("^text$")]
    fn text() -> &'static str {
        "text"
    }

    #[get("^string$")]
    fn string() -> String {
        "text".to_owned()
    }

    #[get("^cow$")]
    fn cow() -> Cow<'static, str> {
        Cow::Borrowed("text")
    }

    #[get("^bytes$")]
    fn bytes() -> Bytes {
        Bytes::from_static(b"bytes")
    }

    #[get("^nothing$")]
    fn nothing() {}

    #[get("^html$")]
    fn html() -> Html<&'static str> {
        Html("<p>page</p>")
    }

    #[get("^json$")]
    fn json() -> Json<Receipt> {
        Json(Receipt { total: 6 })
    }

    #[get("^redirect$")]
    fn redirect() -> Redirect {
        Redirect::to("/elsewhere")
    }

    #[get("^temporary$")]
    fn temporary() -> Redirect {
        Redirect::temporary("/elsewhere")
    }

    #[get("^permanent$")]
    fn permanent() -> Redirect {
        Redirect::permanent("/elsewhere")
    }

    #[get("^bad_redirect$")]
    fn bad_redirect() -> Redirect {
        Redirect::to("/else\nwhere")
    }

    #[get("^status$")]
    fn status() -> Status {
        Status::IM_A_TEAPOT
    }

    #[get("^with_status$")]
    fn with_status() -> (Status, &'static str) {
        (Status::CREATED, "made")
    }

    #[get("^with_headers$")]
    fn with_headers() -> ([(&'static str, &'static str); 1], &'static str) {
        ([("Content-Type", "text/csv")], "a,b")
    }

    #[get("^with_both$")]
    fn with_both() -> (Status, [(&'static str, &'static str); 1], &'static str) {
        (Status::CREATED, [("Content-Type", "text/csv")], "a,b")
    }

    #[get("^bad_header$")]
    fn bad_header() -> ([(&'static str, &'static str); 1], &'static str) {
        ([("Connection", "close")], "text")
    }

    #[get("^some$")]
    fn some() -> Option<&'static str> {
        Some("text")
    }

    #[get("^none$")]
    fn none() -> Option<&'static str> {
        None
    }

    #[get("^ok$")]
    fn ok() -> Result<&'static str> {
        Ok("text")
    }

    #[get("^error$")]
    fn error() -> Result<&'static str> {
        Err(Error::new(Status::GONE, "it was taken down"))
    }

    #[get("^question_mark$")]
    fn question_mark() -> Result<String> {
        Ok("x".parse::<u8>()?.to_string())
    }

    #[get("^response$")]
    fn response() -> Response {
        Response::new("text").header("X-A", "1")
    }

    #[get("^stream$")]
    fn stream() -> Body<'static> {
        Body::stream(["a", "b"])
    }

    #[get("^events$")]
    fn events() -> Events<Vec<Event>> {
        Events(vec![Event::new("tick").name("clock")])
    }

    #[get("^cookies$")]
    fn cookies(mut cookies: Cookies) -> (Cookies, &'static str) {
        cookies.add(Cookie::new("theme", "dark"));
        (cookies, "text")
    }
}

/// The routes, with what each handler returns.
const RETURNS: &[(&str, &str)] = &[
    ("text", "`&str`"),
    ("string", "`String`"),
    ("cow", "`Cow<str>`"),
    ("bytes", "`Bytes`, `Vec<u8>`, `&[u8]`"),
    ("nothing", "`()`"),
    ("html", "`Html<T>`"),
    ("json", "`Json<T>`"),
    ("redirect", "`Redirect::to(…)`"),
    ("temporary", "`Redirect::temporary(…)`"),
    ("permanent", "`Redirect::permanent(…)`"),
    ("bad_redirect", "`Redirect` to what is no location"),
    ("status", "`Status`, `StatusCode`"),
    ("with_status", "`(Status, T)`"),
    ("with_headers", "`([(name, value)], T)`, `(HeaderMap, T)`"),
    ("with_both", "`(Status, headers, T)`"),
    ("bad_header", "headers that are malformed or hop-by-hop"),
    ("some", "`Some(T)`"),
    ("none", "`None`"),
    ("ok", "`Ok(T)`"),
    ("error", "`Err(Error::new(…))`"),
    ("question_mark", "`Err` of any other error, by `?`"),
    ("response", "`Response`"),
    ("stream", "`Body`"),
    ("events", "`Events<I>`"),
    ("cookies", "`(Cookies, T)`"),
];

pub(super) fn table() -> String {
    assert_eq!(RETURNS.len(), site::ROUTES.len());
    let client = Client::new(site::application);
    let rows = RETURNS.iter().map(|(path, shown)| {
        let answer = client.get(&format!("/{path}")).send();
        let header = |name| answer.header(name).map_or(String::new(), |value| format!("`{value}`"));
        let others = ["Location", "Set-Cookie", "Cache-Control", "X-A"];
        let others = others
            .into_iter()
            .filter_map(|name| answer.header(name).map(|value| format!("`{name}: {value}`")));
        let others: Vec<String> = others.collect();
        vec![(*shown).to_owned(), cell(&answer), header("Content-Type"), others.join(", ")]
    });
    markdown(&["returned", "answer", "`Content-Type`", "other headers"], rows.collect())
}
