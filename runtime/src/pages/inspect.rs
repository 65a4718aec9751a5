//! The page of an [`Inspector`](crate::inspect::Inspector).

use std::fmt::Write;

use percent_encoding::percent_decode_str;

use super::debug::{STYLE, Tried, escape, tried, tried_in_html};
use super::{place, tree};
use crate::{Application, Lookup, Route};

/// What the page has beside what pages of errors have.
const MORE: &str = "\
form{display:flex;gap:.5rem;margin:1rem 0}\
input{flex:1;min-width:0;font:16px/1.5 ui-monospace,monospace;padding:.3rem .6rem}\
input,button{color:inherit;background:transparent;border:1px solid #888;border-radius:4px}\
button{font:inherit;padding:.3rem .9rem;cursor:pointer}\
ol ol{margin:.6rem 0 0 1.5rem;border-bottom:0}\
.past{opacity:.6}\
.tree{overflow-x:auto}svg{display:block}\
svg text{font:13px ui-monospace,monospace;fill:currentColor}\
svg .handler{font-weight:bold}svg path{fill:none;stroke:#888}\
@media(max-width:40rem){ol ol{margin-left:.75rem}form{display:block}\
input{width:100%;box-sizing:border-box;margin-bottom:.5rem}}";

pub(crate) fn page(application: &dyn Application, query: &str) -> String {
    let routes = application.routes();
    let asked = asked(query);
    let shown =
        asked.as_ref().map_or("GET /".to_owned(), |(method, path)| format!("{method} {path}"));
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>Routes</title>\n<style>{STYLE}{MORE}</style>\n<h1>Routes</h1>\n\
         <form><input name=\"q\" value=\"{}\" aria-label=\"A method and a path\" autofocus \
         spellcheck=\"false\" autocapitalize=\"off\"><button>Which answers?</button></form>\n",
        escape(&shown)
    );
    if let Some((method, path)) = &asked {
        match application.lookup(method, path) {
            Some(lookup) => html.push_str(&answer(method, path, routes, &lookup)),
            None => html.push_str("<p>The application does not say how it finds its routes.</p>\n"),
        }
    }
    // Writing into a string does not fail.
    let _ = writeln!(html, "<h2>In the order of their declaration</h2>\n{}", list(routes));
    let _ = writeln!(
        html,
        "<h2>By their patterns</h2>\n<div class=\"tree\">{}</div>",
        tree::svg(routes)
    );
    html.push_str("<footer>Only debug builds have this page, for this machine alone.</footer>\n");
    html
}

/// The method and the path that are asked about: `q=GET+/users/7`.
fn asked(query: &str) -> Option<(String, String)> {
    let text = query.split('&').find_map(|pair| pair.strip_prefix("q="))?.replace('+', " ");
    let text = percent_decode_str(&text).decode_utf8_lossy().into_owned();
    let (method, target) = match text.trim().split_once(' ') {
        Some((method, target)) => (method.to_owned(), target.trim()),
        None => ("GET".to_owned(), text.trim()),
    };
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    Some((method, format!("/{}", path.trim_start_matches('/'))))
}

/// Which route answers, and what became of those before it.
fn answer(method: &str, path: &str, routes: &'static [Route], lookup: &Lookup) -> String {
    let mut html = String::new();
    let mut add = |line: std::fmt::Arguments<'_>| {
        let _ = writeln!(html, "{line}");
    };
    let request = format!("<code>{} {}</code>", escape(method), escape(path));
    match lookup.route {
        Some(route) if route.is_mount() => add(format_args!(
            "<p class=\"ok\">{request} is passed on by the mount <code><b>{}</b></code>, which leaves \
             <code>{}</code></p>",
            escape(route.handler),
            escape(lookup.rest.as_deref().unwrap_or_default()),
        )),
        Some(route) => add(format_args!(
            "<p class=\"ok\">{request} is answered by <code><b>{}</b></code></p>",
            escape(&signature(route))
        )),
        None if lookup.allow.is_empty() => {
            add(format_args!("<p class=\"why\">{request} is 404 Not Found: no route answers</p>"));
        }
        None => add(format_args!(
            "<p class=\"why\">{request} is 405 Method Not Allowed: there is {}</p>",
            lookup.allow
        )),
    }
    for (name, value) in &lookup.captures {
        let value = value.as_ref().map_or("nothing".to_owned(), |value| format!("{value:?}"));
        add(format_args!("<p><code>{} = {}</code></p>", escape(name), escape(&value)));
    }
    add(format_args!("<ol>"));
    let relative = path.trim_start_matches('/');
    for (index, mut it) in tried(method, relative, routes).into_iter().enumerate() {
        if lookup.index == index {
            let why = if it.route.is_mount() { "passes it on" } else { "answers" };
            it = Tried { stop: Some(relative.len()), why: why.to_owned(), ..it };
        } else if lookup.index < index {
            let row = row(it.route, "not asked, as an earlier one answers", "");
            add(format_args!("<li class=\"past\">{row}</li>"));
            continue;
        }
        add(format_args!("{}", tried_in_html(&it, relative, lookup.index == index)));
    }
    add(format_args!("</ol>"));
    if let (Some(route), Some(nested), Some(rest)) = (lookup.route, &lookup.nested, &lookup.rest) {
        add(format_args!("<h2>Inside {}</h2>", escape(route.handler)));
        html.push_str(&answer(method, rest, route.nested(), nested));
    }
    html
}

fn list(routes: &'static [Route]) -> String {
    let items = routes.iter().map(|route| {
        let through = match route.middleware {
            [] => String::new(),
            names => format!("through {}", names.join(", ")),
        };
        let nested = route.nested();
        let inside = if nested.is_empty() { String::new() } else { list(nested) };
        format!("<li>{}</li>\n", row(route, &through, &inside))
    });
    format!("<ol>\n{}</ol>", items.collect::<String>())
}

/// A row of the table, with a remark and with what is inside.
fn row(route: &Route, remark: &str, inside: &str) -> String {
    let remark = match remark {
        "" => String::new(),
        remark => format!("<div><small>{}</small></div>", escape(remark)),
    };
    format!(
        "<span class=\"at\">{} <small>{}</small></span>\
         <code><span class=\"method\">{}</span> <b>{}</b></code>{remark}{inside}",
        escape(&signature(route)),
        escape(&place(route)),
        route.methods,
        escape(route.pattern),
    )
}

/// `greet(name: &str)`, or `mount admin()`
fn signature(route: &Route) -> String {
    let mount = if route.is_mount() { "mount " } else { "" };
    format!("{mount}{}({})", route.handler, route.parameters.join(", "))
}
