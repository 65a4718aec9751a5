//! Fields of the query and of forms.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::bytes::{media_type, read, unsupported};
use super::{FromEnviron, Rejection, placed};
use crate::{Environ, Status};

/// The fields of `QUERY_STRING`, as a value (WHATWG URL, `application/x-www-form-urlencoded`).
///
/// ```
/// use lychgate::prelude::*;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Page { number: u32, order: Option<String> }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^list$")]
///     fn list(Query(page): Query<Page>) -> String { format!("page {}", page.number) }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/list?number=2").send().text(), "page 2");
///
///     let answer = client.get("/list?number=two").send();
///     assert_eq!(answer.status(), 400);
///     assert_eq!(answer.text(), "number: invalid digit found in string\n");
/// }
/// ```
///
/// A query that is absent is empty; `Option<Query<T>>` is `None` then. One that is no `T` is 400,
/// with the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<T>(pub T);

#[diagnostic::do_not_recommend]
impl<'a, T: Deserialize<'a>> FromEnviron<'a> for Query<T> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let query = environ.query_string();
        match fields(query) {
            Ok(value) => Ok(Query(value)),
            Err(error) if query.is_empty() => {
                Err(Rejection::absent(wrong(Status::BAD_REQUEST, &error).message()))
            }
            Err(error) => Err(wrong(Status::BAD_REQUEST, &error)),
        }
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.queries::<T>();
        operation.refuses(400);
    }
}

/// The fields of a form that was sent as `application/x-www-form-urlencoded`, as a value.
///
/// ```
/// use lychgate::prelude::*;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Login { user: String, password: String }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[post("^login$")]
///     fn login(Form(login): Form<Login>) -> String { format!("Hello {}", login.user) }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     let form = client.post("/login").header("Content-Type", "application/x-www-form-urlencoded");
///     assert_eq!(form.body("user=Ann+Lee&password=x").send().text(), "Hello Ann Lee");
/// }
/// ```
///
/// | request body | status |
/// |---|---|
/// | none | 400, or `None` of an `Option<Form<T>>` |
/// | of another media type | 415 |
/// | a field missing, unknown or of another type | 422, with the field |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

const FORM: &str = "application/x-www-form-urlencoded";

#[diagnostic::do_not_recommend]
impl<'a, T: DeserializeOwned> FromEnviron<'a> for Form<T> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        match media_type(environ, |essence| essence == FORM) {
            Some(true) => {}
            Some(false) => return Err(unsupported(FORM)),
            None if read(environ)?.is_empty() => {
                return Err(Rejection::absent("the request has no body: a form is expected"));
            }
            None => return Err(unsupported(FORM)),
        }
        let body = read(environ)?;
        fields(&body).map(Form).map_err(|error| wrong(Status::UNPROCESSABLE_ENTITY, &error))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes::<T>(FORM);
        [400, 415, 422].into_iter().for_each(|status| operation.refuses(status));
    }
}

/// The value, or the field that is wrong and how.
fn fields<'d, T: Deserialize<'d>>(
    text: &'d [u8],
) -> Result<T, serde_path_to_error::Error<serde_urlencoded::de::Error>> {
    let fields = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text));
    serde_path_to_error::deserialize(fields)
}

/// What is said of the field that is wrong.
fn wrong(
    status: Status,
    error: &serde_path_to_error::Error<serde_urlencoded::de::Error>,
) -> Rejection {
    placed(status, &error.path().to_string(), error.inner())
}
