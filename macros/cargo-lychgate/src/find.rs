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
    let compiled: Vec<(&Found, Application)> = discovered
        .everything()
        .into_iter()
        .map(|found| (found, found.expansion().application.unwrap_or_default()))
        .collect();
    let all: Vec<&Found> = compiled.iter().map(|(found, _)| *found).collect();
    let tables: Vec<(&Found, Table<'_>)> =
        compiled.iter().map(|(found, application)| (*found, Table::new(application))).collect();
    let tables = Tables { all, tables };
    let entrance = match discovered.entrances().as_slice() {
        [only] => *only,
        several => {
            let names: Vec<String> =
                several.iter().map(|found| format!("`{}`", found.name())).collect();
            return Err(format!("name one of the applications: {}", names.join(", ")));
        }
    };
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
    mention(discovered.mistakes.len());
    Ok(text.into())
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

/// The applications, ready to be asked.
struct Tables<'a> {
    all: Vec<&'a Found>,
    tables: Vec<(&'a Found, Table<'a>)>,
}

impl Tables<'_> {
    /// The handlers that may answer, in their order, and what comes of it if they do not.
    fn outcome(&self, found: &Found, method: &str, path: &str, depth: usize) -> String {
        let table = self.tables.iter().find(|(other, _)| std::ptr::eq(*other, found));
        let Some((_, table)) = table else { return String::new() };
        if table.application.routes.is_empty() {
            return found.name();
        }
        let request = Request { method, path: path.trim_start_matches('/') };
        let search = table.search(&request);
        let mut outcomes: Vec<String> = Vec::new();
        for answer in &search.answers {
            let Some(route) = table.application.routes.get(answer.route) else { continue };
            let mut name = route.handler.name.unraw().to_string();
            // One that is mounted in itself would never come to an end.
            if let Some(rest) = answer.rest.clone().filter(|_| depth < 16) {
                if let Some(inside) = mounts::mounted(&self.all, found, route) {
                    let inside = self.outcome(inside, method, &request.path[rest], depth + 1);
                    name = format!("{name} > {inside}");
                }
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
        Some(allow) if method == "OPTIONS" => format!("204 {allow}"),
        Some(allow) => {
            // What is allowed is less where some of it refuses the path.
            let is_less = if search.allow_if.is_empty() { "" } else { " at most, or 404" };
            format!("405 {allow}{is_less}")
        }
        None => "404".to_owned(),
    }
}
