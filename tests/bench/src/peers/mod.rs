//! The others. Each file is one way to find a route, used as its documentation says.

mod actix;
mod automata;
mod matchit;
mod path_tree;
mod recognizer;
mod regex;

use lychgate::Route;

use crate::contestant::Contestant;

/// The row that the others are compared with.
pub const MATCHIT: &str = "matchit";

/// What goes wrong when a table is built.
pub type Error = Box<dyn std::error::Error>;

/// The routers that take `/users/{name}`, and those that take any pattern.
///
/// # Errors
/// When a table refuses a route.
pub fn of_segments(routes: &'static [Route]) -> Result<Vec<Box<dyn Contestant>>, Error> {
    let mut contestants: Vec<Box<dyn Contestant>> = vec![
        Box::new(matchit::Table::new(routes)?),
        Box::new(path_tree::Table::new(routes)?),
        Box::new(recognizer::Table::new(routes)?),
        Box::new(actix::Table::new(routes)?),
    ];
    contestants.extend(of_patterns(routes)?);
    Ok(contestants)
}

/// What takes any pattern.
///
/// # Errors
/// When a table refuses a route.
pub fn of_patterns(routes: &'static [Route]) -> Result<Vec<Box<dyn Contestant>>, Error> {
    Ok(vec![
        Box::new(automata::Table::new(routes)?),
        Box::new(regex::Set::new(routes)?),
        Box::new(regex::InOrder::new(routes)?),
    ])
}

/// A pattern of whole segments as a template: `/users/{name}`, or with other marks.
fn template(pattern: &str, open: &str, close: &str) -> Result<String, Error> {
    let whole = pattern.strip_prefix('^').and_then(|pattern| pattern.strip_suffix("/?$"));
    let whole = whole.ok_or_else(|| format!("{pattern} is not a pattern of segments"))?;
    Ok(format!("/{}", whole.replace("(?<", open).replace(">[^/]+)", close)))
}

/// The text that patterns match: lychgate leaves out the first slash.
fn without_slash(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path)
}
