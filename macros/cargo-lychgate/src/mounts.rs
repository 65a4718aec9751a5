//! Which application a mount leads to, as far as the source says it.

use lychgate_compiler::model::Route;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Block, ImplItem, Item, ReturnType, Signature, Type};

use crate::modules::{Attributed, Found};

/// How deep applications are followed: one that is mounted in itself never comes to an end.
pub(crate) const DEEPEST: usize = 16;

/// The application that a route's function makes: the one whose `application` it names, or whose
/// type it returns.
pub(crate) fn mounted<'f>(all: &[&'f Found], found: &Found, route: &Route) -> Option<&'f Found> {
    if !route.is_mount {
        return None;
    }
    let (signature, block) = function(found, &route.handler.name.to_string())?;
    let mut named = named(block.to_token_stream());
    if named.is_empty() {
        named.extend(returned(&signature.output));
    }
    let base: Vec<&str> = found.path.iter().map(String::as_str).collect();
    let base = if found.is_module { &base[..] } else { &base[..base.len().saturating_sub(1)] };
    let mut applications = named.iter().filter_map(|path| resolved(all, found, base, path));
    let first = applications.next()?;
    // Where several are named, which of them it is depends on more than names.
    applications.all(|other| std::ptr::eq(first, other)).then_some(first)
}

/// The applications that no other one has mounted.
pub(crate) fn outermost<'f>(all: &[&'f Found]) -> Vec<&'f Found> {
    let mut inner: Vec<&Found> = Vec::new();
    for found in all {
        let application = found.expansion().application.unwrap_or_default();
        let mounted = application.routes.iter().filter_map(|route| mounted(all, found, route));
        inner.extend(mounted.filter(|inside| !std::ptr::eq(*inside, *found)));
    }
    let is_inner = |found: &Found| inner.iter().any(|inner| std::ptr::eq(*inner, found));
    let outermost: Vec<&Found> = all.iter().copied().filter(|found| !is_inner(found)).collect();
    // Where they go round in a circle, each is as good as another.
    if outermost.is_empty() { all.to_vec() } else { outermost }
}

/// A function of the application's, as it was written.
fn function(found: &Found, name: &str) -> Option<(Signature, Block)> {
    let functions: Vec<(Signature, Block)> = match syn::parse2(found.item.clone()).ok()? {
        Item::Mod(module) => {
            let items = module.content.into_iter().flat_map(|(_, items)| items);
            let functions = items.filter_map(|item| match item {
                Item::Fn(function) => Some((function.sig, *function.block)),
                _ => None,
            });
            functions.collect()
        }
        Item::Impl(block) => {
            let functions = block.items.into_iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some((function.sig, function.block)),
                _ => None,
            });
            functions.collect()
        }
        _ => Vec::new(),
    };
    functions.into_iter().find(|(signature, _)| signature.ident == name)
}

/// The paths that end with `application`, without that word.
fn named(tokens: TokenStream) -> Vec<Vec<String>> {
    let mut named = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut close = |path: &mut Vec<String>| {
        let path = std::mem::take(path);
        if let [before @ .., last] = path.as_slice() {
            if last == "application" && !before.is_empty() {
                named.push(before.to_vec());
            }
        }
    };
    let mut inside = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                if colons != 2 {
                    close(&mut path);
                }
                path.push(word.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            token => {
                close(&mut path);
                colons = 0;
                if let TokenTree::Group(group) = token {
                    inside.extend(self::named(group.stream()));
                }
            }
        }
    }
    close(&mut path);
    named.extend(inside);
    named
}

/// The path of the type that is returned.
fn returned(output: &ReturnType) -> Option<Vec<String>> {
    let ReturnType::Type(_, ty) = output else { return None };
    let mut ty = &**ty;
    while let Type::Reference(reference) = ty {
        ty = &reference.elem;
    }
    let Type::Path(path) = ty else { return None };
    Some(path.path.segments.iter().map(|segment| segment.ident.to_string()).collect())
}

/// The application with a path that is written in some module; where it may have been imported, the
/// only one whose path ends like that.
fn resolved<'f>(
    all: &[&'f Found],
    found: &Found,
    base: &[&str],
    path: &[String],
) -> Option<&'f Found> {
    let mut whole: Vec<&str> = base.to_vec();
    let mut names = Vec::new();
    for word in path.iter().map(String::as_str) {
        match word {
            "crate" => whole.clear(),
            "self" => {}
            "super" => drop(whole.pop()),
            _ => names.push(word),
        }
    }
    whole.extend(&names);
    let is_near =
        |other: &&&Found| other.krate == found.krate && other.attribute == Attributed::Application;
    let near: Vec<&&Found> = all.iter().filter(is_near).collect();
    let is_it = |other: &Found, path: &[&str]| {
        other.path.iter().map(String::as_str).eq(path.iter().copied())
    };
    if let Some(exact) = near.iter().find(|other| is_it(other, &whole)) {
        return Some(exact);
    }
    let mut ending = near.iter().filter(|other| {
        let start = other.path.len().checked_sub(names.len());
        start.and_then(|start| other.path.get(start..)).is_some_and(|end| end == names)
    });
    let only = ending.next()?;
    ending.next().is_none().then_some(**only)
}
