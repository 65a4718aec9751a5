//! What a request may have or not.

use std::convert::Infallible;

use super::{FromEnviron, Rejection};
use crate::Environ;

/// `None` where the request does not have it; what is there and malformed is still refused.
#[diagnostic::do_not_recommend]
impl<'a, T: FromEnviron<'a, Rejection = Rejection>> FromEnviron<'a> for Option<T> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        match T::from_environ(environ) {
            Ok(value) => Ok(Some(value)),
            Err(rejection) if rejection.is_absent() => Ok(None),
            Err(rejection) => Err(rejection),
        }
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.optional(T::describe);
    }
}

/// The value, or why there is none: the handler answers by itself.
#[diagnostic::do_not_recommend]
impl<'a, T: FromEnviron<'a>> FromEnviron<'a> for Result<T, T::Rejection> {
    type Rejection = Infallible;

    fn from_environ(environ: &'a Environ) -> Result<Self, Infallible> {
        Ok(T::from_environ(environ))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.unrefused(T::describe);
    }
}
