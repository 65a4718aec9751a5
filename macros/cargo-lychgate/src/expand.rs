//! `cargo lychgate expand`: the files with what lychgate's macros write, and all else as it is.

use lychgate_compiler::expand::Options;
use quote::ToTokens;
use syn::Item;

use crate::Output;
use crate::args::Expand;
use crate::discover::{discover, options, some};
use crate::format::{indent_at, indented};
use crate::modules::{Found, Taken, take_attribute};

/// Shows the expansions.
pub(crate) fn expand(arguments: &Expand) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    if discovered.found.is_empty() {
        some(&discovered)?;
    }
    let (is_all, options) = (discovered.is_all, options(arguments.openapi));
    let files = discovered.files();
    let texts = files.iter().map(|founds| {
        let text = file(founds, is_all, options)?;
        let shown = founds.first().map(|first| first.source.shown.as_str()).unwrap_or_default();
        Ok(if files.len() > 1 { format!("// {shown}\n\n{text}") } else { text })
    });
    Ok(texts.collect::<Result<Vec<String>, String>>()?.join("\n").into())
}

/// A file with some of its items expanded.
fn file(founds: &[&Found], is_all: bool, options: Options) -> Result<String, String> {
    let mut text = String::new();
    let mut done = 0;
    for found in founds {
        // Inside another one, it is expanded there.
        let Some(before) = found.source.text.get(done..found.range.start) else { continue };
        text.push_str(before);
        let indent = indent_at(&found.source.text, found.range.start);
        text.push_str(indented(&expansion(found, is_all, options)?, indent).trim());
        done = found.range.end;
    }
    text.push_str(founds.first().and_then(|it| it.source.text.get(done..)).unwrap_or_default());
    Ok(text)
}

fn expansion(found: &Found, is_all: bool, options: Options) -> Result<String, String> {
    let place = || format!("{}:{}", found.source.shown, found.line);
    let unreadable = |error| format!("{}: the expansion cannot be formatted: {error}", place());
    let tokens = found.expansion_by(options).into_tokens();
    let mut file: syn::File = syn::parse2(tokens).map_err(unreadable)?;
    if is_all {
        file.items = items(file.items, options).map_err(unreadable)?;
    }
    Ok(prettyplease::unparse(&file))
}

/// Expands what stands in an expansion.
fn items(items: Vec<Item>, options: Options) -> syn::Result<Vec<Item>> {
    let mut expanded = Vec::new();
    for mut item in items {
        if let Some(Taken { attribute, arguments, .. }) = take_attribute(&mut item) {
            let expansion = attribute.expansion(arguments, item.into_token_stream(), options);
            let file: syn::File = syn::parse2(expansion.into_tokens())?;
            expanded.extend(self::items(file.items, options)?);
            continue;
        }
        if let Item::Mod(module) = &mut item {
            if let Some((_, inside)) = &mut module.content {
                *inside = self::items(std::mem::take(inside), options)?;
            }
        }
        expanded.push(item);
    }
    Ok(expanded)
}
