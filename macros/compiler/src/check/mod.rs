//! Semantic analysis: from what was written to what is true, or to errors that say what to write.
//! Each rule is a function with the rule in its first line.
//!
//! What is broken is reported and left out of the model: the other routes are compiled as if it
//! were not there, so that their callers see no error of it.

mod captures;
mod catch;
mod conflicts;
mod dependencies;
mod layers;
mod middleware;
mod mounts;
mod routes;
mod signature;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{FnArg, Pat, PatType, ReturnType, Type};

use crate::ast::{Depends, Function, Helper, Item, WithAttribute};
use crate::errors::Errors;
use crate::model::{Application, Argument, Handler, Layer, Pass};
use crate::pattern::Group;

use self::dependencies::{Functions, Need};

pub use conflicts::{dead, duplicates, facts, overlaps};
pub use middleware::{decorator, middleware};

/// Checks the functions of a module or an impl block, and the middleware around them.
pub fn application(
    items: &[Item],
    around: &[WithAttribute],
    form: Form<'_>,
    errors: &Errors,
) -> Application {
    let mut checked = Application {
        around: layers::layers(around, matches!(form, Form::Impl(_)), errors),
        attributes: around.iter().map(|attribute| attribute.path.clone()).collect(),
        ..Application::default()
    };
    let mut names = BTreeSet::new();
    let functions = Functions::check(items, errors);
    for (number, item) in items.iter().enumerate() {
        if let Some(function) = item.function() {
            let item = Numbered { function, number, form };
            check_function(&item, &functions, &mut checked, &mut names, errors);
        }
    }
    checked.attributes.extend(functions.attributes());
    checked
}

/// What the attribute stands on.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// A module.
    Module,
    /// An impl block.
    Impl(&'a crate::ast::Impl),
    /// An impl block of a type that is made anew for each request.
    Class,
}

/// A function among the items.
struct Numbered<'a> {
    function: &'a Function,
    number: usize,
    form: Form<'a>,
}

/// Checks a function that is an application by itself: it answers every path.
pub fn single(function: &Function, errors: &Errors) -> Application {
    let before = errors.count();
    no_route(function, errors);
    signature::check(function, "handler", errors);
    let why = "a function under `#[application]` has no pattern, and so no groups";
    captures::check_without(function, None, &[], why, errors);
    let around = layers::layers(function.with(), false, errors);
    let functions = Functions::default();
    let needs = functions.needs(function).filter(|_| errors.count() == before);
    let handler = needs.map(|needs| functions.handler(function, &needs, &[]));
    Application { not_found: handler.into_iter().collect(), around, ..Application::default() }
}

/// A function that takes and returns what an application does. Says whether the compiler can be
/// left to check its types.
pub fn bare(function: &Function, errors: &Errors) -> bool {
    let before = errors.count();
    no_route(function, errors);
    no_dependency(function, errors);
    for attribute in function.with() {
        let message = format!(
            "this function is the application itself, and stays what it is: put the middleware \
             around it where it is served, as in `timing({})`",
            function.name()
        );
        errors.error(&attribute.path, message);
    }
    signature::check_callable(function, "handler", errors);
    if let Some(word) = &function.signature.asyncness {
        let message = "an application function returns a `Reply`, which may be finished later: \
                       write `fn`, and return `Reply::later(async move { … })`";
        errors.error(word, message);
    }
    errors.count() == before
}

/// A function that makes an instance of what an application is called with. Says whether the
/// compiler can be left to check its types.
pub fn class(new: &Function, errors: &Errors) -> bool {
    let before = errors.count();
    no_dependency(new, errors);
    signature::check_callable(new, "class's `new`", errors);
    if let Some(word) = &new.signature.asyncness {
        let message =
            "`new` makes the instance at once, and what it awaits would be lost: write `fn`";
        errors.error(word, message);
    }
    errors.count() == before
}

/// A function that is an application by itself has no attributes of routes.
fn no_route(function: &Function, errors: &Errors) {
    for helper in function.helpers.iter().filter(|helper| !matches!(helper, Helper::With(_))) {
        let message = "a function under `#[application]` answers every path, so it is no route: \
                       remove one of the two attributes, or move the function into an \
                       `#[application]` module";
        errors.error(helper.path(), message);
    }
}

/// An application function is called with what a server has, and nothing else.
pub fn no_dependency(function: &Function, errors: &Errors) {
    for depends in &function.depends {
        let message = "a server calls this function, with `(environ, start_response)` and nothing \
                       else: call what it depends on in its body";
        errors.error(&depends.attribute, message);
    }
}

/// An application whose attribute stands on a module or a block has something to answer with.
pub fn not_empty(items: &[Item], place: impl quote::ToTokens, errors: &Errors) {
    let answers = items.iter().any(|item| match item {
        Item::Function(function) => {
            function.helpers.iter().any(|helper| !matches!(helper, Helper::Catch(_)))
        }
        // A function that the compiler has to complain about.
        Item::Other(tokens) => tokens.iter().any(|token| token.to_string() == "fn"),
    });
    if !answers && errors.count() == 0 {
        let message = "there is no route here: put `#[get(\"^pattern$\")]` or \
                       `#[route(\"^pattern$\")]` on a function inside";
        errors.error(place, message);
    }
}

fn check_function<'f>(
    item: &Numbered<'f>,
    functions: &Functions<'f>,
    checked: &mut Application,
    names: &mut BTreeSet<String>,
    errors: &Errors,
) {
    let Numbered { function, number, form } = *item;
    let before = errors.count();
    let is_mount = function.helpers.iter().any(|helper| matches!(helper, Helper::Mount(_)));
    if is_mount {
        mounts::check_function(function, form, errors);
    } else if !function.helpers.is_empty() {
        signature::check(function, "handler", errors);
    }
    catch::check_alone(function, errors);
    let layers = check_layers(function, form, errors);
    let is_callable = errors.count() == before;
    let needs = functions.needs(function);
    let handler = Checked { function, number, layers, functions, needs };
    for helper in &function.helpers {
        checked.attributes.push(helper.path().clone());
        let route = match helper {
            Helper::Route(_) | Helper::NotFound(_) | Helper::Catch(_) if is_mount => {
                mounts::not_both(helper.path(), errors);
                None
            }
            Helper::Route(attribute) => routes::check(attribute, &handler, errors),
            Helper::Mount(attribute) => mounts::check_route(attribute, &handler, errors),
            Helper::NotFound(path) => {
                let found = check_not_found(path, &handler, checked, errors);
                checked.not_found.extend(found.filter(|_| is_callable));
                None
            }
            Helper::Catch(path) => {
                let found = catch::check(path, &handler, checked, errors);
                checked.catch.extend(found.filter(|_| is_callable));
                None
            }
            Helper::With(_) => None,
        };
        if let Some(mut route) = route.filter(|_| is_callable) {
            route.name = unique_name(function.name(), names);
            checked.routes.push(route);
        }
    }
}

/// A handler with the middleware on it and with what it depends on, which is `None` where a mistake
/// in that was reported.
struct Checked<'c, 'f> {
    function: &'f Function,
    number: usize,
    layers: Vec<Layer>,
    functions: &'c Functions<'f>,
    needs: Option<Vec<Need<'f>>>,
}

impl Checked<'_, '_> {
    fn handler(&self, groups: &[Group]) -> Option<Handler> {
        let needs = self.needs.as_ref()?;
        let handler = self.functions.handler(self.function, needs, groups);
        Some(Handler { number: self.number, layers: self.layers.clone(), ..handler })
    }
}

/// Middleware stands on what requests are answered by.
fn check_layers(function: &Function, form: Form<'_>, errors: &Errors) -> Vec<Layer> {
    let is_answer = function.helpers.iter().any(|helper| !matches!(helper, Helper::With(_)));
    if let (Some(first), false) = (function.with().next(), is_answer) {
        let message = format!(
            "`{}` is no route, so no request passes here: put `#[with]` on a route, or below \
             `#[application]` for all of them",
            function.name()
        );
        errors.error(&first.path, message);
        return Vec::new();
    }
    let has_self = matches!(form, Form::Impl(_));
    layers::layers(function.with(), has_self, errors)
}

/// An application has one `#[not_found]` function, or several under different conditions.
fn check_not_found(
    path: &syn::Path,
    handler: &Checked<'_, '_>,
    checked: &Application,
    errors: &Errors,
) -> Option<Handler> {
    let function = handler.function;
    only_one("not_found", path, function, &checked.not_found, errors)?;
    let before = errors.count();
    let why = "`#[not_found]` answers where no pattern matched, so that there are no groups";
    let needs = handler.needs.as_deref().unwrap_or_default();
    captures::check_without(function, None, needs, why, errors);
    if errors.count() == before { handler.handler(&[]) } else { None }
}

/// There is one function of a kind, or each of several has its conditions.
fn only_one(
    name: &str,
    path: &syn::Path,
    function: &Function,
    earlier: &[Handler],
    errors: &Errors,
) -> Option<()> {
    let first =
        earlier.iter().find(|first| first.conditions.is_empty() || function.conditions.is_empty());
    let Some(first) = first else { return Some(()) };
    let message =
        format!("an application has one `#[{name}]` function, and `{}` is it already", first.name);
    errors.error(path, message);
    None
}

/// A function as it is called; `groups` are those that its parameters may be named after, and
/// `place` says which dependency it is that fills one.
fn parts(function: &Function, groups: &[Group], place: &dyn Fn(&Depends) -> usize) -> Handler {
    let arguments = typed(function).enumerate().map(|(parameter, argument)| {
        let ty = (*argument.ty).clone();
        if let Some(depends) = function.depends_on(parameter) {
            let pass = if is_reference(&ty) { Pass::Borrow } else { Pass::Move };
            return Argument::Dependency { place: place(depends), pass, ty };
        }
        let name = parameter_name(argument).map(|name| captures::bound_name(name, groups));
        let group = groups.iter().enumerate().find(|(_, group)| Some(&group.name) == name.as_ref());
        match group {
            Some((group, found)) => Argument::Capture { group, optional: found.optional, ty },
            None => Argument::Parameter { ty },
        }
    });
    let output = match &function.signature.output {
        ReturnType::Default => syn::parse_quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    };
    Handler {
        name: function.name().clone(),
        number: 0,
        signature: function.signature.clone(),
        docs: function.docs(),
        has_receiver: function.signature.receiver().is_some(),
        is_async: function.signature.asyncness.is_some(),
        output,
        conditions: function.conditions.clone(),
        arguments: arguments.collect(),
        layers: Vec::new(),
        dependencies: Vec::new(),
    }
}

fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        // What a `macro_rules!` matched as `$type:ty`.
        Type::Group(group) => is_reference(&group.elem),
        _ => false,
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
