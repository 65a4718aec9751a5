//! How long a request took.

use std::time::Instant;

use super::{Next, decorator};
use crate::{Environ, Response};

decorator! {
    /// Tells in the response's `Server-Timing` how many milliseconds the application inside took to
    /// start it (W3C, Server Timing): browsers show it beside their own measurements.
    ///
    /// ```
    /// use lychgate::prelude::*;
    /// use lychgate::middleware::timing;
    ///
    /// #[application]
    /// mod site {
    ///     #[get("^$")]
    ///     fn index() -> &'static str { "Index page" }
    /// }
    ///
    /// fn main() {
    ///     let answer = lychgate::test::Client::new(timing(site::application)).get("/").send();
    ///     assert!(answer.header("Server-Timing").unwrap().starts_with("app;dur="));
    /// }
    /// ```
    pub fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
        let begin = Instant::now();
        let response = next.call(environ);
        let milliseconds = begin.elapsed().as_secs_f64() * 1e3;
        response.header("Server-Timing", &format!("app;dur={milliseconds:.3}"))
    }
}
