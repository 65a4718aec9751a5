//! The files of a crate, module by module, and the items in them that are lychgate's.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use lychgate_compiler::ast::name_of;
use proc_macro2::{LexError, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Item, ItemMod, Lit, Meta, Token};

/// A file.
pub(crate) struct Source {
    /// Its path as it is shown: from here on, where it is below.
    pub(crate) shown: String,
    /// Its path.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
}

/// An item under one of lychgate's macros.
pub(crate) struct Found {
    /// The file.
    pub(crate) source: Rc<Source>,
    /// The modules from the root of the crate, and the name of the item.
    pub(crate) path: Vec<String>,
    /// Which macro it is.
    pub(crate) attribute: Attributed,
    /// What stands in the attribute's parentheses.
    pub(crate) arguments: TokenStream,
    /// The item without the attribute.
    pub(crate) item: TokenStream,
    /// Which of the crates that were read it is in.
    pub(crate) krate: usize,
    /// Whether the item is a function.
    pub(crate) is_function: bool,
    /// Whether the item is a module.
    pub(crate) is_module: bool,
    /// The line of the attribute.
    pub(crate) line: usize,
    /// Where it stands in the file, with its attributes.
    pub(crate) range: Range<usize>,
}

/// Which macro an item stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attributed {
    /// `#[application]`
    Application,
    /// `#[middleware]`
    Middleware,
    /// `#[derive(Respond)]`
    Respond,
}

/// A mistake, in its file.
pub(crate) struct Mistake {
    pub(crate) source: Rc<Source>,
    pub(crate) error: syn::Error,
}

/// Everything that was found in some crates.
#[derive(Default)]
pub(crate) struct Modules {
    pub(crate) found: Vec<Found>,
    pub(crate) mistakes: Vec<Mistake>,
    seen: BTreeSet<PathBuf>,
    crates: usize,
}

/// Where items stand.
struct Scope {
    source: Rc<Source>,
    modules: Vec<String>,
    /// The folders in which the files of modules may be.
    folders: Vec<PathBuf>,
    /// The folder that a `#[path]` begins in.
    base: PathBuf,
}

impl Modules {
    /// Reads a crate from its root file on.
    pub(crate) fn read_crate(&mut self, root: &Path) -> Result<(), String> {
        self.crates += 1;
        let folder = root.parent().unwrap_or(Path::new("")).to_owned();
        // The file may have been named without being a root.
        let folders = vec![folder.clone(), folder.join(root.file_stem().unwrap_or_default())];
        self.read_file(root, Vec::new(), folders)
            .map_err(|error| format!("{} cannot be read: {error}", root.display()))
    }

    fn read_file(
        &mut self,
        path: &Path,
        modules: Vec<String>,
        folders: Vec<PathBuf>,
    ) -> Result<(), std::io::Error> {
        if !self.seen.insert(path.canonicalize()?) {
            return Ok(());
        }
        let text = fs::read_to_string(path)?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let source = Rc::new(Source { shown: shown(path), path: path.to_owned(), text });
        let base = path.parent().unwrap_or(Path::new("")).to_owned();
        match parse(&source.text) {
            Ok(file) => self.items(file.items, &Scope { source, modules, folders, base }),
            Err(error) => self.mistakes.push(Mistake { source, error }),
        }
        Ok(())
    }

    fn items(&mut self, items: Vec<Item>, scope: &Scope) {
        for mut item in items {
            let range = item.span().byte_range();
            if let Some(Taken { attribute, arguments, line }) = take_attribute(&mut item) {
                self.found.push(Found {
                    source: Rc::clone(&scope.source),
                    path: inside(&scope.modules, name(&item)),
                    attribute,
                    arguments,
                    item: item.to_token_stream(),
                    krate: self.crates,
                    is_function: matches!(item, Item::Fn(_)),
                    is_module: matches!(item, Item::Mod(_)),
                    line,
                    range,
                });
                // What is wrong with a module in another file is the macro's to say.
                if matches!(&item, Item::Mod(module) if module.content.is_none()) {
                    continue;
                }
            }
            if let Item::Mod(module) = item {
                self.module(module, scope);
            }
        }
    }

    fn module(&mut self, module: ItemMod, scope: &Scope) {
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let modules = inside(&scope.modules, name.to_owned());
        let path = path_attribute(&module.attrs);
        if let Some((_, items)) = module.content {
            let folders: Vec<PathBuf> = match path {
                Some(path) => vec![scope.base.join(path)],
                None => scope.folders.iter().map(|folder| folder.join(name)).collect(),
            };
            let base = folders.first().cloned().unwrap_or_default();
            let source = Rc::clone(&scope.source);
            return self.items(items, &Scope { source, modules, folders, base });
        }
        let files: Vec<(PathBuf, PathBuf)> = match path {
            Some(path) => {
                let file = scope.base.join(path);
                let folder = file.parent().unwrap_or(Path::new("")).to_owned();
                vec![(file, folder)]
            }
            None => {
                let files = scope.folders.iter().flat_map(|folder| {
                    let below = folder.join(name);
                    let beside = folder.join(format!("{name}.rs"));
                    [(beside, below.clone()), (below.join("mod.rs"), below)]
                });
                files.collect()
            }
        };
        let Some((file, folder)) = files.into_iter().find(|(file, _)| file.is_file()) else {
            let is_conditional = module.attrs.iter().any(|it| it.path().is_ident("cfg"));
            if !is_conditional {
                let message = format!("there is no file for the module `{name}`");
                let error = syn::Error::new_spanned(&module.ident, message);
                self.mistakes.push(Mistake { source: Rc::clone(&scope.source), error });
            }
            return;
        };
        if let Err(error) = self.read_file(&file, modules, vec![folder]) {
            let message = format!("{} cannot be read: {error}", shown(&file));
            let error = syn::Error::new_spanned(&module.ident, message);
            self.mistakes.push(Mistake { source: Rc::clone(&scope.source), error });
        }
    }
}

/// Reads a file.
pub(crate) fn parse(text: &str) -> syn::Result<syn::File> {
    syn::parse2(tokens(text)?)
}

/// The tokens of a file; a first line that is the system's is taken for white space.
pub(crate) fn tokens(text: &str) -> Result<TokenStream, LexError> {
    let is_systems =
        text.strip_prefix("#!").is_some_and(|rest| !rest.trim_start().starts_with('['));
    if !is_systems {
        return text.parse();
    }
    let length = text.find('\n').unwrap_or(text.len());
    let rest = text.get(length..).unwrap_or_default();
    format!("{}{rest}", " ".repeat(length)).parse()
}

/// An attribute that was taken off an item.
pub(crate) struct Taken {
    pub(crate) attribute: Attributed,
    pub(crate) arguments: TokenStream,
    line: usize,
}

/// Takes off the item the first of our attributes that reads it.
pub(crate) fn take_attribute(item: &mut Item) -> Option<Taken> {
    if let Some(line) = take_derive(item) {
        let (attribute, arguments) = (Attributed::Respond, TokenStream::new());
        return Some(Taken { attribute, arguments, line });
    }
    let attributes = match item {
        Item::Mod(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        _ => return None,
    };
    let kind = |attribute: &Attribute| match name_of(attribute.path()).as_str() {
        "application" => Some(Attributed::Application),
        "middleware" => Some(Attributed::Middleware),
        _ => None,
    };
    let place = attributes.iter().position(|attribute| kind(attribute).is_some())?;
    let attribute = attributes.remove(place);
    let (arguments, line) = (arguments(&attribute), attribute.span().start().line);
    Some(Taken { attribute: kind(&attribute)?, arguments, line })
}

/// Takes `Respond` out of what is derived for a type, and says in which line that was.
fn take_derive(item: &mut Item) -> Option<usize> {
    let attributes = match item {
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        _ => return None,
    };
    let is_respond = |path: &syn::Path| name_of(path) == "Respond";
    let place = attributes.iter().position(|it| derived(it).iter().any(is_respond))?;
    let attribute = attributes.get_mut(place)?;
    let line = attribute.span().start().line;
    let others: Vec<syn::Path> =
        derived(attribute).into_iter().filter(|it| !is_respond(it)).collect();
    match &mut attribute.meta {
        Meta::List(list) if !others.is_empty() => list.tokens = quote!(#(#others),*),
        _ => drop(attributes.remove(place)),
    }
    Some(line)
}

/// What an attribute derives.
pub(crate) fn derived(attribute: &Attribute) -> Vec<syn::Path> {
    let paths = Punctuated::<syn::Path, Token![,]>::parse_terminated;
    match attribute.path().is_ident("derive") {
        true => attribute.parse_args_with(paths).into_iter().flatten().collect(),
        false => Vec::new(),
    }
}

fn arguments(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::Path(_) => TokenStream::new(),
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(value) => value.value.to_token_stream(),
    }
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("path") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// How an application is called: by its module, type or function.
fn name(item: &Item) -> String {
    match item {
        Item::Mod(module) => module.ident.to_string(),
        Item::Fn(function) => function.sig.ident.to_string(),
        Item::Impl(block) => match &*block.self_ty {
            syn::Type::Path(path) => name_of(&path.path),
            ty => ty.to_token_stream().to_string(),
        },
        Item::Struct(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        _ => String::new(),
    }
}

fn inside(modules: &[String], name: String) -> Vec<String> {
    modules.iter().cloned().chain([name]).collect()
}

/// The path from here, where the file is below.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
