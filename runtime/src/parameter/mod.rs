//! What else a handler may take, beside captures.

mod bytes;
#[cfg(feature = "cookies")]
mod cookies;
mod extension;
#[cfg(feature = "form")]
mod form;
#[cfg(feature = "headers")]
mod header;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "multipart")]
mod multipart;
mod optional;
mod rejection;

use std::convert::Infallible;

use http::HeaderMap;

use crate::dispatch::{Call, Refusal};
use crate::{Environ, Input, Response};

#[cfg(feature = "cookies")]
pub use cookies::Cookies;
pub use extension::{ClientAddress, Extension};
#[cfg(feature = "form")]
pub use form::{Form, Query};
#[cfg(feature = "headers")]
pub use header::Header;
#[cfg(feature = "json")]
pub use json::Json;
#[cfg(feature = "multipart")]
pub use multipart::{Multipart, Part, PartLimit};
pub use rejection::Rejection;

/// A type that a handler's parameter is filled with from the request.
///
/// The trait decides, never the spelling of the type; the order of parameters does not matter.
///
/// ```
/// use lychgate::prelude::*;
///
/// struct Agent(String);
///
/// impl<'a> FromEnviron<'a> for Agent {
///     type Rejection = Status;
///
///     fn from_environ(environ: &'a Environ) -> Result<Self, Status> {
///         let agent = environ.get("HTTP_USER_AGENT").ok_or(Status::BAD_REQUEST)?;
///         Ok(Agent(agent.to_string()))
///     }
/// }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index(agent: Agent) -> String { agent.0 }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/").send().status(), 400);
///     assert_eq!(client.get("/").header("User-Agent", "me").send().text(), "me");
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler cannot take `{Self}`",
    label = "not something a request can give",
    note = "a parameter is either named as a group of the pattern, or its type is `&Environ`, `Input`, `Query`, \
            `Form`, `Json`, `Cookies`, `Header`, or another one with `impl FromEnviron`"
)]
pub trait FromEnviron<'a>: Sized {
    /// What is answered when the request does not have it.
    type Rejection: Into<Response>;

    /// Takes the value from the request.
    ///
    /// # Errors
    /// The rejection, which becomes the response.
    fn from_environ(environ: &'a Environ) -> Result<Self, Self::Rejection>;

    /// Says in an [OpenAPI document](crate::openapi) what it takes of the request: nothing, unless this
    /// is written.
    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        let _ = operation;
    }

    /// What generated code calls: an error about the bound is then about the parameter's type.
    #[doc(hidden)]
    fn of<const N: usize>(call: &Call<'a, N>) -> Result<Self, Refusal> {
        call.extract()
    }
}

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for &'a Environ {
    type Rejection = Infallible;

    fn from_environ(environ: &'a Environ) -> Result<Self, Infallible> {
        Ok(environ)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for &'a HeaderMap {
    type Rejection = Infallible;

    fn from_environ(environ: &'a Environ) -> Result<Self, Infallible> {
        Ok(environ.headers())
    }
}

/// The request body, taken out of the environ.
#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Input {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        bytes::input(environ)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes_any("*/*");
    }
}

#[cfg(any(feature = "form", feature = "json"))]
/// `items[2].price: missing field …`, where the field is known: the path of the whole is `.`.
fn placed(status: crate::Status, path: &str, error: &dyn std::fmt::Display) -> Rejection {
    match path {
        "." => Rejection::new(status, error.to_string()),
        _ => Rejection::new(status, format!("{path}: {error}")).at(path),
    }
}
