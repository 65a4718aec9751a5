//! Semantic analysis: from what was written to what is true, or to errors that say what to write.
//! Each rule is a function with the rule in its first line.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FnArg, LitStr, Pat, PatType, ReceiverKind, Safety, Type};

use crate::ast::{Function, Helper, Item, RouteAttribute};
use crate::errors::{Errors, did_you_mean, underlined};
use crate::model::{Application, Argument, Handler, Route};
use crate::pattern::Pattern;

/// Checks the functions of a module or an impl block.
pub fn application(items: &[Item], errors: &Errors) -> Application {
    let mut checked = Application::default();
    let mut names = BTreeSet::new();
    for item in items {
        if let Item::Function(function) = item {
            check_function(function, &mut checked, &mut names, errors);
        }
    }
    checked
}

/// Checks a function that is an application by itself: it answers every path.
pub fn single(function: &Function, errors: &Errors) -> Application {
    check_callable(function, errors);
    if let Some(Helper::Route(route)) = function.helpers.first() {
        let message = "a function under `#[application]` answers every path, so it has no route of \
                       its own: leave one of the two attributes out, or put the function into an \
                       `#[application]` module";
        errors.error(&route.path, message);
    }
    let handler = Handler::of(function, None, errors);
    Application { not_found: Some(handler), ..Application::default() }
}

fn check_function(
    function: &Function,
    checked: &mut Application,
    names: &mut BTreeSet<String>,
    errors: &Errors,
) {
    if !function.helpers.is_empty() {
        check_callable(function, errors);
    }
    for helper in &function.helpers {
        match helper {
            Helper::Route(attribute) => {
                checked.attributes.push(attribute.path.clone());
                if let Some(mut route) = check_route(attribute, function, errors) {
                    route.name = unique_name(function.name(), names);
                    checked.routes.push(route);
                }
            }
            Helper::NotFound(path) => {
                checked.attributes.push(path.clone());
                if let Some(first) = &checked.not_found {
                    let message = format!(
                        "an application has one `#[not_found]` function, and `{}` is it already",
                        first.name
                    );
                    errors.error(path, message);
                    continue;
                }
                checked.not_found = Some(Handler::of(function, None, errors));
            }
        }
    }
}

/// A route's pattern parses, is anchored or says `search`, and its named groups are the handler's
/// parameters.
fn check_route(
    attribute: &RouteAttribute,
    function: &Function,
    errors: &Errors,
) -> Option<Route> {
    let literal = &attribute.pattern;
    let pattern = match Pattern::parse(&literal.value()) {
        Ok(pattern) => pattern,
        Err(error) => {
            errors.error(literal, error);
            return None;
        }
    };
    if !pattern.is_anchored_start() && attribute.search.is_none() {
        errors.error(literal, unanchored(attribute, pattern.text()));
    }
    check_groups(&pattern, literal, function, errors);
    let handler = Handler::of(function, Some(&pattern), errors);
    Some(Route {
        name: function.name().clone(),
        literal: literal.clone(),
        pattern,
        methods: attribute.methods.clone(),
        handler,
    })
}

fn unanchored(attribute: &RouteAttribute, text: &str) -> String {
    let name = attribute.path.segments.last().map(|last| last.ident.to_string());
    let name = name.unwrap_or_else(|| "route".to_owned());
    format!(
        "this pattern is searched for anywhere in the path: `{text}` also matches `x` with a match \
         behind it\n\
         \n  anchor it:         #[{name}({})]\
         \n  or say you mean it: #[{name}({}, search)]",
        quoted(&format!("^{text}")),
        quoted(text),
    )
}

fn quoted(text: &str) -> String {
    if text.contains('\\') { format!("r\"{text}\"") } else { format!("\"{text}\"") }
}

/// Each named group has a parameter of its name.
fn check_groups(pattern: &Pattern, literal: &LitStr, function: &Function, errors: &Errors) {
    let parameters: Vec<String> = typed(function)
        .filter_map(|argument| Some(parameter_name(argument)?.unraw().to_string()))
        .collect();
    let groups: Vec<&str> = pattern.groups().iter().map(|group| group.name.as_str()).collect();
    for group in pattern.groups() {
        if parameters.contains(&group.name) {
            continue;
        }
        let free = parameters.iter().map(String::as_str).filter(|name| !groups.contains(name));
        let advice = match did_you_mean(&group.name, free) {
            Some(meant) => format!("did you mean the parameter `{meant}`?"),
            None => format!("add `{}: &str`, or make the group nameless: `(?:…)`", group.name),
        };
        errors.error(
            literal,
            format!(
                "the group `{}` has no parameter in `{}`: {advice}\n\n{}",
                group.name,
                function.name(),
                underlined(pattern.text(), &group.range),
            ),
        );
    }
}

/// A handler is a plain function: safe, without type parameters, with `&self` at most.
fn check_callable(function: &Function, errors: &Errors) {
    let signature = &function.signature;
    if let Safety::Unsafe(token) = &signature.safety {
        errors.error(token, "a handler is called for every request, so it cannot be `unsafe`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.error(variadic, "a handler has a fixed number of parameters");
    }
    for parameter in signature.generics.type_params() {
        let message = format!(
            "nothing says what `{}` is when a request comes: write the type itself",
            parameter.ident
        );
        errors.error(parameter, message);
    }
    for parameter in signature.generics.const_params() {
        let message = "nothing says what this constant is when a request comes";
        errors.error(parameter, message);
    }
    if let Some(receiver) = function.signature.receiver() {
        if !matches!(&receiver.kind, ReceiverKind::Reference(_, _, None)) {
            let message = "an application answers many requests at once, so its methods take \
                           `&self`: keep what changes behind a `Mutex` or an atomic";
            errors.error(receiver, message);
        }
    }
    for argument in typed(function) {
        if let Type::ImplTrait(ty) = &*argument.ty {
            errors.error(ty, "nothing says which type this is: write the type itself");
        }
    }
}

impl Handler {
    /// A handler; `pattern` has the groups that its parameters may be named after.
    fn of(function: &Function, pattern: Option<&Pattern>, errors: &Errors) -> Handler {
        let groups = pattern.map(Pattern::groups).unwrap_or_default();
        let arguments = typed(function).map(|argument| {
            // The place is the user's, the names are ours: also in the output of a `macro_rules!`.
            let span = argument.ty.span().resolved_at(Span::call_site());
            let name = parameter_name(argument).map(|name| name.unraw().to_string());
            if name.is_none() && pattern.is_some() {
                let message = "a parameter of a handler has a name, as it may be that of a group";
                errors.error(&argument.pat, message);
            }
            match groups.iter().enumerate().find(|(_, group)| Some(&group.name) == name.as_ref()) {
                Some((group, found)) => {
                    let ty = (*argument.ty).clone();
                    Argument::Capture { group, optional: found.optional, ty, span }
                }
                None => Argument::Parameter { span },
            }
        });
        Handler {
            name: function.name().clone(),
            has_receiver: function.signature.receiver().is_some(),
            is_async: function.signature.asyncness.is_some(),
            arguments: arguments.collect(),
        }
    }
}

fn typed(function: &Function) -> impl Iterator<Item = &PatType> {
    function.signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    })
}

fn parameter_name(argument: &PatType) -> Option<&Ident> {
    match &*argument.pat {
        Pat::Ident(name) => Some(&name.ident),
        _ => None,
    }
}

/// The handler's name, with a number behind it when an earlier route has it already.
fn unique_name(handler: &Ident, taken: &mut BTreeSet<String>) -> Ident {
    let mut name = handler.clone();
    let mut number = 1;
    while !taken.insert(name.to_string()) {
        number += 1;
        name = format_ident!("{}_{number}", handler.unraw());
    }
    name.set_span(Span::call_site());
    name
}
