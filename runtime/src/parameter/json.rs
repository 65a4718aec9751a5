//! JSON, as it comes and as it goes.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::bytes::{media_type, read, unsupported};
use super::{FromEnviron, Rejection, placed};
use crate::{Environ, Error, Reply, Respond, Response, StartResponse, Status};

/// A value as JSON (RFC 8259): of the request's body as a parameter, of the response's when it is
/// returned.
///
/// ```
/// use lychgate::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Deserialize)]
/// struct Order { product: String, count: u32 }
///
/// #[derive(Serialize)]
/// struct Receipt { total: u32 }
///
/// #[application]
/// mod shop {
///     use super::*;
///
///     #[post("^order$")]
///     fn order(Json(order): Json<Order>) -> Json<Receipt> {
///         Json(Receipt { total: order.count * 3 })
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(shop::application);
///     let post = |body| client.post("/order").header("Content-Type", "application/json").body(body).send();
///     assert_eq!(post(r#"{"product": "tea", "count": 2}"#).text(), r#"{"total":6}"#);
///
///     let answer = post(r#"{"product": "tea", "count": "two"}"#);
///     assert_eq!(answer.status(), 422);
///     assert!(answer.text().starts_with("count: invalid type"), "{}", answer.text());
/// }
/// ```
///
/// | request body | status |
/// |---|---|
/// | none | 400, or `None` of an `Option<Json<T>>` |
/// | of another media type than `application/json` or `…+json` | 415 |
/// | not JSON | 400, with line and column |
/// | JSON that is no `T`: a field missing, unknown or of another type | 422, with the field |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

#[diagnostic::do_not_recommend]
impl<'a, T: DeserializeOwned> FromEnviron<'a> for Json<T> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let is_json = |essence: &str| essence == "application/json" || essence.ends_with("+json");
        let media_type = media_type(environ, is_json);
        let bytes = match media_type {
            Some(false) => return Err(unsupported("application/json")),
            _ => read(environ)?,
        };
        if bytes.is_empty() {
            return Err(Rejection::absent("the request has no body: JSON is expected"));
        }
        if media_type.is_none() {
            return Err(unsupported("application/json"));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            rejection(error.inner(), &path)
        })?;
        json.end().map_err(|error| rejection(&error, "."))?;
        Ok(Json(value))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes::<T>("application/json");
        [400, 415, 422].into_iter().for_each(|status| operation.refuses(status));
    }
}

fn rejection(error: &serde_json::Error, path: &str) -> Rejection {
    if error.is_data() {
        return placed(Status::UNPROCESSABLE_ENTITY, path, error);
    }
    Rejection::new(Status::BAD_REQUEST, format!("the request body is not JSON: {error}"))
}

/// `application/json`; a value that cannot be written as JSON is a 500.
#[diagnostic::do_not_recommend]
impl<'a, T: Serialize> Respond<'a> for Json<T> {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        match serde_json::to_vec(&self.0) {
            Ok(json) => {
                let response = Response::new(json).header("Content-Type", "application/json");
                start_response.respond(environ, response)
            }
            Err(error) => Reply::failed(Error::from(error)),
        }
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds_with::<T>(200, "application/json");
    }
}
