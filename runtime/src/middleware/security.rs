//! Headers that close what browsers leave open.

use super::{Next, decorator};
use crate::{Environ, Response};

/// The headers that every response gets unless the application has set them.
const HEADERS: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

decorator! {
    /// Adds the headers that are safe for every site, unless the application has set its own:
    ///
    /// | header | value | what it prevents |
    /// |---|---|---|
    /// | `X-Content-Type-Options` | `nosniff` | that an upload is read as a script |
    /// | `X-Frame-Options` | `SAMEORIGIN` | that another site shows a page in a frame and steals clicks |
    /// | `Referrer-Policy` | `strict-origin-when-cross-origin` | that other sites are told the path |
    /// | `Cross-Origin-Opener-Policy` | `same-origin` | that a window of another site keeps a hold on this one |
    /// | `Strict-Transport-Security` | `max-age=31536000` | that the next visit is not by HTTPS; on HTTPS only |
    ///
    /// A `Content-Security-Policy` depends on what the pages contain: set it in the application.
    ///
    /// ```
    /// use lychgate::prelude::*;
    /// use lychgate::middleware::security_headers;
    ///
    /// #[application]
    /// #[with(security_headers)]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[get("^$")]
    ///     fn index() -> &'static str { "Index page" }
    /// }
    ///
    /// fn main() {
    ///     let answer = lychgate::test::Client::new(site::application).get("/").send();
    ///     assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
    /// }
    /// ```
    pub fn security_headers(environ: &mut Environ, next: Next<'_>) -> Response {
        let is_https = environ.url_scheme() == "https";
        let mut response = next.call(environ);
        for (name, value) in HEADERS {
            response = response.default_header(name, value);
        }
        if is_https {
            response = response.default_header("Strict-Transport-Security", "max-age=31536000");
        }
        response
    }
}
