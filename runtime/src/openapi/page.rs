//! The pages that show a document to people.

use std::fmt::Write;

use serde_json::Value;

use crate::pages::{STYLE, escape};
use crate::respond::HTML;
use crate::{Environ, Response, Url};

/// What the page has beside what pages of errors have.
const MORE: &str = "\
h2 .method{font-family:ui-monospace,monospace;margin-right:.3rem}h2 code{font-size:1rem}\
h3{font-size:1rem;margin:.8rem 0 .2rem}section{border-top:1px solid #8886;margin-top:1.5rem}\
section h2{margin-top:1rem}table{border-collapse:collapse;width:100%}\
td{vertical-align:top;padding:.15rem 1rem .15rem 0}td:first-child{width:9rem}\
summary{cursor:pointer;padding:.3rem 0}nav a{margin-right:.8rem;white-space:nowrap}\
.text{white-space:pre-line}a{color:inherit}\
@media(max-width:40rem){td{display:block;padding:0}td:first-child{width:auto;padding-top:.5rem}}";

const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// The document as a page of its own, which runs nothing.
pub(super) fn plain(document: &Value, environ: &Environ) -> Response {
    let info = &document["info"];
    let title = escape(text(&info["title"]));
    let mut page = head(&title);
    // Writing into a string does not fail.
    let _ = writeln!(
        page,
        "<style>{STYLE}{MORE}</style>\n<h1>{title} {}</h1>",
        escape(text(&info["version"]))
    );
    let _ = writeln!(page, "<p class=\"text\">{}</p>", prose(text(&info["description"])));
    let url = environ.url_for(Url::fixed("/openapi.json")).to_string();
    let _ = writeln!(page, "<p><a href=\"{}\">openapi.json</a></p>", escape(&url));
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                page.push_str(&section(path, method, operation));
            }
        }
    }
    let schemas = document["components"]["schemas"].as_object();
    if schemas.is_some_and(|schemas| !schemas.is_empty()) {
        page.push_str("<section><h2>Schemas</h2>\n");
        for (name, schema) in schemas.into_iter().flatten() {
            let (name, schema) = (escape(name), escape(&format!("{schema:#}")));
            let _ = writeln!(
                page,
                "<details><summary><code>{name}</code></summary><pre id=\"{name}\">{schema}</pre></details>"
            );
        }
        page.push_str("</section>\n");
    }
    let response = Response::new(page).media_type(HTML);
    response.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
}

/// A page with a script that shows the document.
pub(super) fn viewer(title: &str, element: &str, environ: &Environ) -> Response {
    let url = |path| environ.url_for(Url::fixed(path)).to_string();
    let (document, script) = (escape(&url("/openapi.json")), escape(&url("/viewer.js")));
    let mut page = head(&escape(title));
    let element = element.replace("{document}", &document);
    let _ = writeln!(
        page,
        "<style>body{{margin:0}}</style>\n{element}\n<script type=\"module\" src=\"{script}\"></script>"
    );
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
                  style-src 'unsafe-inline'; font-src 'self' data:; form-action 'self'; \
                  frame-ancestors 'self'; base-uri 'none'";
    Response::new(page).media_type(HTML).header("Content-Security-Policy", policy)
}

fn head(title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n"
    )
}

fn section(path: &str, method: &str, operation: &Value) -> String {
    let identifier = escape(text(&operation["operationId"]));
    let mut html = format!(
        "<section id=\"{identifier}\"><h2><span class=\"method\">{}</span> <code>{}</code></h2>\n\
         <p>{}</p>\n<p class=\"text\">{}</p>\n",
        method.to_ascii_uppercase(),
        escape(path),
        prose(text(&operation["summary"])),
        prose(text(&operation["description"])),
    );
    let mut rows = String::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let required = if parameter["required"] == true { "" } else { ", optional" };
        let place = format!("{}{required}", text(&parameter["in"]));
        let description = prose(text(&parameter["description"]));
        let what = format!("{description} <small>{}</small>", kind(&parameter["schema"]));
        rows.push_str(&row(text(&parameter["name"]), &place, &what));
    }
    for (media_type, content) in
        operation["requestBody"]["content"].as_object().into_iter().flatten()
    {
        rows.push_str(&row("body", media_type, &kind(&content["schema"])));
    }
    if !rows.is_empty() {
        let _ = writeln!(html, "<h3>Takes</h3>\n<table>\n{rows}</table>");
    }
    html.push_str("<h3>Answers</h3>\n<table>\n");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let contents = response["content"].as_object().into_iter().flatten();
        let contents = contents.map(|(media_type, content)| {
            format!("<br><small>{} {}</small>", escape(media_type), kind(&content["schema"]))
        });
        let what =
            format!("{}{}", prose(text(&response["description"])), contents.collect::<String>());
        html.push_str(&row(status, "", &what));
    }
    html.push_str("</table></section>\n");
    html
}

fn row(name: &str, place: &str, what: &str) -> String {
    let (name, place) = (escape(name), escape(place));
    format!("<tr><td><code>{name}</code> <small>{place}</small></td><td>{what}</td></tr>\n")
}

/// A schema in a few words: its name, with a link, or its type.
fn kind(schema: &Value) -> String {
    if let Some(name) = text(&schema["$ref"]).strip_prefix("#/components/schemas/") {
        let name = escape(name);
        return format!("<a href=\"#{name}\"><code>{name}</code></a>");
    }
    let ty = match &schema["type"] {
        Value::String(ty) => ty.clone(),
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => return String::new(),
    };
    let items = match schema.get("items") {
        Some(items) => format!(" of {}", kind(items)),
        None => String::new(),
    };
    let pattern = match text(&schema["pattern"]) {
        "" => String::new(),
        pattern => format!(" <code>{}</code>", escape(pattern)),
    };
    format!("{}{items}{pattern}", escape(&ty))
}

/// A text with its quotes as code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(place, part)| match place % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    parts.collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
