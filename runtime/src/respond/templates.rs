//! Pages made by template libraries.

#[cfg(feature = "maud")]
use super::Html;
use crate::{Environ, Reply, Respond, StartResponse};

/// What `maud::html!` gives (`maud::Markup`), as a page: `text/html; charset=utf-8`.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[get(r"^hello/(?<name>\w+)$")]
///     fn hello(name: &str) -> maud::Markup {
///         maud::html! { h1 { "Hello " (name) } }
///     }
/// }
///
/// fn main() {
///     let answer = lychgate::test::Client::new(site::application).get("/hello/Ann").send();
///     assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
///     assert_eq!(answer.text(), "<h1>Hello Ann</h1>");
/// }
/// ```
#[cfg(feature = "maud")]
#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for maud::PreEscaped<String> {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        Html(self.0).respond(environ, start_response)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds(200, super::HTML);
    }
}

/// A template of `askama` as a page: what `#[derive(Respond)]` calls. A template that cannot be
/// rendered is a 500, with its cause in the log.
#[cfg(feature = "askama")]
pub fn template<'a>(
    template: &impl askama::Template,
    environ: &'a Environ,
    start_response: StartResponse<'a>,
) -> Reply<'a> {
    let page = template.render().map(super::Html);
    page.map_err(crate::Error::from).respond(environ, start_response)
}
