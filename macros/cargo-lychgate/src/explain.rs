//! `cargo lychgate explain`: which route answers a request, and where the others stop.

mod matching;

use std::fmt::Write;

use lychgate_compiler::ast::METHODS;
use lychgate_compiler::model::{Application, Route, bit};
use percent_encoding::percent_decode_str;
use syn::ext::IdentExt;

use crate::args::Explain;
use crate::discover::{discover, mention, some};
use crate::modules::Found;
use crate::{Output, handler, routes};

use self::matching::{Outcome, outcome};

/// Explains what each application does with a request.
pub(crate) fn explain(arguments: &Explain) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    some(&discovered)?;
    let written = arguments.path.split(['?', '#']).next().unwrap_or_default();
    let method = arguments.method.as_str();
    let Ok(path) = percent_decode_str(written).decode_utf8() else {
        let text = format!(
            "{method} {written}\n400 Bad Request: the path is not UTF-8 after percent-decoding\n"
        );
        return Ok(text.into());
    };
    // A path is matched without its leading slashes.
    let request = Request { method, path: path.trim_start_matches('/') };
    let mut mistakes = discovered.mistakes.len();
    let texts = discovered.applications().map(|found| {
        let expansion = found.expansion();
        mistakes += expansion.errors.len();
        let application = expansion.application.unwrap_or_default();
        let (name, file, line) = (found.name(), &found.source.shown, found.line);
        let head = format!("{method} {written} at {name}  {file}:{line}\n");
        head + &request.explained(found, &application)
    });
    let text = texts.collect::<Vec<String>>().join("\n");
    mention(mistakes);
    Ok(text.into())
}

/// What is asked.
struct Request<'a> {
    method: &'a str,
    path: &'a str,
}

/// What is known behind the last route that was tried.
#[derive(Default)]
struct Search {
    /// The methods that routes which match the path answer, as a set of bits.
    allow: u64,
    /// What has to hold for some of these routes to be there.
    allow_if: Vec<String>,
    /// The route that came nearest, and how far.
    nearest: Option<(usize, usize)>,
    /// What is said of the routes that may answer.
    answers: String,
    /// Whether the last of them does for certain.
    is_certain: bool,
}

impl Request<'_> {
    fn explained(&self, found: &Found, application: &Application) -> String {
        if application.routes.is_empty() {
            return every_path(application);
        }
        let mut text = String::new();
        let mut search = Search::default();
        for (index, route) in application.routes.iter().enumerate() {
            let outcome = outcome(route, self.path);
            text.push_str(&self.tried(route, &outcome));
            match &outcome {
                Outcome::Matches(captures) => self.note(found, route, captures, &mut search),
                Outcome::Stops(stop) if route.pattern.is_anchored_start() => {
                    let is_nearer = search.nearest.is_none_or(|(_, at)| stop.at > at);
                    if is_nearer {
                        search.nearest = Some((index, stop.at));
                    }
                }
                Outcome::Stops(_) | Outcome::Fails => {}
            }
            if search.is_certain {
                break;
            }
        }
        text.push('\n');
        text.push_str(&search.answers);
        if !search.is_certain {
            text.push_str(&self.refusal(application, &search));
        }
        text
    }

    /// A route that was tried: its pattern, and the path with the place where it stopped.
    fn tried(&self, route: &Route, outcome: &Outcome) -> String {
        let (name, pattern) = (route.handler.name.unraw(), route.pattern.text());
        let search = if route.pattern.is_anchored_start() { "" } else { "  search" };
        let mut text = format!("\n  {} {pattern}{search}  {name}\n", routes::methods(route));
        let _ = writeln!(text, "    {}", self.path);
        match outcome {
            Outcome::Stops(stop) if !route.pattern.is_anchored_start() => {
                let indent = self.path.chars().count();
                let _ = writeln!(text, "    {}^ found nowhere up to here", " ".repeat(indent));
                debug_assert_eq!(stop.at, self.path.len());
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

    fn is_answered(&self, route: &Route) -> bool {
        route.answers() & bit(self.method) != 0
    }

    /// Notes what a route that matches does.
    fn note(
        &self,
        found: &Found,
        route: &Route,
        captures: &matching::Captures,
        search: &mut Search,
    ) {
        let conditions = self.conditions(route, captures);
        if !self.is_answered(route) {
            search.allow |= route.answers();
            let known = &mut search.allow_if;
            let new = conditions.into_iter().filter(|condition| !known.contains(condition));
            let new: Vec<String> = new.collect();
            known.extend(new);
            return;
        }
        let mount = if route.is_mount { "the application of " } else { "" };
        let otherwise = if search.answers.is_empty() { "" } else { "else " };
        let text = handler::text(&route.handler);
        let place = format!("{}:{}", found.source.shown, routes::line(route));
        let condition = match conditions.as_slice() {
            [] => String::new(),
            all => format!(" if {}", all.join(" and ")),
        };
        let _ = writeln!(search.answers, "{otherwise}{mount}{text} answers{condition}  {place}");
        search.is_certain = conditions.is_empty();
    }

    /// What has to hold for a route that matches to answer. Types are not run here.
    fn conditions(&self, route: &Route, captures: &matching::Captures) -> Vec<String> {
        let mut conditions: Vec<String> = handler::conditions(&route.handler)
            .iter()
            .map(|predicate| format!("`cfg({predicate})` holds"))
            .collect();
        for (group, ty, optional) in route.fallible() {
            let Some((name, range)) = captures.get(group) else { continue };
            let part = range.as_ref().and_then(|range| self.path.get(range.clone()));
            let ty = handler::ty(ty);
            match part {
                Some(part) => conditions.push(format!("{part:?} can be read as `{name}: {ty}`")),
                // Nothing is what an `Option` reads without a doubt.
                None if optional && ty.starts_with("Option<") => {}
                None => conditions.push(format!("nothing can be read as `{name}: {ty}`")),
            }
        }
        conditions
    }

    /// What is said where no route answers.
    fn refusal(&self, application: &Application, search: &Search) -> String {
        let otherwise = if search.answers.is_empty() { "" } else { "else " };
        let mut text = String::new();
        if search.allow != 0 {
            let status =
                if self.method == "OPTIONS" { "204 No Content" } else { "405 Method Not Allowed" };
            let condition = match search.allow_if.as_slice() {
                [] => String::new(),
                all => format!(", where {}", all.join(" and ")),
            };
            let allow = allowed(search.allow);
            let _ = writeln!(text, "{otherwise}{status}, Allow: {allow}{condition}");
            return text;
        }
        let by: Vec<String> = application.not_found.iter().map(handler::text).collect();
        let by = if by.is_empty() { String::new() } else { format!(", by {}", by.join(" or ")) };
        let _ = writeln!(text, "{otherwise}404 Not Found{by}");
        let nearest = search.nearest.filter(|_| search.answers.is_empty());
        let nearest = nearest.filter(|(_, at)| *at > 0);
        if let Some((route, at)) =
            nearest.and_then(|(index, at)| Some((application.routes.get(index)?, at)))
        {
            let matched = self.path.get(..at).unwrap_or_default();
            let (pattern, name) = (route.pattern.text(), route.handler.name.unraw());
            let _ = writeln!(text, "nearest: `{pattern}` of {name}, as far as {matched:?}");
        }
        text
    }
}

/// An application without routes answers everywhere.
fn every_path(application: &Application) -> String {
    let by: Vec<String> = application.not_found.iter().map(handler::text).collect();
    if by.is_empty() {
        return "\nevery path is answered, by `(environ, start_response)`\n".to_owned();
    }
    format!("\nevery path is answered, by {}\n", by.join(" or "))
}

/// What `Allow` lists (RFC 9110, 10.2.1): OPTIONS is answered wherever anything is.
fn allowed(methods: u64) -> String {
    let set = methods | bit("OPTIONS");
    let names: Vec<&str> =
        METHODS.iter().copied().filter(|method| bit(method) & set != 0).collect();
    names.join(", ")
}
