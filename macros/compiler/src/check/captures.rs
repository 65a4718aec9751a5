//! The named groups of a pattern and the parameters of its handler: each group has a parameter of
//! its name, and a parameter that only a group can fill has a group.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{GenericArgument, Ident, LitStr, PatType, PathArguments, Type};

use super::dependencies::Need;
use super::{parameter_name, typed};
use crate::ast::Function;
use crate::errors::{Errors, did_you_mean};
use crate::model::is_str;
use crate::pattern::underlined;
use crate::pattern::{Group, Pattern};

/// Checks groups and parameters against each other: those of the handler, and of the functions it
/// depends on, which are `None` where a mistake in them was reported. A name that was mistyped on
/// one side is one mistake, and is reported once.
pub(super) fn check(
    pattern: &Pattern,
    literal: &LitStr,
    function: &Function,
    needs: Option<&[Need<'_>]>,
    errors: &Errors,
) {
    check_filled_once(pattern, function, errors);
    let parameters = parameters(function, pattern.groups());
    let has_group = |name: &str| pattern.groups().iter().any(|group| group.name == name);
    let mut groups: Vec<&Group> = pattern
        .groups()
        .iter()
        .filter(|group| !parameters.iter().any(|parameter| parameter.name == group.name))
        .filter(|group| !typed(function).any(|it| is_named(it, group, pattern)))
        .collect();
    check_needs(pattern, function, needs.unwrap_or_default(), &mut groups, errors);
    let mut rest = Vec::new();
    for parameter in parameters {
        if let Some(group) = pattern.groups().iter().find(|group| group.name == parameter.name) {
            check_optional(&parameter, group, pattern, errors);
        } else if parameter.source != Source::Request {
            rest.push(parameter);
        }
    }
    rest.retain(|parameter| !mistyped(parameter, &mut groups, pattern, errors));
    if let ([parameter], [group]) = (rest.as_slice(), groups.as_slice()) {
        let message = format!(
            "the parameter is `{}` and the group is `{}`: give both the same name\n\n{}",
            parameter.name,
            group.name,
            underlined(pattern.text(), &group.range),
        );
        errors.error(parameter.ident, message);
        return;
    }
    for parameter in rest {
        check_parameter(&parameter, pattern, errors);
    }
    for group in groups.into_iter().filter(|_| needs.is_some()) {
        let free = typed(function).filter_map(parameter_name).map(|name| name.unraw().to_string());
        let free: Vec<String> = free.filter(|name| !has_group(name)).collect();
        group_alone(group, &free, pattern, literal, function, errors);
    }
}

/// Without a pattern there is no parameter that only a group could fill; `why` says so. One of them
/// may be `filled` otherwise.
pub(super) fn check_without(
    function: &Function,
    filled: Option<&Ident>,
    needs: &[Need<'_>],
    why: &str,
    errors: &Errors,
) {
    for parameter in parameters(function, &[]) {
        if parameter.source == Source::Group && Some(parameter.ident) != filled {
            let message = format!("nothing can fill `{}`: {why}", parameter.name);
            errors.error(parameter.ident, message);
        }
    }
    for (need, dependency, parameter) in needed(needs, &[]) {
        if parameter.source == Source::Group {
            let message =
                format!("nothing can fill `{}` of `{}`: {why}", parameter.name, dependency.name());
            errors.error(need.named, message);
        }
    }
}

/// A parameter is filled by a group or by a dependency.
fn check_filled_once(pattern: &Pattern, function: &Function, errors: &Errors) {
    for depends in &function.depends {
        let argument = typed(function).nth(depends.parameter);
        let Some(argument) = argument else { continue };
        let Some(group) = pattern.groups().iter().find(|it| is_named(argument, it, pattern)) else {
            continue;
        };
        let message = format!(
            "`{}` is a group of `{}`, and `#[depends(…)]` fills the parameter too: give one of them \
             another name, or remove the attribute",
            group.name,
            pattern.text(),
        );
        errors.error(&depends.attribute, message);
    }
}

fn is_named(argument: &PatType, group: &Group, pattern: &Pattern) -> bool {
    parameter_name(argument).is_some_and(|name| bound_name(name, pattern.groups()) == group.name)
}

/// The groups that dependencies take are used; a parameter of theirs that only a group can fill has
/// one in each route.
fn check_needs(
    pattern: &Pattern,
    function: &Function,
    needs: &[Need<'_>],
    groups: &mut Vec<&Group>,
    errors: &Errors,
) {
    let mut rest = Vec::new();
    for (need, dependency, parameter) in needed(needs, pattern.groups()) {
        groups.retain(|group| group.name != parameter.name);
        if let Some(group) = pattern.groups().iter().find(|it| it.name == parameter.name) {
            check_optional(&parameter, group, pattern, errors);
        } else if parameter.source == Source::Group {
            rest.push((need, dependency, parameter));
        }
    }
    for (need, dependency, parameter) in rest {
        if mistyped(&parameter, groups, pattern, errors) {
            continue;
        }
        let (name, text) = (&parameter.name, pattern.text());
        let message = format!(
            "`{}` depends on `{}`, whose parameter `{name}` only a group can fill, and no group of \
             `{text}` is named `{name}`: write `(?<{name}>…)` in the pattern",
            function.name(),
            dependency.name(),
        );
        errors.error(need.named, message);
    }
}

/// The parameters of the functions that a handler depends on.
fn needed<'n, 'f>(
    needs: &'n [Need<'f>],
    groups: &[Group],
) -> Vec<(&'n Need<'f>, &'f Function, Parameter<'f>)> {
    let mut found = Vec::new();
    for need in needs {
        let Some(function) = need.function else { continue };
        let parameters = parameters(function, groups).into_iter();
        found.extend(parameters.map(|parameter| (need, function, parameter)));
    }
    found
}

struct Parameter<'f> {
    ident: &'f Ident,
    name: String,
    ty: &'f Type,
    source: Source,
}

/// What may fill a parameter, by its type. That is for the trait to say; but the types that stand
/// in every Rust program cannot be filled from the request, and a mistake is explained better here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// `&str` and the primitive types are read from captures only.
    Group,
    /// So are these, unless the names are the user's own.
    GroupPerhaps,
    /// Anything else may come from the request.
    Request,
}

/// The group that a parameter is named after: also `name` by `_name`, as one writes when the
/// function has no use for it.
pub(super) fn bound_name(parameter: &Ident, groups: &[Group]) -> String {
    let name = parameter.unraw().to_string();
    let has_group = |name: &str| groups.iter().any(|group| group.name == name);
    match name.strip_prefix('_') {
        Some(bare) if !has_group(&name) && has_group(bare) => bare.to_owned(),
        _ => name,
    }
}

/// The parameters that no dependency fills.
fn parameters<'f>(function: &'f Function, groups: &[Group]) -> Vec<Parameter<'f>> {
    let own = typed(function).enumerate();
    let own = own.filter(|(parameter, _)| function.depends_on(*parameter).is_none());
    let parameters = own.filter_map(|(_, argument)| {
        let ident = parameter_name(argument)?;
        let name = bound_name(ident, groups);
        Some(Parameter { ident, name, ty: &argument.ty, source: source(&argument.ty) })
    });
    parameters.collect()
}

fn source(ty: &Type) -> Source {
    const PRIMITIVES: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "bool", "char",
    ];
    if is_str(ty) {
        return Source::Group;
    }
    let Type::Path(path) = ty else { return Source::Request };
    let primitive = path.path.get_ident().is_some_and(|word| PRIMITIVES.iter().any(|p| word == p));
    match path.path.segments.last() {
        _ if primitive => Source::Group,
        Some(last) if last.ident == "String" => Source::GroupPerhaps,
        Some(last) if last.ident == "Option" => match &last.arguments {
            PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                Some(GenericArgument::Type(ty)) if source(ty) != Source::Request => {
                    Source::GroupPerhaps
                }
                _ => Source::Request,
            },
            _ => Source::Request,
        },
        _ => Source::Request,
    }
}

/// A parameter whose name is nearly that of a group without one.
fn mistyped(
    parameter: &Parameter<'_>,
    groups: &mut Vec<&Group>,
    pattern: &Pattern,
    errors: &Errors,
) -> bool {
    let names = groups.iter().map(|group| group.name.as_str());
    let meant = did_you_mean(&parameter.name, names);
    let Some(place) = groups.iter().position(|group| Some(group.name.as_str()) == meant) else {
        return false;
    };
    let group = groups.remove(place);
    let message = format!(
        "no group of the pattern is named `{}`: did you mean `{}`?\n\n{}",
        parameter.name,
        group.name,
        underlined(pattern.text(), &group.range),
    );
    errors.error(parameter.ident, message);
    true
}

/// A parameter that only a group can fill has one.
fn check_parameter(parameter: &Parameter<'_>, pattern: &Pattern, errors: &Errors) {
    let (name, ty) = (&parameter.name, parameter.ty.to_token_stream().to_string());
    let nameless = pattern.hir().properties().explicit_captures_len() > pattern.groups().len();
    let text = pattern.text();
    let message = if nameless {
        format!(
            "a group fills the parameter of its name, and no group of `{text}` is named `{name}`: \
             write `(?<{name}>…)` instead of `(…)`"
        )
    } else if parameter.source == Source::Group {
        let ty = ty.replace("& ", "&");
        format!(
            "no group of `{text}` is named `{name}`, and nothing else fills a `{ty}`: write \
             `(?<{name}>…)` in the pattern, or remove the parameter"
        )
    } else {
        // The compiler says that the type is none that a request can give, if it is so.
        return;
    };
    errors.error(parameter.ident, message);
}

/// A group has a parameter of its name.
fn group_alone(
    group: &Group,
    free: &[String],
    pattern: &Pattern,
    literal: &LitStr,
    function: &Function,
    errors: &Errors,
) {
    let advice = match did_you_mean(&group.name, free.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean the parameter `{meant}`?"),
        None => format!("add `{}: &str` to it, or write `(?:…)`", group.name),
    };
    let message = format!(
        "the group `{}` has no parameter in `{}`: {advice}\n\n{}",
        group.name,
        function.name(),
        underlined(pattern.text(), &group.range),
    );
    errors.error(literal, message);
}

/// A group that may take no part in a match fills an `Option`. For the types that are known not to
/// be one it is said here, for others by their trait.
fn check_optional(parameter: &Parameter<'_>, group: &Group, pattern: &Pattern, errors: &Errors) {
    let is_string = matches!(parameter.ty, Type::Path(path) if path.path.is_ident("String"));
    if group.optional && (parameter.source == Source::Group || is_string) {
        let ty = parameter.ty.to_token_stream().to_string().replace("& ", "&");
        let message = format!(
            "the group `{}` may take no part in a match, and `{ty}` has no value for that: write \
             `Option<{ty}>`\n\n{}",
            group.name,
            underlined(pattern.text(), &group.range),
        );
        errors.error(parameter.ty, message);
    }
}
