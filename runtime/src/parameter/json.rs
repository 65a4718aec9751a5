//! JSON, as it comes and as it goes.

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

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
///
/// `2.0` is taken where a whole number is expected, as JSON Schema has it.
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
        let value = value(&bytes).or_else(|rejection| {
            let again = without_fractions(&bytes).and_then(|bytes| value(&bytes).ok());
            again.ok_or(rejection)
        });
        value.map(Json)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes::<T>("application/json");
        [400, 415, 422].into_iter().for_each(|status| operation.refuses(status));
    }
}

fn value<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Rejection> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        rejection(error.inner(), &path)
    })?;
    json.end().map_err(|error| rejection(&error, "."))?;
    Ok(value)
}

/// The text with `2` for `2.0`, if it is JSON and there is such a number in it: to JSON Schema
/// (Validation, 6.1.1) and to JavaScript it is the same one.
fn without_fractions(text: &[u8]) -> Option<Vec<u8>> {
    // What is no JSON must not become some, as `1.0.0` would.
    serde_json::from_slice::<IgnoredAny>(text).ok()?;
    let mut whole = Vec::with_capacity(text.len());
    let (mut rest, mut in_string) = (text, false);
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if in_string && byte == b'\\' {
            whole.push(byte);
            if let Some((&escaped, after)) = rest.split_first() {
                whole.push(escaped);
                rest = after;
            }
            continue;
        }
        in_string ^= byte == b'"';
        let zeros = rest.iter().take_while(|byte| **byte == b'0').count();
        let is_end = |byte: Option<&u8>| !byte.is_some_and(|it| b"123456789eE".contains(it));
        if !in_string && byte == b'.' && zeros > 0 && is_end(rest.get(zeros)) {
            rest = rest.get(zeros..).unwrap_or_default();
        } else {
            whole.push(byte);
        }
    }
    (whole.len() < text.len()).then_some(whole)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_fraction_is_whole() {
        for (text, expected) in [
            ("2.0", Some("2")),
            ("[2.0,-3.000, 4.50, 10.01,1.0e3]", Some("[2,-3, 4.50, 10.01,1.0e3]")),
            (r#"{"1.0\"2.0": 2.0}"#, Some(r#"{"1.0\"2.0": 2}"#)),
            (r#"["\\", 1.0]"#, Some(r#"["\\", 1]"#)),
            (r#""2.0""#, None),
            ("2.", None),
            ("1.0.0", None),
            ("[1].0", None),
            (r#"{"a": 1.0, "b": 2.0.0}"#, None),
            ("\"\\", None),
        ] {
            let whole = without_fractions(text.as_bytes());
            let whole = whole.map(|whole| String::from_utf8(whole).expect("text"));
            assert_eq!(whole.as_deref(), expected, "{text}");
        }
    }
}
