//! `#[catch]`: the function that answers the failures of an application.

use syn::{PatType, Path, Type};

use super::{Checked, captures, only_one, parameter_name, typed};
use crate::ast::{Function, Helper};
use crate::errors::Errors;
use crate::model::{Application, Argument, Handler};

const HOW: &str =
    "the first parameter of a `#[catch]` function is the error: write `error: &Error`";

/// An application has one `#[catch]` function, or several under different conditions. Its first
/// parameter is the error, and the others are those of a handler without a pattern.
pub(super) fn check(
    path: &Path,
    handler: &Checked<'_, '_>,
    checked: &Application,
    errors: &Errors,
) -> Option<Handler> {
    let function = handler.function;
    let before = errors.count();
    only_one("catch", path, function, &checked.catch, errors)?;
    let first = typed(function).next();
    check_first(first, function, errors);
    let why = "`#[catch]` answers failures of all routes, and of none, so that there are no groups";
    let needs = handler.needs.as_deref().unwrap_or_default();
    captures::check_without(function, first.and_then(parameter_name), needs, why, errors);
    let mut found = handler.handler(&[]).filter(|_| errors.count() == before)?;
    if let Some(Argument::Parameter { ty }) = found.arguments.first() {
        let ty = ty.clone();
        if let Some(first) = found.arguments.first_mut() {
            *first = Argument::Error { ty };
        }
    }
    Some(found)
}

/// A `#[catch]` function is called with an error, as no route is, and stands inside of all
/// middleware.
pub(super) fn check_alone(function: &Function, errors: &Errors) {
    if !function.helpers.iter().any(|helper| matches!(helper, Helper::Catch(_))) {
        return;
    }
    for helper in &function.helpers {
        let message = match helper {
            Helper::Route(_) | Helper::NotFound(_) => {
                "a `#[catch]` function is called with an error, which no request brings: write a \
                 function of its own for it"
            }
            Helper::With(_) => {
                "what a `#[catch]` function answers passes the middleware around the application: put \
                 `#[with]` below `#[application]`"
            }
            Helper::Catch(_) | Helper::Mount(_) => continue,
        };
        errors.error(helper.path(), message);
    }
}

/// The first parameter is a reference to the error.
fn check_first(first: Option<&PatType>, function: &Function, errors: &Errors) {
    let Some(first) = first else {
        let message = format!("{HOW} in `{}`", function.name());
        errors.error(function.name(), message);
        return;
    };
    if let Some(depends) = function.depends_on(0) {
        let message = format!("{HOW} in front of what `#[depends(…)]` fills");
        errors.error(&depends.attribute, message);
    } else if !may_be_error(&first.ty) {
        errors.error(&first.ty, HOW);
    }
}

/// Whether it is a reference to what may be the error, by whatever name: the compiler knows.
fn may_be_error(ty: &Type) -> bool {
    const OTHERS: [&str; 4] = ["Environ", "HeaderMap", "str", "Status"];
    match ty {
        Type::Group(group) => may_be_error(&group.elem),
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) => {
                let last = path.path.segments.last();
                last.is_some_and(|last| OTHERS.iter().all(|other| last.ident != other))
            }
            _ => false,
        },
        _ => false,
    }
}
