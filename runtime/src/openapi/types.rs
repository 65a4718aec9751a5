//! What is known of a type: the bridge from generated code, which names types, to what they say.
//!
//! Generated code calls the same method for each type, and the language takes the first of these that
//! there is: the one of [`Type`] itself, whose bounds ask for a schema; that of a trait, which asks for
//! [`FromEnviron`] or [`Respond`]; that of [`Untold`], which asks for nothing. So a type without a schema
//! is no error.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::Operation;
use crate::{FromEnviron, Respond, Status};

/// A type, as generated code names it.
pub struct Type<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Type<T> {
    /// Names the type.
    #[allow(clippy::new_without_default)]
    #[must_use]
    pub const fn new() -> Self {
        Type(PhantomData)
    }
}

impl<T: ?Sized> fmt::Debug for Type<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Type({})", type_name::<T>())
    }
}

/// A type around a value that has a schema: `Json<Order>`, `Option<Query<Page>>`,
/// `Result<(Status, Json<Order>)>`. A document knows the schema of `Valid<Json<Order>>` where that says
/// what it is around:
///
/// ```
/// struct Valid<T>(T);
///
/// impl<T: lychgate::openapi::Around> lychgate::openapi::Around for Valid<T> {
///     type Value = T::Value;
/// }
/// ```
pub trait Around {
    /// The value.
    type Value: ?Sized;
}

impl<T> Around for crate::Json<T> {
    type Value = T;
}

#[cfg(feature = "form")]
impl<T> Around for crate::Query<T> {
    type Value = T;
}

#[cfg(feature = "form")]
impl<T> Around for crate::Form<T> {
    type Value = T;
}

impl<T: Around> Around for Option<T> {
    type Value = T::Value;
}

impl<T: Around, E> Around for Result<T, E> {
    type Value = T::Value;
}

impl<T: Around> Around for (Status, T) {
    type Value = T::Value;
}

impl<T: Around> Around for (StatusCode, T) {
    type Value = T::Value;
}

impl<T: Around> Around for (HeaderMap, T) {
    type Value = T::Value;
}

impl<V, T: Around, const N: usize> Around for ([(&str, V); N], T) {
    type Value = T::Value;
}

#[cfg(feature = "cookies")]
impl<T: Around> Around for (crate::Cookies, T) {
    type Value = T::Value;
}

impl<S, H, T: Around> Around for (S, H, T) {
    type Value = T::Value;
}

/// How the schema of a type is made. Types are told apart by their names, as those with a lifetime
/// have no `TypeId`.
#[derive(Clone, Copy)]
pub(super) struct Known {
    name: &'static str,
    /// The schema, or a reference to it.
    pub(super) reference: fn(&mut SchemaGenerator) -> Schema,
    /// The schema itself.
    pub(super) inline: fn(&mut SchemaGenerator) -> Schema,
}

impl Known {
    fn of<T: JsonSchema + ?Sized>() -> Self {
        Known {
            name: type_name::<T>(),
            reference: SchemaGenerator::subschema_for::<T>,
            inline: T::json_schema,
        }
    }

    pub(super) fn is<T: ?Sized>(&self) -> bool {
        self.name == type_name::<T>()
    }
}

impl<T: JsonSchema + ?Sized> Type<T> {
    /// Says what a capture is read as.
    pub fn tells_capture(self, name: &str, operation: &mut Operation) {
        operation.capture_type(name, Known::of::<T>());
    }
}

impl<'a, T> Type<T>
where
    T: FromEnviron<'a> + Around<Value: JsonSchema>,
{
    /// Says what a parameter takes of the request.
    pub fn tells_parameter(self, operation: &mut Operation) {
        operation.knowing(Known::of::<T::Value>(), <T as FromEnviron>::describe);
    }
}

impl<'a, T> Type<T>
where
    T: Respond<'a> + Around<Value: JsonSchema>,
{
    /// Says what a return value answers.
    pub fn tells_response(self, operation: &mut Operation) {
        operation.knowing(Known::of::<T::Value>(), <T as Respond>::describe);
    }

    /// Says what failures are answered with.
    pub fn tells_failure(self, operation: &mut Operation) {
        operation.knowing(Known::of::<T::Value>(), |operation| {
            operation.caught(<T as Respond>::describe)
        });
    }
}

/// What is said of a parameter whose value has no schema.
pub trait TellParameter {
    /// Says what it takes of the request.
    fn tells_parameter(self, operation: &mut Operation);
}

impl<'a, T: FromEnviron<'a>> TellParameter for Type<T> {
    fn tells_parameter(self, operation: &mut Operation) {
        <T as FromEnviron>::describe(operation);
    }
}

/// What is said of a return type whose value has no schema.
pub trait TellResponse {
    /// Says what it answers.
    fn tells_response(self, operation: &mut Operation);
    /// Says what failures are answered with.
    fn tells_failure(self, operation: &mut Operation);
}

impl<'a, T: Respond<'a>> TellResponse for Type<T> {
    fn tells_response(self, operation: &mut Operation) {
        <T as Respond>::describe(operation);
    }

    fn tells_failure(self, operation: &mut Operation) {
        operation.caught(<T as Respond>::describe);
    }
}

/// What is said of any other type: nothing. (By reference, which makes it the last that is found.)
pub trait Untold {
    /// Says nothing of a capture but that it is text.
    fn tells_capture(&self, _name: &str, _operation: &mut Operation) {}
    /// Says nothing of a parameter.
    fn tells_parameter(&self, _operation: &mut Operation) {}
    /// Says nothing of a response.
    fn tells_response(&self, _operation: &mut Operation) {}
    /// Says nothing of failures.
    fn tells_failure(&self, _operation: &mut Operation) {}
}

impl<T: ?Sized> Untold for Type<T> {}
