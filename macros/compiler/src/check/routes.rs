//! A route's pattern, and what it asks of its handler.

use super::{Checked, captures};
use crate::ast::RouteAttribute;
use crate::errors::Errors;
use crate::model::Route;
use crate::pattern::Pattern;

/// A route's pattern parses, is anchored or says `search`, and its named groups are the handler's
/// parameters.
pub(super) fn check(
    attribute: &RouteAttribute,
    handler: &Checked<'_, '_>,
    errors: &Errors,
) -> Option<Route> {
    let function = handler.function;
    let before = errors.count();
    let literal = &attribute.pattern;
    let pattern = match Pattern::parse(&literal.value()) {
        Ok(pattern) => pattern,
        Err(error) => {
            errors.error(literal, error);
            return None;
        }
    };
    check_anchor(&pattern, attribute, errors);
    captures::check(&pattern, literal, function, handler.needs.as_deref(), errors);
    let is_whole = errors.count() == before && !attribute.broken;
    Some(Route {
        name: function.name().clone(),
        literal: literal.clone(),
        methods: attribute.methods.clone(),
        handler: handler.handler(pattern.groups()).filter(|_| is_whole)?,
        pattern,
        is_mount: false,
    })
}

/// A match begins where the path begins, or the attribute says `search`; never both.
fn check_anchor(pattern: &Pattern, attribute: &RouteAttribute, errors: &Errors) {
    match (pattern.is_anchored_start(), &attribute.search) {
        // A word that could not be read may have been `search`.
        (false, None) if attribute.broken => {}
        (false, None) => errors.error(&attribute.pattern, unanchored(attribute, pattern.text())),
        (true, Some(word)) => {
            let message = "the pattern is anchored by its `^`, so nothing is searched for: remove \
                           `search`, or the `^`";
            errors.error(word, message);
        }
        _ => {}
    }
}

fn unanchored(attribute: &RouteAttribute, text: &str) -> String {
    let name = attribute.name();
    format!(
        "a match of `{text}` may begin anywhere in the path\n\
         \x20 anchor it:           #[{name}({})]\n\
         \x20 or say you mean it:  #[{name}({}, search)]",
        quoted(&anchored(text)),
        quoted(text),
    )
}

/// The pattern with an anchor that holds for all of it.
pub(super) fn anchored(text: &str) -> String {
    // A path is matched without its leading slashes.
    let simple = format!("^{}", text.trim_start_matches('/'));
    if Pattern::parse(&simple).is_ok_and(|pattern| pattern.is_anchored_start()) {
        return simple;
    }
    let inside = text.strip_prefix('^').unwrap_or(text);
    match inside.strip_suffix('$') {
        Some(inside) => format!("^(?:{inside})$"),
        None => format!("^(?:{inside})"),
    }
}

pub(super) fn quoted(text: &str) -> String {
    match (text.contains('"'), text.contains('\\')) {
        (true, _) => format!("r#\"{text}\"#"),
        (false, true) => format!("r\"{text}\""),
        (false, false) => format!("\"{text}\""),
    }
}
