//! Pages for who is developing an application: debug builds alone have them.

use std::fmt::Write;

use super::place;
use crate::respond::{HTML, TEXT};
use crate::{Error, Methods, Response, Route, Status};

/// What is known of a request that failed.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) method: String,
    /// What the routes were asked for: the path without its leading slashes.
    pub(crate) path: String,
    /// The route that was found.
    pub(crate) route: Option<&'static Route>,
    /// The routes that were tried.
    pub(crate) tried: &'static [Route],
}

/// A route that was tried, and why it did not answer.
pub(super) struct Tried {
    pub(super) route: &'static Route,
    /// How far its pattern matches, in bytes, where it can be said.
    pub(super) stop: Option<usize>,
    pub(super) why: String,
}

pub(super) fn page(error: Error, html: bool) -> Response {
    let Some(context) = error.context().cloned() else { return error.into() };
    let page = if html { in_html(&error, &context) } else { in_text(&error, &context) };
    let media_type = if html { HTML } else { TEXT };
    Response::from(error).body(page).media_type(media_type)
}

/// What became of each route of a table; the path has no leading slash.
pub(super) fn tried(method: &str, path: &str, routes: &'static [Route]) -> Vec<Tried> {
    let method = Methods::named(method);
    let look = |route: &'static Route| {
        let stop = stop_of(route.pattern, path);
        let why = match stop {
            Some(stop) if stop < path.len() => {
                let found = path.get(stop..).and_then(|rest| rest.chars().next());
                format!("stops at {:?}", found.unwrap_or_default())
            }
            Some(_) if !route.methods.with_implied().shares(method) => {
                format!("is for {} only, or expects more", route.methods)
            }
            Some(_) => "expects more, or a value of another type".to_owned(),
            None => "does not match".to_owned(),
        };
        Tried { route, stop, why }
    };
    routes.iter().map(look).collect()
}

#[cfg(feature = "regex")]
fn stop_of(pattern: &str, path: &str) -> Option<usize> {
    super::stop::stop(pattern, path)
}

#[cfg(not(feature = "regex"))]
fn stop_of(_: &str, _: &str) -> Option<usize> {
    None
}

fn in_text(error: &Error, context: &Context) -> String {
    let mut text = format!("{}\n", error.status());
    // Writing into a string does not fail.
    let mut line = |line: std::fmt::Arguments<'_>| {
        let _ = writeln!(text, "{line}");
    };
    if !error.message().is_empty() {
        line(format_args!("{}", error.message()));
    }
    line(format_args!("\n{} /{}", context.method, context.path));
    if let Some(route) = context.route {
        line(format_args!("  answered by {} at {}", route.handler, place(route)));
    }
    for cause in error.causes() {
        line(format_args!("  because: {cause}"));
    }
    if error.status() == Status::NOT_FOUND && context.route.is_none() {
        line(format_args!("\nThe routes that were tried, in order:"));
        for Tried { route, stop, why } in tried(&context.method, &context.path, context.tried) {
            line(format_args!("\n  {route}  ({})", place(route)));
            if let Some(stop) = stop {
                let before = context.path.get(..stop).unwrap_or_default().chars().count();
                line(format_args!("    {}\n    {}^ {why}", context.path, " ".repeat(before)));
            } else {
                line(format_args!("    {why}"));
            }
        }
    }
    line(format_args!("\n(Only debug builds say more than the first lines.)"));
    text
}

pub(crate) const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;\
background:#fff;color:#222;overflow-wrap:anywhere}\
code,pre{font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;margin:0}\
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}\
h2{font-size:1.1rem;margin:2rem 0 .5rem}\
p{margin:.25rem 0}footer{margin-top:2rem}\
ol{list-style:none;padding:0;margin:0;border-bottom:1px solid #ddd}\
li{border-top:1px solid #ddd;padding:.6rem 0;display:flow-root}\
li div{margin-top:.2rem;padding-left:1.5rem}\
.at{float:right;padding-left:1rem}.ok{color:#070}.why{color:#a00}\
.stop{background:#fdd;color:#a00;border-radius:3px;outline:1px solid #a00}\
small,footer,.method{color:#666;font-size:14px}\
@media(max-width:40rem){body{margin:1rem auto}.at{float:none;display:block;padding:0}\
li div{padding:0}}\
@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}ol,li{border-color:#444}\
small,footer,.method{color:#999}.ok{color:#7c7}.why{color:#f99}\
.stop{background:#622;color:#fcc;outline-color:#f99}}";

fn in_html(error: &Error, context: &Context) -> String {
    let status = escape(&error.status().to_string());
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{status}</title>\n<style>{STYLE}</style>\n<h1>{status}</h1>\n"
    );
    let mut add = |line: std::fmt::Arguments<'_>| {
        let _ = writeln!(html, "{line}");
    };
    if !error.message().is_empty() {
        add(format_args!("<p>{}</p>", escape(error.message())));
    }
    let request = format!("{} /{}", context.method, context.path);
    add(format_args!("<p><code>{}</code></p>", escape(&request)));
    if let Some(route) = context.route {
        let (handler, place) = (escape(route.handler), escape(&place(route)));
        add(format_args!("<p>answered by <code>{handler}</code> <small>{place}</small></p>"));
    }
    if error.source().is_some() {
        add(format_args!("<h2>Because of</h2>\n<ol>"));
        for cause in error.causes() {
            add(format_args!("<li><pre>{}</pre></li>", escape(&cause.to_string())));
        }
        add(format_args!("</ol>"));
    }
    if error.status() == Status::NOT_FOUND && context.route.is_none() {
        add(format_args!("<h2>The routes that were tried, in order</h2>\n<ol>"));
        for tried in tried(&context.method, &context.path, context.tried) {
            add(format_args!("{}", tried_in_html(&tried, &context.path, false)));
        }
        add(format_args!("</ol>"));
    }
    add(format_args!("<footer>Only debug builds show this page.</footer>"));
    html
}

/// A row of what was tried, or of what answers in the end.
pub(super) fn tried_in_html(tried: &Tried, path: &str, answers: bool) -> String {
    let Tried { route, stop, why } = tried;
    let class = if answers { "ok" } else { "why" };
    let matched = match stop {
        _ if answers => format!("<span class=\"ok\">{}</span>", escape(path)),
        None => escape(path),
        Some(stop) => {
            let (before, after) = path.split_at_checked(*stop).unwrap_or((path, ""));
            let mut rest = after.chars();
            let at = rest.next().map_or("⏎".to_owned(), |c| escape(&c.to_string()));
            let (before, rest) = (escape(before), escape(rest.as_str()));
            format!("<span class=\"ok\">{before}</span><span class=\"stop\">{at}</span>{rest}")
        }
    };
    format!(
        "<li><span class=\"at\">{} <small>{}</small></span>\
         <code><span class=\"method\">{}</span> <b>{}</b></code>\
         <div><code>{matched}</code> <span class=\"{class}\">{}</span></div></li>",
        escape(route.handler),
        escape(&place(route)),
        route.methods,
        escape(route.pattern),
        escape(why),
    )
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
