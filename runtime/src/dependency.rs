//! From a function that others depend on to the parameters that it fills.
//!
//! A parameter `#[depends(current_user)] user: User` is filled by calling `current_user`. What the
//! attribute writes for it is short:
//!
//! ```text
//! let user = call.given(current_user(FromEnviron::of(call)?)).or_refuse()?;
//! let admin = call.depend(auth::admin)?.or_refuse()?;
//! ```
//!
//! The first line is for a function of the same application, whose parameters are known; the second
//! for any other, which is called through [`Provide`].

use crate::dispatch::{Call, Refusal};
use crate::{FromEnviron, Response};

/// What a dependency returned, before it is known whether it refuses.
///
/// Of a `Result`, [`or_refuse`](Given::or_refuse) takes the value, and its `Err` is the response.
/// Anything else is the value itself: the method of [`OrRefuse`], which the one for `Result` comes
/// before.
#[derive(Debug)]
pub struct Given<R>(pub(crate) R);

impl<T, E> Given<Result<T, E>> {
    /// The value.
    ///
    /// # Errors
    /// The `Err`, which is the response.
    pub fn or_refuse(self) -> Result<T, Refusal>
    where
        E: Refuse,
    {
        self.0.map_err(|error| Refusal::Response(error.into_response()))
    }
}

/// The value of a dependency that never refuses.
pub trait OrRefuse {
    /// Its type.
    type Value;

    /// The value.
    ///
    /// # Errors
    /// None: the type is that of [`Given::or_refuse`], so that both are called alike.
    fn or_refuse(self) -> Result<Self::Value, Refusal>;
}

impl<T> OrRefuse for Given<T> {
    type Value = T;

    fn or_refuse(self) -> Result<T, Refusal> {
        Ok(self.0)
    }
}

/// An error with which a dependency refuses: whatever becomes a [`Response`].
#[diagnostic::on_unimplemented(
    message = "a dependency cannot refuse with `{Self}`",
    label = "its `Err` is no response",
    note = "the `Err` of a dependency is the response: a `Status`, a `StatusCode`, `(Status, String)`, an `Error`, \
            a `Response`, or a type of yours with `impl From<…> for Response`"
)]
pub trait Refuse {
    /// The response.
    fn into_response(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Response>> Refuse for E {
    fn into_response(self) -> Response {
        self.into()
    }
}

/// A value that several parameters take, each its own.
#[diagnostic::on_unimplemented(
    message = "several parameters take `{Self}` by value, and it cannot be cloned",
    label = "taken here, and needed again",
    note = "the dependency is called once for a request: take its value by reference, `&{Self}`, or derive \
            `Clone`"
)]
pub trait Share: Sized {
    /// One more of it.
    #[must_use]
    fn share(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Share for T {
    fn share(&self) -> Self {
        self.clone()
    }
}

/// A function of up to six parameters, each of which the request fills: one that a parameter can
/// depend on wherever it stands. `Parameters` is their tuple, and always inferred.
///
/// ```
/// mod auth {
///     use lychgate::prelude::*;
///
///     pub struct User(pub String);
///
///     pub fn current_user(environ: &Environ) -> Result<User, Status> {
///         let name = environ.get("HTTP_X_USER").ok_or(Status::UNAUTHORIZED)?;
///         Ok(User(name.to_string()))
///     }
/// }
///
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index(#[depends(auth::current_user)] user: auth::User) -> String { user.0 }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/").send().status(), 401);
///     assert_eq!(client.get("/").header("X-User", "ann").send().text(), "ann");
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a parameter cannot depend on `{Self}`",
    label = "not a function that a request can call",
    note = "a function from elsewhere takes up to six parameters, each with `FromEnviron`; one that takes captures or \
            has dependencies itself stands among those of the application"
)]
pub trait Provide<'a, Parameters> {
    /// What the function returns.
    type Output;

    /// Calls the function.
    ///
    /// # Errors
    /// The rejection of a parameter, as a response.
    fn provide<const N: usize>(self, call: &Call<'a, N>) -> Result<Self::Output, Refusal>;
}

macro_rules! provide {
    ($($parameter:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<'a, F, R, $($parameter),*> Provide<'a, ($($parameter,)*)> for F
        where
            F: FnOnce($($parameter),*) -> R,
            $($parameter: FromEnviron<'a>,)*
        {
            type Output = R;

            #[allow(unused_variables)]
            fn provide<const N: usize>(self, call: &Call<'a, N>) -> Result<R, Refusal> {
                Ok(self($($parameter::of(call)?),*))
            }
        }
    };
}

provide!();
provide!(A);
provide!(A B);
provide!(A B C);
provide!(A B C D);
provide!(A B C D E);
provide!(A B C D E G);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, Status, StatusCode};

    fn refused<T>(given: Result<T, Refusal>) -> u16 {
        match given {
            Err(Refusal::Response(response)) => response.status_code().as_u16(),
            Err(Refusal::NoMatch) => 0,
            Ok(_) => 200,
        }
    }

    #[test]
    fn a_result_refuses_and_all_else_is_a_value() {
        assert!(matches!(Given(7).or_refuse(), Ok(7)));
        assert!(matches!(Given(Ok::<_, Status>(7)).or_refuse(), Ok(7)));
        assert!(matches!(Given(Some(7)).or_refuse(), Ok(Some(7))));
        assert_eq!(refused(Given(Err::<(), _>(Status::FORBIDDEN)).or_refuse()), 403);
    }

    #[test]
    fn whatever_becomes_a_response_can_be_refused_with() {
        let gone = || StatusCode::GONE;
        let refusals = [
            refused(Given(Err::<(), _>(gone())).or_refuse()),
            refused(Given(Err::<(), _>((gone(), "it is gone"))).or_refuse()),
            refused(Given(Err::<(), _>((Status::GONE, String::from("gone")))).or_refuse()),
            refused(Given(Err::<(), _>(Error::new(gone(), "gone"))).or_refuse()),
            refused(Given(Err::<(), _>(Response::new("").status(gone()))).or_refuse()),
        ];
        assert_eq!(refusals, [410; 5]);
    }
}
