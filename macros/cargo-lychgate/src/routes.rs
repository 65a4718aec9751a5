//! `cargo lychgate routes`: the tables as declared.

use std::fmt::Write;

use lychgate_compiler::expand;
use lychgate_compiler::model::{Application, Handler, Route, first_method};
use serde_json::{Value, json};
use syn::ext::IdentExt;

use crate::Output;
use crate::args::Routes;
use crate::discover::{discover, mention, some};
use crate::handler;
use crate::modules::Found;

/// Shows the tables.
pub(crate) fn routes(arguments: &Routes) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    some(&discovered)?;
    let mut mistakes = discovered.mistakes.len();
    let mut texts = Vec::new();
    let mut values = Vec::new();
    for found in discovered.applications() {
        let expansion = found.expansion();
        mistakes += expansion.errors.len();
        let application = expansion.application.unwrap_or_default();
        if arguments.json {
            values.push(value(found, &application, arguments.overlaps));
        } else {
            texts.push(table(found, &application, arguments.overlaps));
        }
    }
    let text =
        if arguments.json { format!("{:#}\n", Value::Array(values)) } else { texts.join("\n") };
    Ok(Output { text, note: mention(mistakes), ..Output::default() })
}

/// The line of a route's pattern.
pub(crate) fn line(route: &Route) -> usize {
    route.literal.span().start().line
}

/// Whether a match of the route may begin anywhere.
fn is_search(route: &Route) -> bool {
    !route.pattern.is_anchored_start()
}

fn table(found: &Found, application: &Application, overlaps: bool) -> String {
    let file = &found.source.shown;
    let around = through(&handler::names(&application.around));
    let mut text = format!("{}  {file}:{}{around}\n", found.name(), found.line);
    let mut rows: Vec<[String; 5]> =
        application.routes.iter().map(|route| row(file, route)).collect();
    let everywhere = if found.is_function { "every path" } else { "not found" };
    rows.extend(application.not_found.iter().map(|it| otherwise(found, everywhere, it)));
    rows.extend(application.catch.iter().map(|it| otherwise(found, "failures", it)));
    if rows.is_empty() && application.routes.is_empty() {
        text.push_str("  every path, by `(environ, start_response)`\n");
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..5).map(|column| width(column).unwrap_or_default()).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("  {cell:width$}"));
        let line: String = cells.collect();
        let _ = writeln!(text, "{}", line.trim_end());
    }
    if overlaps && application.routes.len() > 1 {
        text.push_str(&overlaps_text(application));
    }
    text
}

fn row(file: &str, route: &Route) -> [String; 5] {
    let pattern = route.pattern.text().replace('\n', "\\n");
    let search = if is_search(route) { "  search" } else { "" };
    let handler = handler::text(&route.handler);
    let mount = if route.is_mount { "mount " } else { "" };
    [
        route.methods_text(),
        format!("{pattern}{search}"),
        format!("{mount}{handler}{}", conditions(&route.handler)),
        format!("{file}:{}", line(route)),
        through(&handler::names(&route.handler.layers)).trim_start().to_owned(),
    ]
}

/// What answers where no route does: at which paths, or after what.
fn otherwise(found: &Found, when: &str, handler: &Handler) -> [String; 5] {
    let line = handler.signature.ident.span().start().line;
    [
        "ANY".to_owned(),
        when.to_owned(),
        format!("{}{}", handler::text(handler), conditions(handler)),
        format!("{}:{line}", found.source.shown),
        through(&handler::names(&handler.layers)).trim_start().to_owned(),
    ]
}

fn through(names: &[&str]) -> String {
    if names.is_empty() { String::new() } else { format!("  with {}", names.join(", ")) }
}

fn conditions(handler: &Handler) -> String {
    let texts = handler::conditions(handler);
    if texts.is_empty() { String::new() } else { format!(" if {}", texts.join(", ")) }
}

fn overlaps_text(application: &Application) -> String {
    let mut text = String::new();
    for overlap in expand::overlaps(application) {
        let pair = (application.routes.get(overlap.first), application.routes.get(overlap.second));
        let (Some(first), Some(second)) = pair else { continue };
        let _ = writeln!(
            text,
            "  {} {}: {} `{}` comes before {} `{}`",
            first_method(first.answers() & second.answers()).unwrap_or("ANY"),
            overlap.witness,
            first.handler.name.unraw(),
            first.pattern.text(),
            second.handler.name.unraw(),
            second.pattern.text(),
        );
    }
    if text.is_empty() { "  no two routes overlap\n".to_owned() } else { text }
}

fn value(found: &Found, application: &Application, overlaps: bool) -> Value {
    let file = &found.source.shown;
    let routes: Vec<Value> = application.routes.iter().map(|it| route_value(file, it)).collect();
    let not_found: Vec<Value> = application.not_found.iter().map(handler_value).collect();
    let mut value = json!({
        "application": found.name(),
        "file": file,
        "line": found.line,
        "middleware": handler::names(&application.around),
        "routes": routes,
    });
    let key = if found.is_function { "every_path" } else { "not_found" };
    value[key] = not_found.into();
    value["catch"] = application.catch.iter().map(handler_value).collect();
    if overlaps {
        let pairs = expand::overlaps(application);
        let pairs = pairs.iter().map(
            |pair| json!({ "first": pair.first, "second": pair.second, "path": pair.witness }),
        );
        value["overlaps"] = pairs.collect();
    }
    value
}

fn route_value(file: &str, route: &Route) -> Value {
    let methods: Vec<&str> = route.methods.iter().map(|method| method.name.as_str()).collect();
    let groups = if route.is_mount { &[] } else { route.pattern.groups() };
    let captures: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let mut value = handler_value(&route.handler);
    value["methods"] = methods.into();
    value["pattern"] = route.pattern.text().into();
    value["search"] = is_search(route).into();
    value["captures"] = captures.into();
    value["mount"] = route.is_mount.into();
    value["file"] = file.into();
    value["line"] = line(route).into();
    value
}

fn handler_value(handler: &Handler) -> Value {
    json!({
        "handler": handler.name.unraw().to_string(),
        "parameters": handler::parameters(handler),
        "middleware": handler::names(&handler.layers),
        "conditions": handler::conditions(handler),
    })
}
