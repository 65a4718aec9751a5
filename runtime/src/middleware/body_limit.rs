//! Another limit for request bodies.

use super::{Middleware, Passage};
use crate::Reply;

/// Sets how many bytes a request body may have inside, in the place of the server's own limit:
/// fewer for most routes, or more for the one that takes uploads. Of several the innermost holds. A
/// body beyond it is refused with 413 Content Too Large; the embedded server does not receive it.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::BodyLimit;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[post("^upload$")]
///     #[with(BodyLimit::new(1 << 30))]
///     fn upload(input: Input) -> Result<String> {
///         Ok(format!("{} bytes", std::io::copy(&mut { input }, &mut std::io::sink())?))
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.post("/upload").body("12345").send().text(), "5 bytes");
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BodyLimit(u64);

impl BodyLimit {
    /// A limit in bytes.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        BodyLimit(bytes)
    }
}

impl Middleware for BodyLimit {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        passage.proceed()
    }

    fn body_limit(&self) -> Option<u64> {
        Some(self.0)
    }
}
