//! What the signature of a handler may be.

use syn::{Pat, ReceiverKind, Safety, Type};

use super::typed;
use crate::ast::Function;
use crate::errors::Errors;

/// A handler is a plain function: safe, without type parameters, with `&self` at most.
pub(super) fn check(function: &Function, errors: &Errors) {
    check_callable(function, errors);
    check_receiver(function, errors);
    for argument in typed(function) {
        check_type(&argument.ty, errors);
        check_pattern(&argument.pat, errors);
    }
}

/// A function that is called for requests is safe, and its types are all known.
pub(super) fn check_callable(function: &Function, errors: &Errors) {
    let signature = &function.signature;
    if let Safety::Unsafe(token) = &signature.safety {
        errors.error(token, "a handler is called for every request, so it cannot be `unsafe`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.error(variadic, "a handler has a fixed number of parameters");
    }
    check_generics(function, errors);
}

/// A parameter has a type that a request can give.
fn check_type(ty: &Type, errors: &Errors) {
    match ty {
        Type::ImplTrait(_) => {
            let message =
                "nothing says which type this is when a request comes: write the type itself";
            errors.error(ty, message);
        }
        Type::Reference(reference) if reference.mutability.is_some() => {
            let message = "the parameters of a handler share the request, so none of them can change \
                           it: remove the `mut`";
            errors.error(ty, message);
        }
        _ => {}
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
fn check_pattern(pattern: &Pat, errors: &Errors) {
    let is_named = matches!(pattern, Pat::Ident(_) | Pat::Wild(_));
    if !is_named && !matches!(pattern, Pat::TupleStruct(_) | Pat::Struct(_)) {
        let message = "a parameter of a handler has a name, which may be that of a group: take it \
                       apart in the function's body";
        errors.error(pattern, message);
    }
}
