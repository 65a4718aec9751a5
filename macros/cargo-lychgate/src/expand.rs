//! `cargo lychgate expand`: the files with what lychgate's macros write, and all else as it is.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Item;

use crate::Output;
use crate::args::Expand;
use crate::discover::{discover, some};
use crate::modules::{Found, Taken, take_attribute};

/// Shows the expansions.
pub(crate) fn expand(arguments: &Expand) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    if discovered.found.is_empty() {
        some(&discovered)?;
    }
    let is_all = discovered.is_all;
    let mut files: Vec<Vec<&Found>> = Vec::new();
    for found in &discovered.found {
        let shown = &found.source.shown;
        match files.iter_mut().find(|file| file.iter().any(|it| it.source.shown == *shown)) {
            Some(file) => file.push(found),
            None => files.push(vec![found]),
        }
    }
    let texts = files.iter().map(|founds| {
        let text = file(founds, is_all)?;
        let shown = founds.first().map(|first| first.source.shown.as_str()).unwrap_or_default();
        Ok(if files.len() > 1 { format!("// {shown}\n\n{text}") } else { text })
    });
    Ok(texts.collect::<Result<Vec<String>, String>>()?.join("\n").into())
}

/// A file with some of its items expanded.
fn file(founds: &[&Found], is_all: bool) -> Result<String, String> {
    let mut text = String::new();
    let mut done = 0;
    for found in founds {
        // Inside another one, it is expanded there.
        let (Some(before), Some(first_line)) = (
            found.source.text.get(done..found.range.start),
            found.source.text.get(..found.range.start),
        ) else {
            continue;
        };
        text.push_str(before);
        let indent = first_line.rsplit('\n').next().unwrap_or_default();
        text.push_str(indented(&expansion(found, is_all)?, indent).trim());
        done = found.range.end;
    }
    text.push_str(founds.first().and_then(|it| it.source.text.get(done..)).unwrap_or_default());
    Ok(text)
}

fn expansion(found: &Found, is_all: bool) -> Result<String, String> {
    let place = || format!("{}:{}", found.source.shown, found.line);
    let unreadable = |error| format!("{}: the expansion cannot be formatted: {error}", place());
    let mut file: syn::File = syn::parse2(found.expansion().into_tokens()).map_err(unreadable)?;
    if is_all {
        file.items = items(file.items).map_err(unreadable)?;
    }
    Ok(prettyplease::unparse(&file))
}

/// Expands what stands in an expansion.
fn items(items: Vec<Item>) -> syn::Result<Vec<Item>> {
    let mut expanded = Vec::new();
    for mut item in items {
        if let Some(Taken { attribute, arguments, .. }) = take_attribute(&mut item) {
            let expansion = attribute.expansion(arguments, item.into_token_stream());
            let file: syn::File = syn::parse2(expansion.into_tokens())?;
            expanded.extend(self::items(file.items)?);
            continue;
        }
        if let Item::Mod(module) = &mut item {
            if let Some((_, inside)) = &mut module.content {
                *inside = self::items(std::mem::take(inside))?;
            }
        }
        expanded.push(item);
    }
    Ok(expanded)
}

/// The text further to the right; lines that begin inside a literal stay where they are.
fn indented(text: &str, indent: &str) -> String {
    let mut inside = BTreeSet::new();
    if let Ok(tokens) = text.parse() {
        inside_literals(tokens, &mut inside);
    }
    let lines = text.split('\n').enumerate().map(|(place, line)| {
        let stays = line.is_empty() || inside.contains(&(place + 1));
        if stays { line.to_owned() } else { format!("{indent}{line}") }
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn inside_literals(tokens: TokenStream, lines: &mut BTreeSet<usize>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => inside_literals(group.stream(), lines),
            TokenTree::Literal(literal) => {
                let span = literal.span();
                lines.extend(span.start().line + 1..=span.end().line);
            }
            _ => {}
        }
    }
}
