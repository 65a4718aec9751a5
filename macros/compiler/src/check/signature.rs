//! What the signature of a handler may be.

use syn::{Pat, ReceiverKind, Safety, Type};

use super::typed;
use crate::ast::Function;
use crate::errors::Errors;

/// A handler is a plain function: safe, without type parameters, with `&self` at most. So is a
/// dependency; `what` says which of both it is.
pub(super) fn check(function: &Function, what: &str, errors: &Errors) {
    check_callable(function, what, errors);
    check_receiver(function, errors);
    for (parameter, argument) in typed(function).enumerate() {
        match function.depends_on(parameter) {
            Some(_) => check_dependent(&argument.ty, errors),
            None => {
                check_type(&argument.ty, what, errors);
                check_pattern(&argument.pat, what, errors);
            }
        }
    }
}

/// A function that generated code calls is safe, and its types are all known.
pub(super) fn check_callable(function: &Function, what: &str, errors: &Errors) {
    let signature = &function.signature;
    if let Safety::Unsafe(token) = &signature.safety {
        let message = format!("a {what} is called by safe code, so it cannot be `unsafe`");
        errors.error(token, message);
    }
    if let Some(variadic) = &signature.variadic {
        errors.error(variadic, format!("a {what} has a fixed number of parameters"));
    }
    check_generics(function, errors);
}

/// A parameter has a type that a request can give.
fn check_type(ty: &Type, what: &str, errors: &Errors) {
    match ty {
        Type::ImplTrait(_) => {
            let message =
                "nothing says which type this is when a request comes: write the type itself";
            errors.error(ty, message);
        }
        Type::Reference(reference) if reference.mutability.is_some() => {
            let message = format!(
                "the parameters of a {what} share the request, so none of them can change it: remove \
                 the `mut`"
            );
            errors.error(ty, message);
        }
        _ => {}
    }
}

/// A parameter takes a dependency's value, or shares it.
fn check_dependent(ty: &Type, errors: &Errors) {
    if matches!(ty, Type::Reference(reference) if reference.mutability.is_some()) {
        let message = "the value of a dependency is shared by all that need it, so none of them can \
                       change it: take it by value, or remove the `mut`";
        errors.error(ty, message);
    }
}

/// A handler is called with what is in the request, which chooses no types.
fn check_generics(function: &Function, errors: &Errors) {
    for parameter in function.signature.generics.type_params() {
        let name = &parameter.ident;
        let message =
            format!("nothing says what `{name}` is when a request comes: write the type itself");
        errors.error(name, message);
    }
    for parameter in function.signature.generics.const_params() {
        let name = &parameter.ident;
        let message =
            format!("nothing says what `{name}` is when a request comes: write the number itself");
        errors.error(name, message);
    }
}

/// Methods take `&self`, as one application answers many requests at once.
pub(super) fn check_receiver(function: &Function, errors: &Errors) {
    let Some(receiver) = function.signature.receiver() else { return };
    match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => {}
        ReceiverKind::Reference(..) => errors.error(
            receiver,
            "an application answers many requests at once, so its methods take `&self`: keep what \
             changes behind a `Mutex` or in an atomic",
        ),
        _ => errors.error(
            receiver,
            "the application is there for the next request too, so its methods take `&self`",
        ),
    }
}

/// A parameter has a name, since that may be the name of a group; or it is taken apart by its type:
/// `Json(order): Json<Order>`.
fn check_pattern(pattern: &Pat, what: &str, errors: &Errors) {
    let is_named = matches!(pattern, Pat::Ident(_) | Pat::Wild(_));
    if !is_named && !matches!(pattern, Pat::TupleStruct(_) | Pat::Struct(_)) {
        let message = format!(
            "a parameter of a {what} has a name, which may be that of a group: take it apart in the \
             function's body"
        );
        errors.error(pattern, message);
    }
}
