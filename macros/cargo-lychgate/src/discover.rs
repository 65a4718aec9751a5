//! From the command line to the applications that are meant.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lychgate_compiler::expand::{self, Expansion, Options};
use proc_macro2::TokenStream;
use quote::quote;

use crate::args::Place;
use crate::modules::{Attributed, Found, Mistake, Modules};
use crate::{cargo, mounts};

/// What the command line means.
pub(crate) struct Discovered {
    /// The items that are meant, as they stand in their files.
    pub(crate) found: Vec<Found>,
    /// The others that stand beside them.
    pub(crate) others: Vec<Found>,
    /// What is wrong with the files themselves.
    pub(crate) mistakes: Vec<Mistake>,
    /// Whether all items are meant, and not only applications that were named.
    pub(crate) is_all: bool,
}

impl Discovered {
    /// The applications.
    pub(crate) fn applications(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|found| found.attribute == Attributed::Application)
    }

    /// The applications that are asked first: those that were named, or all that no other one has
    /// mounted.
    pub(crate) fn entrances(&self) -> Vec<&Found> {
        let applications: Vec<&Found> = self.applications().collect();
        if self.is_all { mounts::outermost(&applications) } else { applications }
    }

    /// The application that is asked first, where only one is.
    pub(crate) fn entrance(&self) -> Result<&Found, String> {
        match self.entrances().as_slice() {
            [only] => Ok(only),
            several => {
                let names: Vec<String> =
                    several.iter().map(|found| format!("`{}`", found.name())).collect();
                Err(format!("name one of the applications: {}", names.join(", ")))
            }
        }
    }

    /// All items that were read.
    pub(crate) fn everything(&self) -> Vec<&Found> {
        self.found.iter().chain(&self.others).collect()
    }

    /// The items, those of a file together.
    pub(crate) fn files(&self) -> Vec<Vec<&Found>> {
        let mut files: Vec<Vec<&Found>> = Vec::new();
        for found in &self.found {
            let shown = &found.source.shown;
            match files.iter_mut().find(|file| file.iter().any(|it| it.source.shown == *shown)) {
                Some(file) => file.push(found),
                None => files.push(vec![found]),
            }
        }
        files
    }
}

impl Attributed {
    /// What the macro makes of an item.
    pub(crate) fn expansion(
        self,
        arguments: TokenStream,
        item: TokenStream,
        options: Options,
    ) -> Expansion {
        match self {
            Attributed::Application => Expansion::of_application(arguments, item, options),
            Attributed::Middleware => Expansion::of_middleware(arguments, item),
            Attributed::Respond => {
                let added = expand::respond(item.clone());
                Expansion { code: quote!(#item #added), errors: Vec::new(), application: None }
            }
        }
    }
}

impl Found {
    /// The name by which it can be asked for.
    pub(crate) fn name(&self) -> String {
        self.path.join("::")
    }

    /// What its macro makes of it.
    pub(crate) fn expansion(&self) -> Expansion {
        self.expansion_by(options(false))
    }

    /// The same where the crate has these features.
    pub(crate) fn expansion_by(&self, options: Options) -> Expansion {
        self.attribute.expansion(self.arguments.clone(), self.item.clone(), options)
    }

    /// Whether the name, or its end, is meant.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split("::").collect();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        self.attribute == Attributed::Application && path.ends_with(&words)
    }
}

/// What the crate is thought to be built with, which is not seen in the source: `regex` is there by
/// default.
pub(crate) fn options(openapi: bool) -> Options {
    Options { regex: true, openapi }
}

/// Finds what is meant.
pub(crate) fn discover(place: &Place) -> Result<Discovered, String> {
    let (paths, names): (Vec<&String>, Vec<&String>) =
        place.what.iter().partition(|it| is_path(it));
    let mut modules = Modules::default();
    let mut roots: Vec<PathBuf> = Vec::new();
    for path in paths.iter().map(Path::new) {
        if path.is_dir() {
            roots.extend(cargo::roots(place, Some(path))?);
        } else {
            roots.push(path.to_owned());
        }
    }
    if paths.is_empty() {
        roots = cargo::roots(place, None)?;
    }
    for root in roots {
        modules.read_crate(&root)?;
    }
    let Modules { found, mistakes, .. } = modules;
    if names.is_empty() {
        return Ok(Discovered { found, others: Vec::new(), mistakes, is_all: true });
    }
    if let Some(unknown) = names.iter().find(|name| !found.iter().any(|it| it.is_named(name))) {
        return Err(unknown_name(unknown, &found));
    }
    let is_meant = |found: &Found| names.iter().any(|name| found.is_named(name));
    let (found, others) = found.into_iter().partition(is_meant);
    Ok(Discovered { found, others, mistakes, is_all: false })
}

fn is_path(what: &str) -> bool {
    what.ends_with(".rs")
        || what.contains(['/', '\\'])
        || Path::new(what).join("Cargo.toml").is_file()
}

fn unknown_name(name: &str, found: &[Found]) -> String {
    let applications = found.iter().filter(|it| it.attribute == Attributed::Application);
    let names: BTreeSet<String> = applications.map(|it| format!("`{}`", it.name())).collect();
    if names.is_empty() {
        return format!("there is no application `{name}` here, and no other");
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [one] => format!("there is no application `{name}` here, only {one}"),
        all => format!("there is no application `{name}` here; there are {}", all.join(", ")),
    }
}

/// Says that there is nothing to show, unless there is.
pub(crate) fn some(discovered: &Discovered) -> Result<(), String> {
    if discovered.applications().next().is_some() {
        return Ok(());
    }
    match discovered.mistakes.first() {
        Some(Mistake { source, error }) => {
            let start = error.span().start();
            let place = format!("{}:{}:{}", source.shown, start.line, start.column + 1);
            Err(format!("{place}: {error}"))
        }
        None => Err("there is no `#[application]` here".to_owned()),
    }
}

/// Says that there are mistakes, which make what is shown less than what was written.
pub(crate) fn mention(mistakes: usize) -> String {
    match mistakes {
        0 => String::new(),
        1 => "there is a mistake, too: `cargo lychgate check` shows it\n".to_owned(),
        all => format!("there are {all} mistakes, too: `cargo lychgate check` shows them\n"),
    }
}
