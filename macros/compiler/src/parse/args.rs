//! The arguments of a route's attribute: a pattern, then `search` and methods in any order.

use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Meta, Token};

use crate::ast::{Method, RouteAttribute};
use crate::errors::{Errors, did_you_mean};

const HOW: &str = "write `#[route(\"^pattern$\")]`, or with methods `#[route(\"^pattern$\", GET, POST)]`";

/// Reads `#[route("pattern", …)]`; `method` is the one that the attribute's own name says.
pub(super) fn route(
    meta: &Meta,
    method: Option<&str>,
    errors: &Errors,
) -> Option<RouteAttribute> {
    let Meta::List(list) = meta else {
        let name = meta.path().segments.last().map(|last| last.ident.to_string());
        let name = name.unwrap_or_else(|| "route".to_owned());
        errors.error(meta, format!("a route needs a pattern: write `#[{name}(\"^pattern$\")]`"));
        return None;
    };
    let parser = |input: ParseStream<'_>| arguments(input, method.is_some(), errors);
    let (pattern, search, mut methods) = match parser.parse2(list.tokens.clone()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // An error at the end of the arguments has no token of its own: the attribute has.
            let at_end = list.tokens.is_empty();
            let span = if at_end { list.path.span() } else { error.span() };
            errors.push(syn::Error::new(span, error));
            return None;
        }
    };
    if let Some(name) = method {
        methods.push(Method { name: name.to_owned(), span: list.path.span() });
    }
    Some(RouteAttribute { path: list.path.clone(), pattern, search, methods })
}

type Arguments = (LitStr, Option<Ident>, Vec<Method>);

fn arguments(input: ParseStream<'_>, named: bool, errors: &Errors) -> syn::Result<Arguments> {
    if !input.peek(LitStr) {
        return Err(input.error(format!("expected the pattern as a string literal: {HOW}")));
    }
    let pattern: LitStr = input.parse()?;
    if !pattern.suffix().is_empty() {
        errors.error(&pattern, "a pattern has no suffix");
    }
    let (mut search, mut methods) = (None, Vec::new());
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let (name, span) = word(input)?;
        if name == "search" {
            search = Some(Ident::new("search", span));
        } else if named {
            let message = format!(
                "the attribute's name already says the method: for several, write \
                 `#[route({}, GET, {name})]`",
                pattern.token()
            );
            errors.push(syn::Error::new(span, message));
        } else if let Some(method) = method(name, span, errors) {
            methods.push(method);
        }
    }
    Ok((pattern, search, methods))
}

/// `GET`, or `"VERSION-CONTROL"` for a name that is no identifier.
fn word(input: ParseStream<'_>) -> syn::Result<(String, proc_macro2::Span)> {
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        return Ok((literal.value(), literal.span()));
    }
    let ident: Ident = input
        .parse()
        .map_err(|error| syn::Error::new(error.span(), format!("expected a method: {HOW}")))?;
    Ok((ident.to_string(), ident.span()))
}

fn method(name: String, span: proc_macro2::Span, errors: &Errors) -> Option<Method> {
    if METHODS.contains(&name.as_str()) {
        return Some(Method { name, span });
    }
    let meant = did_you_mean(&name.to_ascii_uppercase(), METHODS.into_iter().chain(["search"]));
    let advice = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "a route without methods answers every one, registered or not".to_owned(),
    };
    let message = format!("`{name}` is not a method of IANA's registry: {advice}");
    errors.push(syn::Error::new(span, message));
    None
}

/// The methods that have a constant in the runtime's `Methods`.
const METHODS: [&str; 39] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN",
    "CHECKOUT", "CONNECT", "COPY", "LABEL", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR",
    "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "ORDERPATCH", "PROPFIND", "PROPPATCH",
    "QUERY", "REBIND", "REPORT", "SEARCH", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE",
    "UPDATEREDIRECTREF", "VERSION-CONTROL", "OPTIONS", "TRACE",
];
