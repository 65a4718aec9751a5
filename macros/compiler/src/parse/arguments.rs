//! The arguments of `#[application(…)]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Path, Token};

use crate::ast::Arguments;
use crate::errors::{Errors, did_you_mean};

const HOW: &str = "`#[application]` takes `deny(overlap)`, `deny(regex)` and `crate = name`";

/// Reads the arguments; those that make no sense are reported and left out.
pub fn arguments(tokens: TokenStream, errors: &Errors) -> Arguments {
    let mut arguments = Arguments::default();
    let parser = |input: ParseStream<'_>| {
        let read = list(input, &mut arguments, errors);
        while input.parse::<TokenTree>().is_ok() {}
        read
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push(error);
    }
    arguments
}

/// Reads the arguments of `#[middleware(…)]`: the name under which the `lychgate` crate is known, if
/// there is one.
pub fn of_middleware(tokens: TokenStream, errors: &Errors) -> Option<Path> {
    let how = "`#[middleware]` takes `crate = name` and nothing else";
    let mut found = None;
    let mut parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let place = input.span();
            let word = input.call(Ident::parse_any).ok().filter(|word| word == "crate");
            let word = word.ok_or_else(|| syn::Error::new(place, how))?;
            found = Some(runtime(input, &word)?);
            comma(input)?;
        }
        Ok(())
    };
    let all = |input: ParseStream<'_>| {
        let read = parser(input);
        while input.parse::<TokenTree>().is_ok() {}
        read
    };
    if let Err(error) = all.parse2(tokens) {
        errors.push(error);
    }
    found
}

fn list(input: ParseStream<'_>, arguments: &mut Arguments, errors: &Errors) -> syn::Result<()> {
    while !input.is_empty() {
        let place = input.span();
        let word = input.call(Ident::parse_any).map_err(|_| syn::Error::new(place, HOW))?;
        if word == "deny" && input.peek(syn::token::Paren) {
            let inside;
            syn::parenthesized!(inside in input);
            lints(&inside, arguments, errors)?;
        } else if word == "deny" {
            return Err(syn::Error::new(
                place,
                "write what to deny: `deny(overlap)` or `deny(regex)`",
            ));
        } else if word == "crate" {
            arguments.runtime = Some(runtime(input, &word)?);
        } else {
            let advice = match did_you_mean(&word.to_string(), ["deny", "crate"]) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => HOW.to_owned(),
            };
            return Err(syn::Error::new(place, format!("there is no argument `{word}`: {advice}")));
        }
        comma(input)?;
    }
    Ok(())
}

fn lints(input: ParseStream<'_>, arguments: &mut Arguments, errors: &Errors) -> syn::Result<()> {
    if input.is_empty() {
        return Err(input.error("write what to deny: `deny(overlap)` or `deny(regex)`"));
    }
    while !input.is_empty() {
        let lint = input.call(Ident::parse_any)?;
        if lint == "overlap" {
            arguments.deny_overlap = true;
        } else if lint == "regex" {
            arguments.deny_regex = true;
        } else {
            let advice = match did_you_mean(&lint.to_string(), ["overlap", "regex"]) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "there are `overlap` and `regex`".to_owned(),
            };
            errors.error(&lint, format!("`{lint}` cannot be denied: {advice}"));
        }
        comma(input)?;
    }
    Ok(())
}

fn comma(input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return Ok(());
    }
    Err(input.error("a comma is missing before this"))
}

/// `= gate`: a crate's name, or a path that is absolute already.
fn runtime(input: ParseStream<'_>, word: &Ident) -> syn::Result<Path> {
    let how = "write the name that your `Cargo.toml` gives to `lychgate`: `crate = name`";
    let read = input.parse::<Token![=]>().and_then(|_| input.call(Path::parse_mod_style));
    let mut path = read.map_err(|_| syn::Error::new(word.span(), how))?;
    let first = path.segments.first().map(|first| first.ident.to_string());
    match first.as_deref() {
        Some("self" | "super" | "Self") => {
            let message = "this is needed in more than one module: begin the path with `crate`";
            Err(syn::Error::new_spanned(path, message))
        }
        Some("crate") => Ok(path),
        _ => {
            path.leading_colon = Some(Token![::](word.span()));
            Ok(path)
        }
    }
}
