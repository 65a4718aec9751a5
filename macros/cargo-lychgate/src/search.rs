//! What an application does with a request, as far as its source says it.

pub(crate) mod matching;

use std::ops::Range;

use lychgate_compiler::ast::METHODS;
use lychgate_compiler::automaton::simulate::Stop;
use lychgate_compiler::model::{Application, Route, bit};
use percent_encoding::percent_decode_str;

use self::matching::{Captures, Matcher, Outcome};
use crate::handler;

/// What is asked.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// The path without its leading slashes, which is what patterns are matched with.
    pub(crate) path: &'a str,
}

/// The path of a request as it is matched; nothing where it is not UTF-8, which is answered with
/// 400.
pub(crate) fn decoded(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(path).decode_utf8().ok().map(|path| path.into_owned())
}

/// The routes of an application, ready to be asked.
pub(crate) struct Table<'m> {
    pub(crate) application: &'m Application,
    rows: Vec<Row>,
}

/// A route, with what is known of it before there is a request.
struct Row {
    matcher: Matcher,
    /// What has to be configured for it to be there.
    conditions: Vec<String>,
    /// The captures that may be refused: each by its place, its type, and whether it may be absent.
    fallible: Vec<(usize, String, bool)>,
}

impl Row {
    fn new(route: &Route) -> Self {
        let conditions = handler::conditions(&route.handler);
        let fallible = route.fallible();
        Row {
            matcher: Matcher::new(route),
            conditions: conditions.iter().map(|it| format!("`cfg({it})` holds")).collect(),
            fallible: fallible.map(|(group, ty, is)| (group, handler::ty(ty), is)).collect(),
        }
    }
}

/// What came of it, route by route.
#[derive(Default)]
pub(crate) struct Search {
    /// The routes that were tried: all up to the first that answers for certain.
    pub(crate) tried: Vec<Outcome>,
    /// The routes that may answer, each if those before it do not.
    pub(crate) answers: Vec<Answer>,
    /// Whether the last of them does for certain.
    pub(crate) is_certain: bool,
    /// The methods that routes which match the path answer, as a set of bits.
    pub(crate) allow: u64,
    /// What has to hold for some of these routes to be there.
    pub(crate) allow_if: Vec<String>,
    /// The route that came nearest, by its place in the table, and where it stopped.
    pub(crate) nearest: Option<(usize, Stop)>,
}

/// A route that answers.
pub(crate) struct Answer {
    /// Its place in the table.
    pub(crate) route: usize,
    /// What has to hold for that.
    pub(crate) conditions: Vec<String>,
    /// The rest of the path, where an application is mounted.
    pub(crate) rest: Option<Range<usize>>,
}

impl<'m> Table<'m> {
    pub(crate) fn new(application: &'m Application) -> Self {
        Table { application, rows: application.routes.iter().map(Row::new).collect() }
    }

    /// Asks one route after another.
    pub(crate) fn search(&self, request: &Request<'_>) -> Search {
        let mut search = Search::default();
        for (index, (route, row)) in self.application.routes.iter().zip(&self.rows).enumerate() {
            let outcome = row.matcher.outcome(request.path);
            match &outcome {
                Outcome::Matches(captures) => {
                    let conditions = request.conditions(row, captures);
                    search.note(request, index, route, conditions, captures);
                }
                Outcome::Stops(stop) if route.pattern.is_anchored_start() => {
                    if search.nearest.as_ref().is_none_or(|(_, nearest)| stop.at > nearest.at) {
                        search.nearest = Some((index, stop.clone()));
                    }
                }
                Outcome::Stops(_) | Outcome::Fails => {}
            }
            search.tried.push(outcome);
            if search.is_certain {
                break;
            }
        }
        search
    }
}

impl Search {
    /// Notes what a route that matches does.
    fn note(
        &mut self,
        request: &Request<'_>,
        index: usize,
        route: &Route,
        conditions: Vec<String>,
        captures: &Captures,
    ) {
        if !request.is_answered(route) {
            self.allow |= route.answers();
            let known = &mut self.allow_if;
            let new = conditions.into_iter().filter(|condition| !known.contains(condition));
            let new: Vec<String> = new.collect();
            known.extend(new);
            return;
        }
        self.is_certain = conditions.is_empty();
        let rest = captures.last().and_then(|(_, range)| range.clone());
        let rest = rest.filter(|_| route.is_mount);
        self.answers.push(Answer { route: index, conditions, rest });
    }

    /// What is allowed, where a path is matched for other methods.
    pub(crate) fn allowed(&self) -> Option<String> {
        (self.allow != 0).then(|| allowed(self.allow))
    }
}

impl Request<'_> {
    pub(crate) fn is_answered(&self, route: &Route) -> bool {
        route.answers() & bit(self.method) != 0
    }

    /// What has to hold for a route that matches to answer. Types are not run here.
    fn conditions(&self, row: &Row, captures: &Captures) -> Vec<String> {
        let mut conditions = row.conditions.clone();
        for (group, ty, optional) in &row.fallible {
            let Some((name, range)) = captures.get(*group) else { continue };
            let part = range.as_ref().and_then(|range| self.path.get(range.clone()));
            match part {
                Some(part) => conditions.push(format!("{part:?} can be read as `{name}: {ty}`")),
                // Nothing is what an `Option` reads without a doubt.
                None if *optional && ty.starts_with("Option<") => {}
                None => conditions.push(format!("nothing can be read as `{name}: {ty}`")),
            }
        }
        conditions
    }
}

/// What `Allow` lists (RFC 9110, 10.2.1): OPTIONS is answered wherever anything is.
fn allowed(methods: u64) -> String {
    let set = methods | bit("OPTIONS");
    let names: Vec<&str> =
        METHODS.iter().copied().filter(|method| bit(method) & set != 0).collect();
    names.join(", ")
}
