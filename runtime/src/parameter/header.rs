//! One header, typed.

use headers::Header as Typed;

use super::{FromEnviron, Rejection};
use crate::{Environ, Status};

/// A request header as a type of the `headers` crate.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::headers::typed::{Authorization, authorization::Bearer};
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^me$")]
///     fn me(Header(authorization): Header<Authorization<Bearer>>) -> String {
///         format!("token of {} letters", authorization.token().len())
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/me").header("Authorization", "Bearer abc").send().text(), "token of 3 letters");
///     assert_eq!(client.get("/me").send().status(), 400);
/// }
/// ```
///
/// A header that is absent is 400, or `None` of an `Option<Header<T>>`; a malformed one is 400.
/// Headers without a type are in [`Environ::headers`], or a parameter `&HeaderMap`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header<T>(pub T);

#[diagnostic::do_not_recommend]
impl<'a, T: Typed> FromEnviron<'a> for Header<T> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let name = T::name();
        let mut values = environ.headers().get_all(name).iter();
        if values.size_hint() == (0, Some(0)) {
            return Err(
                Rejection::absent(format!("the request has no header `{name}`")).at(name.as_str())
            );
        }
        T::decode(&mut values).map(Header).map_err(|_| {
            let message = format!("the header `{name}` is malformed");
            Rejection::new(Status::BAD_REQUEST, message).at(name.as_str())
        })
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.reads_header(T::name().as_str());
        operation.refuses(400);
    }
}
