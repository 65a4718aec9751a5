//! What was found, and what becomes of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::Rule;
use crate::{Error, Status};

/// A rule that was not kept.
///
/// As text it is the code, the sentence, and what was found instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The rule.
    pub rule: &'static Rule,
    /// What was found instead.
    pub found: String,
    /// Where: the request, and who did it, as far as that is known.
    pub place: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; found {}", self.rule.code, self.rule.sentence, self.found)
    }
}

/// What a lint does about a violation.
#[derive(Clone)]
pub(super) enum Report {
    /// It becomes the answer, or cuts the body off.
    Strict,
    /// A function is told; the response stays as it is.
    To(Arc<dyn Fn(Violation) + Send + Sync>),
}

/// What a check found.
pub(super) type Finding = (&'static Rule, String);

/// One request under a lint, as all who watch it share it.
pub(super) struct Watched {
    report: Report,
    /// `GET /path`
    request: String,
    /// What was found already: who sees it again, further outside, keeps quiet.
    seen: Mutex<Vec<Finding>>,
    /// The same request under the lint around this one.
    outer: Option<Arc<Watched>>,
}

impl Watched {
    pub(super) fn new(report: Report, request: String, outer: Option<Arc<Watched>>) -> Self {
        Watched { report, request, seen: Mutex::default(), outer }
    }

    /// Tells of what is not known yet.
    ///
    /// # Errors
    /// What a strict lint answers with: all of it, a line each.
    pub(super) fn report(&self, found: Vec<Finding>, place: &str) -> Result<(), Error> {
        let fresh = found.into_iter().filter(|finding| self.remember(finding));
        let mut lines = Vec::new();
        for (rule, found) in fresh {
            let violation = Violation { rule, found, place: format!("{}{place}", self.request) };
            match &self.report {
                Report::Strict => lines.push(violation.to_string()),
                Report::To(function) => function(violation),
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        Err(Error::new(Status::INTERNAL_SERVER_ERROR, lines.join("\n")))
    }

    /// The same where no answer can tell it any more: a strict lint has only the log.
    pub(super) fn report_late(&self, found: Vec<Finding>, place: &str) {
        if let Err(error) = self.report(found, place) {
            self.log_strict(&error);
        }
    }

    /// Writes to the log what a strict lint has nobody to answer with.
    pub(super) fn log_strict(&self, error: &Error) {
        if matches!(self.report, Report::Strict) {
            crate::gateway::log(&format!("{}: {}", self.request, error.message()));
        }
    }

    /// Whether this is new; from now on it is not, here and for the lints around.
    fn remember(&self, finding: &Finding) -> bool {
        if let Some(outer) = &self.outer {
            outer.remember(finding);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = !seen.contains(finding);
        if fresh {
            seen.push(finding.clone());
        }
        fresh
    }
}
