//! Routes against each other: what the analysis of the automata found, in words and with places.

use quote::ToTokens;

use crate::automaton::analysis::{Cause, Dead, Facts, Overlap};
use crate::errors::Errors;
use crate::model::{Application, Argument, Route, bit, first_method};

/// What the analysis has to know of each route.
#[must_use]
pub fn facts(model: &Application) -> Vec<Facts> {
    let facts = model
        .routes
        .iter()
        .map(|route| Facts { methods: route.answers(), refuses: route.refuses() });
    facts.collect()
}

/// A pattern and a method have one handler. Those routes that repeat what an earlier one has are
/// returned: that they can never answer need not be said again.
pub fn duplicates(model: &Application, errors: &Errors) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, route) in model.routes.iter().enumerate() {
        let mut earlier = model.routes.iter().take(index);
        let first = earlier.find(|first| {
            first.pattern.text() == route.pattern.text()
                && first.is_mount == route.is_mount
                && repeated(first, route) != 0
                && refuses_no_more(first, route)
        });
        let Some(first) = first else { continue };
        report_duplicate(first, route, errors);
        found.push(index);
    }
    found
}

/// The methods that a route repeats. Without methods it may well follow one that has some: it is
/// for all others then.
fn repeated(first: &Route, route: &Route) -> u64 {
    match (first.methods.is_empty(), route.methods.is_empty()) {
        (true, true) => u64::MAX,
        (false, true) => 0,
        (_, false) => first.answers() & route.named(),
    }
}

/// Whether a route refuses what the first one does: its captures are read as the same types, and
/// it is there under the same conditions.
fn refuses_no_more(first: &Route, route: &Route) -> bool {
    let text = |route: &Route| route.handler.conditions.iter().map(ToString::to_string).collect();
    let (one, other): (Vec<String>, Vec<String>) = (text(first), text(route));
    let is_there = first.handler.conditions.is_empty() || one == other;
    is_there && fallible(first).iter().all(|one| fallible(route).contains(one))
}

fn fallible(route: &Route) -> Vec<(usize, String)> {
    let arguments = route.handler.all_arguments().filter_map(|argument| match argument {
        Argument::Capture { group, ty, .. } => Some((*group, ty)),
        _ => None,
    });
    let refusing: Vec<usize> = route.fallible().map(|(group, ..)| group).collect();
    arguments
        .filter(|(group, _)| refusing.contains(group))
        .map(|(group, ty)| (group, ty.to_token_stream().to_string()))
        .collect()
}

fn report_duplicate(first: &Route, route: &Route, errors: &Errors) {
    let (pattern, handler) = (route.pattern.text(), &first.handler.name);
    let repeated = repeated(first, route);
    if repeated == u64::MAX {
        let message =
            format!("`{pattern}` is the pattern of `{handler}` already: remove one of them");
        return errors.error(&route.literal, message);
    }
    let methods: Vec<_> =
        route.methods.iter().filter(|method| bit(&method.name) & repeated != 0).collect();
    let names: Vec<String> = methods.iter().map(|method| format!("`{}`", method.name)).collect();
    let names = names.join(", ");
    let head_follows = names == "`HEAD`" && first.named() & bit("HEAD") == 0;
    let why = if head_follows && !first.methods.is_empty() { ", as HEAD follows GET" } else { "" };
    let message = format!(
        "`{handler}` answers {names} at `{pattern}` already{why}: remove one of them, or give it \
         another pattern"
    );
    match methods.as_slice() {
        // Only a part of what it says: the word itself, if it stands behind the pattern.
        [one] if route.methods.len() > 1 => errors.push(syn::Error::new(one.span, message)),
        _ => errors.error(&route.literal, message),
    }
}

/// Every route can answer some path.
pub fn dead(model: &Application, dead: &[Dead], errors: &Errors) {
    for one in dead {
        let Some(route) = model.routes.get(one.route) else { continue };
        let text = route.pattern.text();
        let message = match &one.cause {
            Cause::LeadingSlash => {
                let advice = match text.strip_prefix("^/") {
                    Some(rest) => format!(": write `^{rest}`"),
                    None => String::new(),
                };
                format!(
                    "a path is matched without its leading slashes, so `{text}` matches none{advice}"
                )
            }
            Cause::Nothing => format!("no path matches `{text}`"),
            Cause::Unknown => {
                "this route never answers: earlier ones match all of its paths first".to_owned()
            }
            Cause::Covered(covers) => covered(model, route, covers),
        };
        errors.error(&route.literal, message);
    }
}

fn covered(model: &Application, route: &Route, covers: &[(usize, String)]) -> String {
    let covers: Vec<(&Route, &str)> = covers
        .iter()
        .filter_map(|(cover, witness)| Some((model.routes.get(*cover)?, witness.as_str())))
        .collect();
    let names: Vec<String> =
        covers.iter().map(|(cover, _)| format!("`{}`", cover.handler.name)).collect();
    let (first, before) = match names.as_slice() {
        [one] => {
            (format!("{one} comes first and matches"), format!("{one}, or narrow its pattern"))
        }
        [all @ .., last] => (
            format!("{} and {last} come first and match", all.join(", ")),
            "them, or narrow their patterns".to_owned(),
        ),
        [] => ("others come first and match".to_owned(), "them".to_owned()),
    };
    let requests: Vec<String> = covers
        .iter()
        .map(|(cover, witness)| format!("{}{witness}", methods(cover.answers() & route.answers())))
        .collect();
    let width = requests.iter().map(|request| request.chars().count()).max().unwrap_or_default();
    let lines = covers.iter().zip(&requests).map(|((cover, _), request)| {
        let (handler, pattern) = (&cover.handler.name, cover.pattern.text());
        format!("\n  {request:width$}  is answered by `{handler}`: `{pattern}`")
    });
    let name = &route.handler.name;
    format!(
        "`{name}` never answers: {first} all of its paths\n{}\n\ndeclare `{name}` before {before}",
        lines.collect::<String>(),
    )
}

/// The first of some methods with a space behind it, or nothing for every method.
fn methods(set: u64) -> String {
    first_method(set).map(|first| format!("{first} ")).unwrap_or_default()
}

/// With `deny(overlap)`, no two routes match the same path for the same method.
pub fn overlaps(model: &Application, overlaps: &[Overlap], errors: &Errors) {
    for overlap in overlaps {
        let first = model.routes.get(overlap.first);
        let (Some(first), Some(second)) = (first, model.routes.get(overlap.second)) else {
            continue;
        };
        let message = format!(
            "`{}` and `{}` both match {}{}, and `deny(overlap)` forbids that: narrow one of the \
             patterns",
            first.handler.name,
            second.handler.name,
            methods(first.answers() & second.answers()),
            overlap.witness,
        );
        errors.error(&second.literal, message);
    }
}
