//! `cargo lychgate eject`: the expansions in the place of the source. What the macros would write
//! is there then, and all else is as it was, byte for byte.

mod edits;
mod file;
mod imports;
mod item;

use lychgate_compiler::ast::name_of;
use lychgate_compiler::expand::Options;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Meta;

use crate::Output;
use crate::args::Eject;
use crate::discover::{discover, options, some};
use crate::modules::{self, Found, Mistake, Source};

/// Ejects what is meant.
pub(crate) fn eject(arguments: &Eject) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    if let Some(Mistake { source, error }) = discovered.mistakes.first() {
        return Err(mistake(source, error.span().start().line, error));
    }
    if discovered.found.is_empty() {
        some(&discovered)?;
    }
    let mut texts = Vec::new();
    for founds in discovered.files() {
        let Some(first) = founds.first() else { continue };
        texts.push((
            &*first.source,
            names(&founds),
            ejected(&founds, discovered.is_all, options(arguments.openapi))?,
        ));
    }
    if arguments.print {
        let several = texts.len() > 1;
        let texts = texts.iter().map(|(source, _, text)| match several {
            true => format!("// {}\n\n{text}", source.shown),
            false => text.clone(),
        });
        return Ok(texts.collect::<Vec<String>>().join("\n").into());
    }
    if !arguments.force {
        for (source, ..) in &texts {
            file::check_is_committed(source)?;
        }
    }
    let mut output = String::new();
    for (source, names, text) in &texts {
        file::replace(source, text)?;
        output.push_str(&format!("{}: {names}\n", source.shown));
    }
    Ok(output.into())
}

fn mistake(source: &Source, line: usize, message: &dyn std::fmt::Display) -> String {
    format!("{}:{line}: {message}", source.shown)
}

fn names(founds: &[&Found]) -> String {
    let names: Vec<String> = founds.iter().map(|found| format!("`{}`", found.name())).collect();
    names.join(", ")
}

/// The text of a file with some of its items ejected.
fn ejected(founds: &[&Found], is_all: bool, options: Options) -> Result<String, String> {
    let Some(source) = founds.first().map(|found| &*found.source) else { return Ok(String::new()) };
    let unreadable = |error| mistake(source, 1, &error);
    let tokens = modules::tokens(&source.text).map_err(|error| unreadable(error.into()))?;
    let file: syn::File = syn::parse2(tokens.clone()).map_err(unreadable)?;
    let mut edits = Vec::new();
    for found in founds {
        let expansion = found.expansion_by(options);
        if let Some(error) = expansion.errors.first() {
            let message = format!("{error}\n`cargo lychgate check` shows where that is");
            return Err(mistake(source, error.span().start().line.max(found.line), &message));
        }
        let of_item = item::edits(found, expansion, &tokens);
        edits.extend(of_item.map_err(|error| mistake(source, found.line, &error))?);
    }
    if is_all {
        edits.extend(imports::edits(&source.text, &file.items));
    }
    let text = edits::apply(&source.text, edits);
    // What cannot be as it should is said before anything is written.
    let tokens = modules::tokens(&text).map_err(|error| unreadable(error.into()))?;
    syn::parse2::<syn::File>(tokens.clone()).map_err(unreadable)?;
    match left(&tokens).filter(|_| is_all) {
        Some(name) => {
            let message = format!(
                "there is `{name}` in the body of a function, or in a macro, where it cannot be \
                 ejected: put the item on the outside"
            );
            Err(format!("{}: {message}", source.shown))
        }
        None => Ok(text),
    }
}

/// One of the macros that is named still.
fn left(tokens: &TokenStream) -> Option<String> {
    let mut left = None;
    item::attributes(tokens, &mut |_, inside| {
        let Ok(meta) = syn::parse2::<Meta>(inside) else { return };
        let name = name_of(meta.path());
        let derives = name == "derive" && meta.to_token_stream().to_string().contains("Respond");
        if derives || ["application", "middleware"].contains(&name.as_str()) {
            left = Some(format!("#[{}]", meta.to_token_stream()));
        }
    });
    left
}
