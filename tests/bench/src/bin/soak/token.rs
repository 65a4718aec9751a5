//! What tells requests apart: each response carries the token of its request.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of a request, and of the client who sent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Token {
    pub(crate) client: usize,
    pub(crate) number: u64,
}

/// As many clients as there may be.
pub(crate) const MOST_CLIENTS: usize = 256;

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.client, self.number)
    }
}

impl FromStr for Token {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Token, ParseIntError> {
        let (client, number) = text.split_once('-').unwrap_or((text, ""));
        Ok(Token { client: client.parse()?, number: number.parse()? })
    }
}

/// The tokens that an application has seen last, of each client: enough to tell whether a request
/// without an answer was one that the application was called for.
pub(crate) struct Taken([[AtomicU64; Taken::LAST]; MOST_CLIENTS]);

impl Taken {
    /// More than a client has requests on the way.
    const LAST: usize = 64;

    pub(crate) const fn new() -> Taken {
        Taken([const { [const { AtomicU64::new(0) }; Taken::LAST] }; MOST_CLIENTS])
    }

    pub(crate) fn note(&self, token: Token) {
        if let Some(last) = self.0.get(token.client) {
            last[token.number as usize % Taken::LAST].store(token.number, Ordering::Relaxed);
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = Token> {
        self.0.iter().enumerate().flat_map(|(client, last)| {
            let numbers = last.iter().map(|number| number.load(Ordering::Relaxed));
            numbers.filter(|number| *number > 0).map(move |number| Token { client, number })
        })
    }
}
