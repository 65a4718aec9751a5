//! What `#[middleware]` can be made of.

use syn::{FnArg, ReceiverKind, Type};

use super::{signature, typed};
use crate::ast::{Function, Helper, Impl, Item};
use crate::errors::{Errors, did_you_mean};

const PARAMETERS: &str = "environ: &mut Environ, next: Next<'_>";

/// A middleware function. Says whether the compiler can be left to check its types.
pub fn decorator(function: &Function, errors: &Errors) -> bool {
    let before = errors.count();
    plain(function, errors);
    if let Some(receiver) = function.signature.receiver() {
        let message = "a method is a middleware with its type: put `#[middleware]` on the impl block, \
                       and name the method `call`";
        errors.error(receiver, message);
        return false;
    }
    parameters(function, PARAMETERS, errors);
    errors.count() == before
}

/// A block with a method `call`, which is returned if the compiler can be left to check its types.
pub fn middleware<'b>(block: &'b Impl, errors: &Errors) -> Option<&'b Function> {
    let before = errors.count();
    if let Some(of_trait) = &block.of_trait {
        let message = "`#[middleware]` stands on a block of the type's own methods, and writes the \
                       `impl Middleware for …` itself: write `impl Type { … }`";
        errors.error(of_trait, message);
        return None;
    }
    let functions: Vec<&Function> = block.items.iter().filter_map(Item::function).collect();
    for other in functions.iter().filter(|function| function.name() != "call") {
        no_route(other, errors);
        no_dependency(other, errors);
    }
    let Some(call) = functions.iter().find(|function| function.name() == "call") else {
        let names: Vec<String> = functions.iter().map(|it| it.name().to_string()).collect();
        let meant = did_you_mean("call", names.iter().map(String::as_str));
        let place = functions.iter().find(|it| meant == Some(it.name().to_string().as_str()));
        let message =
            format!("a middleware has a method `fn call(&self, {PARAMETERS}) -> Response`");
        match place {
            Some(function) => errors.error(function.name(), format!("{message}: rename this one")),
            None => errors.error(&block.ty, format!("{message}: add one")),
        }
        return None;
    };
    plain(call, errors);
    match call.signature.receiver().map(|receiver| (receiver, &receiver.kind)) {
        Some((_, ReceiverKind::Reference(_, _, None))) => {}
        Some((receiver, _)) => errors.error(
            receiver,
            "a middleware passes many requests at once, so `call` takes `&self`: keep what changes \
             behind a `Mutex` or in an atomic",
        ),
        None => {
            let message = format!("`call` is a method here: write `fn call(&self, {PARAMETERS})`");
            errors.error(call.name(), message);
        }
    }
    parameters(call, &format!("&self, {PARAMETERS}"), errors);
    (errors.count() == before).then_some(call)
}

/// A middleware is called for every request: safe, of known types, and not a route.
fn plain(function: &Function, errors: &Errors) {
    signature::check_callable(function, "middleware", errors);
    no_route(function, errors);
    no_dependency(function, errors);
}

fn no_route(function: &Function, errors: &Errors) {
    for helper in &function.helpers {
        let message = match helper {
            Helper::With(_) => {
                "middleware is put around an application, not around middleware: name both in one \
                 `#[with(…)]` there, the outermost first"
            }
            _ => {
                "a function is a route or a middleware, not both: remove one of the attributes, or \
                 write two functions"
            }
        };
        errors.error(helper.path(), message);
    }
}

fn no_dependency(function: &Function, errors: &Errors) {
    for depends in &function.depends {
        let message = "what stands in front of a handler fills no parameters: `#[depends(…)]` is for \
                       the functions of an `#[application]`, so call the function in the body";
        errors.error(&depends.attribute, message);
    }
}

/// The parameters are the environ, to change, and what is inside.
fn parameters(function: &Function, whole: &str, errors: &Errors) {
    let mut inputs: Vec<_> = typed(function).enumerate().collect();
    if inputs.len() > 2 {
        // That something else would fill the others was reported.
        inputs.retain(|(parameter, _)| function.depends_on(*parameter).is_none());
    }
    let inputs: Vec<_> = inputs.into_iter().map(|(_, input)| input).collect();
    let how = format!("write `fn {}({whole})`", function.name());
    let last = |ty: &Type| match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    };
    match inputs.as_slice() {
        [environ, next] => match (&*environ.ty, last(&next.ty).as_deref()) {
            (_, Some("StartResponse")) => {
                let message = format!(
                    "this is the parameter of an application, not of a middleware: {how}, or put \
                     `#[application]` in the place of `#[middleware]`"
                );
                errors.error(&next.ty, message);
            }
            (Type::Reference(reference), _) if reference.mutability.is_some() => {}
            (Type::Reference(_), _) => errors.error(
                &environ.ty,
                "what is inside gets the environ to change it, and gets it from here: write `&mut \
                 Environ`",
            ),
            (ty, _) if last(ty).as_deref() == Some("Next") => {
                errors.error(ty, format!("the environ comes first: {how}"));
            }
            (ty, _) => errors.error(ty, format!("the first parameter is the environ: {how}")),
        },
        [] => errors.error(
            function.name(),
            format!(
                "a middleware takes the environ and what is inside, and this takes none: {how}"
            ),
        ),
        [_] => {
            let only = function.signature.inputs.iter().find(|it| matches!(it, FnArg::Typed(_)));
            let message = format!(
                "a middleware takes the environ and what is inside, and this takes one parameter: \
                 {how}"
            );
            errors.error(only, message);
        }
        [_, _, third, ..] => {
            let message = format!(
                "a middleware takes the environ and what is inside, and nothing else: {how}, and keep \
                 what else it needs in a type with `#[middleware] impl`, or take it from the environ"
            );
            errors.error(third, message);
        }
    }
}
