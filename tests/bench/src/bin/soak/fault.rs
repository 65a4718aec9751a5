//! What must not happen.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::token::Token;

/// One case of it.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// No answer came, or a wrong one.
    Exchange { request: String, what: String },
    /// The application was called for a request to which no answer came.
    Taken(Token),
    /// The server's log has a line that nothing accounts for.
    Log(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Exchange { request, what } => write!(f, "{request}: {what}"),
            Fault::Taken(token) => write!(
                f,
                "the application was called for request {token}, but the connection was closed \
                 without an answer"
            ),
            Fault::Log(line) => write!(f, "the server says: {line}"),
        }
    }
}

/// All of them so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// More of the same would tell nothing.
    const MOST: usize = 20;

    pub(crate) fn add(&self, fault: Fault) {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.len() < Faults::MOST {
            faults.push(fault);
        }
    }

    pub(crate) fn all(&self) -> Vec<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An error if there are any.
    pub(crate) fn check(&self) -> crate::Result<()> {
        match self.all().len() {
            0 => Ok(()),
            faults => Err(format!("{faults} faults").into()),
        }
    }
}
