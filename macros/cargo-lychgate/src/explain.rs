//! `cargo lychgate explain`: which route answers a request, and where the others stop.

use std::fmt::Write;

use lychgate_compiler::model::{Application, Route};
use syn::ext::IdentExt;

use crate::args::Explain;
use crate::discover::{discover, mention, some};
use crate::modules::Found;
use crate::search::matching::{self, Outcome};
use crate::search::{Answer, Request, Search, Table, decoded};
use crate::{Output, handler, mounts, routes};

/// Explains what each application does with a request.
pub(crate) fn explain(arguments: &Explain) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    some(&discovered)?;
    let written = arguments.path.split(['?', '#']).next().unwrap_or_default();
    let method = arguments.method.as_str();
    let Some(path) = decoded(written) else {
        let text = format!(
            "{method} {written}\n400 Bad Request: the path is not UTF-8 after percent-decoding\n"
        );
        return Ok(text.into());
    };
    let all = discovered.everything();
    let mut explanation =
        Explanation { method, all: &all, depth: 0, text: String::new(), mistakes: 0 };
    explanation.mistakes = discovered.mistakes.len();
    for found in discovered.entrances() {
        explanation.application(found, written, &path, "");
    }
    let note = mention(explanation.mistakes);
    Ok(Output { text: explanation.text, note, ..Output::default() })
}

/// What is said of one request.
struct Explanation<'a> {
    method: &'a str,
    all: &'a [&'a Found],
    /// In how many applications the present one is mounted.
    depth: usize,
    text: String,
    mistakes: usize,
}

impl Explanation<'_> {
    /// Explains what an application does with a path, and those do that are mounted in it.
    /// `shown` is the path as it was written, and `at` where the application is mounted.
    fn application(&mut self, found: &Found, shown: &str, path: &str, at: &str) {
        let expansion = found.expansion();
        self.mistakes += expansion.errors.len();
        let application = expansion.application.unwrap_or_default();
        let before = if self.text.is_empty() { "" } else { "\n" };
        let mounted = if at.is_empty() { String::new() } else { format!(", mounted at {at}") };
        let (name, file, line) = (found.name(), &found.source.shown, found.line);
        let method = self.method;
        let _ = writeln!(self.text, "{before}{method} {shown} at {name}{mounted}  {file}:{line}");
        if application.routes.is_empty() {
            return self.text.push_str(&every_path(&application));
        }
        let leading = path.len() - path.trim_start_matches('/').len();
        let request = Request { method, path: &path[leading..] };
        let table = Table::new(&application);
        let search = table.search(&request);
        for (route, outcome) in application.routes.iter().zip(&search.tried) {
            self.text.push_str(&request.tried(route, outcome));
        }
        self.text.push('\n');
        for (place, answer) in search.answers.iter().enumerate() {
            let otherwise = if place == 0 { "" } else { "else " };
            let Some(route) = application.routes.get(answer.route) else { continue };
            let _ = writeln!(self.text, "{otherwise}{}", answered(found, route, answer));
        }
        if !search.is_certain {
            self.text.push_str(&request.refusal(&application, &search));
        }
        for answer in &search.answers {
            let (Some(route), Some(rest)) = (application.routes.get(answer.route), &answer.rest)
            else {
                continue;
            };
            let inside = mounts::mounted(self.all, found, route);
            if let Some(inside) = inside.filter(|_| self.depth < mounts::DEEPEST) {
                let rest = &request.path[rest.clone()];
                let taken = request.path[..request.path.len() - rest.len()].trim_end_matches('/');
                let below = format!("/{}", rest.trim_start_matches('/'));
                self.depth += 1;
                self.application(
                    inside,
                    &below,
                    &below,
                    format!("{at}/{taken}").trim_end_matches('/'),
                );
                self.depth -= 1;
            }
        }
    }
}

/// Who answers, and where that is.
fn answered(found: &Found, route: &Route, answer: &Answer) -> String {
    let mount = if route.is_mount { "the application of " } else { "" };
    let text = handler::text(&route.handler);
    let place = format!("{}:{}", found.source.shown, routes::line(route));
    let condition = match answer.conditions.as_slice() {
        [] => String::new(),
        all => format!(" if {}", all.join(" and ")),
    };
    format!("{mount}{text} answers{condition}  {place}")
}

impl Request<'_> {
    /// A route that was tried: its pattern, and the path with the place where it stopped.
    fn tried(&self, route: &Route, outcome: &Outcome) -> String {
        let (name, pattern) = (route.handler.name.unraw(), route.pattern.text());
        let search = if route.pattern.is_anchored_start() { "" } else { "  search" };
        let mut text = format!("\n  {} {pattern}{search}  {name}\n", route.methods_text());
        let _ = writeln!(text, "    {}", self.path);
        match outcome {
            Outcome::Stops(_) if !route.pattern.is_anchored_start() => {
                let indent = self.path.chars().count();
                let _ = writeln!(text, "    {}^ found nowhere up to here", " ".repeat(indent));
            }
            Outcome::Stops(stop) => {
                let indent = self.path.get(..stop.at).unwrap_or_default().chars().count();
                let why = matching::expectation(stop, self.path);
                let _ = writeln!(text, "    {}^ {why}", " ".repeat(indent));
            }
            Outcome::Fails => text.push_str("    does not match, says `regex`\n"),
            Outcome::Matches(captures) => {
                for (name, range) in captures {
                    match range.as_ref().and_then(|range| self.path.get(range.clone())) {
                        Some(part) => {
                            let _ = writeln!(text, "    {name} = {part:?}");
                        }
                        None => {
                            let _ = writeln!(text, "    {name} takes no part");
                        }
                    }
                }
                if !self.is_answered(route) {
                    let _ = writeln!(text, "    matches, and does not answer {}", self.method);
                } else if captures.is_empty() {
                    text.push_str("    matches\n");
                }
            }
        }
        text
    }

    /// What is said where no route answers.
    fn refusal(&self, application: &Application, search: &Search) -> String {
        let otherwise = if search.answers.is_empty() { "" } else { "else " };
        let caught = by(&application.catch);
        let mut text = String::new();
        if let Some(allow) = search.allowed() {
            let (status, caught) = match self.method {
                "OPTIONS" => ("204 No Content", ""),
                _ => ("405 Method Not Allowed", caught.as_str()),
            };
            let condition = match search.allow_if.as_slice() {
                [] => String::new(),
                all => format!(", where {}", all.join(" and ")),
            };
            let _ = writeln!(text, "{otherwise}{status}{caught}, Allow: {allow}{condition}");
            return text;
        }
        let by = if application.not_found.is_empty() { caught } else { by(&application.not_found) };
        let _ = writeln!(text, "{otherwise}404 Not Found{by}");
        let nearest = search.nearest.as_ref().filter(|_| search.answers.is_empty());
        let nearest = nearest.filter(|(_, stop)| stop.at > 0);
        if let Some((route, stop)) =
            nearest.and_then(|(index, stop)| Some((application.routes.get(*index)?, stop)))
        {
            let matched = self.path.get(..stop.at).unwrap_or_default();
            let (pattern, name) = (route.pattern.text(), route.handler.name.unraw());
            let why = matching::expectation(stop, self.path);
            let _ =
                writeln!(text, "nearest: `{pattern}` of {name}, as far as {matched:?}, then {why}");
        }
        text
    }
}

/// The functions that answer instead.
fn by(handlers: &[lychgate_compiler::model::Handler]) -> String {
    let by: Vec<String> = handlers.iter().map(handler::text).collect();
    if by.is_empty() { String::new() } else { format!(", by {}", by.join(" or ")) }
}

/// An application without routes answers everywhere.
fn every_path(application: &Application) -> String {
    match by(&application.not_found).as_str() {
        "" => "\nevery path is answered, by `(environ, start_response)`\n".to_owned(),
        by => format!("\nevery path is answered{by}\n"),
    }
}
