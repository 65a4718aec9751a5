//! Applications below a prefix.

use quote::ToTokens;
use syn::{ReturnType, Type};

use super::routes::{anchored, quoted};
use super::{Checked, Form, signature, typed};
use crate::ast::{Function, RouteAttribute};
use crate::errors::Errors;
use crate::model::Route;
use crate::pattern::{MountError, Pattern, underlined};

/// A mount's function makes the application, once: it takes nothing, or `&self` where it returns a
/// part of that.
pub(super) fn check_function(function: &Function, form: Form<'_>, errors: &Errors) {
    signature::check_callable(function, "mount", errors);
    signature::check_receiver(function, errors);
    let name = function.name();
    if let Some(word) = &function.signature.asyncness {
        let message = "the application is made before a request waits for it: remove `async`";
        errors.error(word, message);
    }
    for parameter in typed(function) {
        let message = "the application is made once, and for all requests, so there is nothing yet to \
                       fill a parameter with: remove it";
        errors.error(parameter, message);
    }
    let returned = match &function.signature.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    match (form, function.signature.receiver(), returned) {
        (_, _, None) => {
            let receiver =
                function.signature.receiver().map(|it| format!("{}", it.to_token_stream()));
            let (receiver, ty) = match receiver {
                Some(_) => ("&self", "&impl Application"),
                None => ("", "impl Application"),
            };
            let message =
                format!("a mount returns the application: write `fn {name}({receiver}) -> {ty}`");
            errors.error(name, message);
        }
        (_, Some(_), Some(ty)) if !matches!(ty, Type::Reference(_)) => {
            let message = "the application has to live as long as `self`: keep it in a field, and \
                           return a reference, as in `-> &impl Application`";
            errors.error(ty, message);
        }
        (Form::Impl(block), None, _) if block.generics.params.iter().next().is_some() => {
            let message = "the type has parameters, so that there is not one application: keep it in a \
                           field, take `&self`, and return `&impl Application`";
            errors.error(name, message);
        }
        _ => {}
    }
}

/// A function answers at its pattern, or makes an application that does.
pub(super) fn not_both(path: &syn::Path, errors: &Errors) {
    let message = "a function under `#[mount]` makes an application, and answers nothing itself: remove \
                   one of the attributes, or write two functions";
    errors.error(path, message);
}

/// A mount's pattern is a prefix: it is anchored, has no named groups and no end, and it is known
/// whether the rest of the path begins behind a slash.
pub(super) fn check_route(
    attribute: &RouteAttribute,
    mount: &Checked<'_, '_>,
    errors: &Errors,
) -> Option<Route> {
    let before = errors.count();
    let literal = &attribute.pattern;
    let prefix = match Pattern::parse(&literal.value()) {
        Ok(pattern) => pattern,
        Err(error) => {
            errors.error(literal, error);
            return None;
        }
    };
    for group in prefix.groups() {
        let message = format!(
            "the application is made once, so the group `{}` has no parameter to fill: write `(?:…)`\
             \n\n{}",
            group.name,
            underlined(prefix.text(), &group.range),
        );
        errors.error(literal, message);
    }
    let text = prefix.text().to_owned();
    if !prefix.is_anchored_start() && attribute.search.is_none() {
        let message = format!(
            "a match of `{text}` may begin anywhere in the path, and a prefix stands at its beginning: \
             write `#[mount({})]`",
            quoted(&anchored(&text)),
        );
        errors.error(literal, message);
    }
    let pattern = match prefix.into_mount() {
        Ok(pattern) => Some(pattern),
        Err(error) => {
            errors.error(literal, message(error, &text));
            None
        }
    };
    let is_whole = errors.count() == before && !attribute.broken;
    Some(Route {
        name: mount.function.name().clone(),
        literal: literal.clone(),
        methods: Vec::new(),
        handler: mount.handler(&[])?,
        pattern: pattern.filter(|_| is_whole)?,
        is_mount: true,
    })
}

fn message(error: MountError, text: &str) -> String {
    match error {
        MountError::Ends => {
            let advice = match text.strip_suffix('$') {
                Some(prefix) => format!("write `#[mount({})]`", quoted(prefix)),
                None => "remove what stands for the end".to_owned(),
            };
            format!(
                "`{text}` ends where the path ends, and leaves nothing to the application that is \
                 mounted: {advice}"
            )
        }
        MountError::Slash => format!(
            "some matches of `{text}` end with a slash and some do not, so that it is unclear where the \
             rest of the path begins\n\
             \x20 to mount below it:            let all end with a slash, as in \"^api/\"\n\
             \x20 to mount at it and below it:  let none, as in \"^api\""
        ),
    }
}
