//! `cargo lychgate find`: which route answers each of many requests.

use std::io::Read;
use std::path::Path;

use lychgate_compiler::model::Application;
use syn::ext::IdentExt;

use crate::args::Find;
use crate::discover::{discover, mention, some};
use crate::modules::Found;
use crate::search::{Request, Search, Table, decoded};
use crate::{Output, mounts};

/// Finds who answers the requests, a line each.
pub(crate) fn find(arguments: &Find) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    some(&discovered)?;
    let requests = read(&arguments.requests)?;
    let mut mistakes = discovered.mistakes.len();
    let mut compiled: Vec<(&Found, Application)> = Vec::new();
    for found in discovered.everything() {
        let expansion = found.expansion();
        mistakes += expansion.errors.len();
        compiled.push((found, expansion.application.unwrap_or_default()));
    }
    let all: Vec<&Found> = compiled.iter().map(|(found, _)| *found).collect();
    let tables = compiled.iter().map(|(found, application)| {
        let mounted = |route| mounts::mounted(&all, found, route);
        let inside = application.routes.iter().map(mounted).collect();
        Asked { found, table: Table::new(application), inside }
    });
    let tables = Tables(tables.collect());
    let entrance = discovered.entrance()?;
    let mut text = String::new();
    for (number, line) in requests.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let Some((method, path)) = line.split_once(char::is_whitespace) else {
            return Err(format!("line {}: expected `METHOD PATH`, found {line:?}", number + 1));
        };
        let path = path.trim();
        let outcome = match decoded(path) {
            Some(decoded) => tables.outcome(entrance, method, &decoded, 0),
            None => "400".to_owned(),
        };
        text.push_str(&format!("{method} {path}: {outcome}\n"));
    }
    Ok(Output { text, note: mention(mistakes), ..Output::default() })
}

fn read(file: &Path) -> Result<String, String> {
    let mut text = String::new();
    let read = match file.to_str() {
        Some("-") => std::io::stdin().read_to_string(&mut text).map(drop),
        _ => std::fs::read_to_string(file).map(|it| text = it),
    };
    read.map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(text)
}

/// An application, ready to be asked.
struct Asked<'a> {
    found: &'a Found,
    table: Table<'a>,
    /// What each of its routes leads to, where that is another application.
    inside: Vec<Option<&'a Found>>,
}

struct Tables<'a>(Vec<Asked<'a>>);

impl Tables<'_> {
    /// The handlers that may answer, in their order, and what comes of it if they do not.
    fn outcome(&self, found: &Found, method: &str, path: &str, depth: usize) -> String {
        let asked = self.0.iter().find(|asked| std::ptr::eq(asked.found, found));
        let Some(Asked { table, inside, .. }) = asked else { return String::new() };
        if table.application.routes.is_empty() {
            return found.name();
        }
        let request = Request { method, path: path.trim_start_matches('/') };
        let search = table.search(&request);
        let mut outcomes: Vec<String> = Vec::new();
        for answer in &search.answers {
            let Some(route) = table.application.routes.get(answer.route) else { continue };
            let mut name = route.handler.name.unraw().to_string();
            let rest = answer.rest.clone().filter(|_| depth < mounts::DEEPEST);
            if let (Some(rest), Some(Some(inside))) = (rest, inside.get(answer.route)) {
                let inside = self.outcome(inside, method, &request.path[rest], depth + 1);
                name = format!("{name} > {inside}");
            }
            outcomes.push(name);
        }
        if !search.is_certain {
            outcomes.push(refusal(&search, method));
        }
        outcomes.join(" or ")
    }
}

fn refusal(search: &Search, method: &str) -> String {
    match search.allowed() {
        Some(allow) if method == "OPTIONS" && search.allow_if.is_empty() => format!("204 {allow}"),
        Some(allow) if method == "OPTIONS" => format!("204 {allow} or 404"),
        Some(allow) if search.allow_if.is_empty() => format!("405 {allow}"),
        // Less is allowed where some of these routes refuse the path, or nothing.
        Some(allow) => format!("405 {allow} or 404"),
        None => "404".to_owned(),
    }
}
