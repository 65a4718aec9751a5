//! A path without captures is looked up when the application is compiled.

use syn::ext::IdentExt;

use super::Compiled;
use crate::automaton::plan::Part;
use crate::automaton::simulate;

/// Where a path leads.
pub(super) enum Leads {
    /// To the route.
    Here,
    /// To another's handler.
    To(String),
    /// Nowhere.
    Nowhere,
    /// That is seen only when it is looked up.
    Perhaps,
}

impl Compiled<'_> {
    /// Whether a path leads to the route at this place in the table, by its first method.
    pub(super) fn leads(&self, index: usize, path: &str) -> Leads {
        let routes = &self.model.routes;
        let Some(route) = routes.get(index) else { return Leads::Nowhere };
        let named = if route.methods.is_empty() { 1 } else { route.named() };
        let method = named & named.wrapping_neg();
        let mut matching = Vec::new();
        for part in &self.plan.parts {
            match part {
                Part::Automaton { dfa, .. } => {
                    matching.extend(simulate::run_dfa(dfa, path).into_iter().map(|found| found.0));
                }
                Part::Regex { route, .. } if *route <= index => return Leads::Perhaps,
                Part::Regex { .. } => {}
            }
        }
        matching.sort_unstable();
        for earlier in matching.iter().filter(|earlier| **earlier < index) {
            let Some(earlier) = routes.get(*earlier) else { continue };
            if earlier.answers() & method == 0 {
                continue;
            }
            if earlier.refuses() {
                return Leads::Perhaps;
            }
            return Leads::To(earlier.handler.name.unraw().to_string());
        }
        // What is in front of a path, and `.` between its slashes, gets lost on the way.
        let is_lost =
            path.starts_with('/') || path.split('/').any(|segment| matches!(segment, "." | ".."));
        if matching.contains(&index) && !is_lost { Leads::Here } else { Leads::Nowhere }
    }
}

/// The path, where nothing of it has to be quoted.
pub(super) fn unquoted(path: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().all(is_plain).then(|| format!("/{path}"))
}
