//! A name for each request.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Next, decorator};
use crate::{Environ, Response};

decorator! {
    /// Gives each request an identifier, in the variable `lychgate.request_id` and in the response's
    /// `X-Request-Id`: one to look for in logs.
    ///
    /// An identifier that comes with the request in `X-Request-Id` is kept, if it is of 1 to 64 letters,
    /// digits, `-`, `_` and `.`: the proxy in front may have logged it already.
    ///
    /// ```
    /// use lychgate::prelude::*;
    /// use lychgate::middleware::request_id;
    ///
    /// #[application]
    /// #[with(request_id)]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[get("^$")]
    ///     fn index(environ: &Environ) -> String { environ["lychgate.request_id"].to_string() }
    /// }
    ///
    /// fn main() {
    ///     let answer = lychgate::test::Client::new(site::application).get("/").send();
    ///     assert_eq!(answer.header("X-Request-Id"), Some(&*answer.text()));
    /// }
    /// ```
    pub fn request_id(environ: &mut Environ, next: Next<'_>) -> Response {
        let given = environ.get("HTTP_X_REQUEST_ID").map(ToString::to_string);
        let id = given.filter(|id| is_plain(id)).unwrap_or_else(fresh);
        environ.insert("lychgate.request_id", &id);
        next.call(environ).header("X-Request-Id", &id)
    }
}

fn is_plain(id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=64).contains(&id.len()) && id.chars().all(is_plain)
}

/// 128 bits that no one else has and no one can guess: a counter, hashed by two keys that the
/// process has drawn when it began.
fn fresh() -> String {
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let [high, low] = KEYS.each_ref().map(|key| key.hash_one(number));
    format!("{high:016x}{low:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_plain_and_differ() {
        let ids: std::collections::BTreeSet<String> = (0..1000).map(|_| fresh()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 32 && is_plain(id)));
        for strange in ["", "a b", "a\nb", "é", &"x".repeat(65)] {
            assert!(!is_plain(strange), "{strange:?}");
        }
    }
}
