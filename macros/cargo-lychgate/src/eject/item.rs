//! What takes the place of an item under one of the macros.

use std::collections::BTreeSet;
use std::ops::Range;

use lychgate_compiler::ast::HELPERS;
use lychgate_compiler::expand::Expansion;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Attribute, ImplItem, Item, ItemFn, ItemImpl, Stmt, UseTree};

use super::edits::{Edit, removals};
use super::imports::underived;
use crate::format::{formatted, indent_at, indented, outdented};
use crate::modules::{Attributed, Found};

/// The changes that make of an item what its macro makes of it.
pub(super) fn edits(
    found: &Found,
    expansion: Expansion,
    file: &TokenStream,
) -> syn::Result<Vec<Edit>> {
    let source = &found.source.text;
    let is_bare = found.is_function
        && found.attribute == Attributed::Application
        && expansion.application.is_none();
    let written: Item = syn::parse2(found.item.clone())?;
    let expanded: syn::File = syn::parse2(expansion.code.clone())?;
    if let (Item::Fn(function), Attributed::Middleware) = (&written, found.attribute) {
        return Ok(vec![decorator(found, function, expanded.items)]);
    }
    let mut edits = removals(source, removed(found, &expansion.code, file));
    if found.attribute == Attributed::Respond {
        edits.extend(underived(source, found.range.clone())?);
    }
    let mut items = expanded.items.into_iter();
    let first = items.next();
    let added: Vec<Item> = match (&written, first) {
        // What is read by nobody but the compiler has said what it had to say.
        _ if is_bare => Vec::new(),
        (Item::Mod(written), Some(Item::Mod(module))) => {
            let count = written.content.as_ref().map_or(0, |(_, items)| items.len());
            module.content.into_iter().flat_map(|(_, items)| items).skip(count).collect()
        }
        _ => items.collect(),
    };
    let mut added: Vec<Item> = added.into_iter().filter(|item| !is_hint(item)).collect();
    if added.is_empty() {
        return Ok(edits);
    }
    let indent = indent_at(source, found.range.start);
    if matches!(written, Item::Mod(_)) {
        edits.push(inside(source, found.range.end - 1, indent, added));
    } else {
        if !found.is_function {
            put_conditions(&written, &mut added);
        }
        let text = indented(formatted(added).trim_end(), indent);
        edits.push(Edit::insertion(found.range.end, format!("\n\n{text}")));
    }
    Ok(edits)
}

/// Code at the end of a module.
fn inside(source: &str, brace: usize, indent: &str, added: Vec<Item>) -> Edit {
    let text = indented(formatted(added).trim_end(), &format!("{indent}    "));
    let before = indent_at(source, brace);
    let line = brace - before.len();
    let has_line = line == 0 || source.as_bytes().get(line - 1) == Some(&b'\n');
    match has_line {
        true => Edit::insertion(line, format!("\n{text}\n")),
        false => {
            let end = source.get(..brace).map_or(brace, |before| before.trim_end().len());
            Edit { range: end..brace, text: format!("\n\n{text}\n{indent}") }
        }
    }
}

/// The attributes in an item's text that its expansion does not have any more.
fn removed(found: &Found, expansion: &TokenStream, file: &TokenStream) -> Vec<Range<usize>> {
    let mut kept = BTreeSet::new();
    attributes(expansion, &mut |range, _| {
        kept.insert(range.start);
    });
    let mut removed = Vec::new();
    attributes(file, &mut |range, _| {
        let is_inside = found.range.start <= range.start && range.end <= found.range.end;
        if is_inside && !kept.contains(&range.start) {
            removed.push(range);
        }
    });
    removed
}

/// Says where each `#[…]` stands, and what stands in it.
pub(super) fn attributes(tokens: &TokenStream, say: &mut impl FnMut(Range<usize>, TokenStream)) {
    let mut hash: Option<Range<usize>> = None;
    for token in tokens.clone() {
        let before = hash.take();
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                hash = Some(punct.span().byte_range());
            }
            TokenTree::Group(group) => {
                let is_attribute = group.delimiter() == Delimiter::Bracket;
                if let Some(hash) = before.filter(|hash| is_attribute && !hash.is_empty()) {
                    say(hash.start..group.span_close().byte_range().end, group.stream());
                }
                attributes(&group.stream(), say);
            }
            _ => {}
        }
    }
}

/// Whether an item is there only for editors: an import of attributes by no name.
fn is_hint(item: &Item) -> bool {
    let Item::Use(import) = item else { return false };
    let mut tree = &import.tree;
    while let UseTree::Path(path) = tree {
        tree = &path.tree;
    }
    let is_helper = |tree: &UseTree| match tree {
        UseTree::Rename(it) => {
            it.rename == "_" && HELPERS.iter().any(|(name, _)| it.ident == name)
                || it.ident == "depends"
        }
        _ => false,
    };
    matches!(tree, UseTree::Group(group) if group.items.iter().all(is_helper))
}

/// What stands beside an item is there where the item is.
fn put_conditions(item: &Item, added: &mut [Item]) {
    let conditions: Vec<Attribute> = attributes_of(item)
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .cloned()
        .collect();
    for item in added {
        let attributes = match item {
            Item::Const(item) => &mut item.attrs,
            Item::Impl(item) => &mut item.attrs,
            _ => continue,
        };
        attributes.splice(0..0, conditions.iter().cloned());
    }
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        _ => &[],
    }
}

/// The place of a function of the user's in what is generated around it.
const PLACE: &str = "written_here!();";

/// A middleware's function stands inside of what is made of it, as it was written.
fn decorator(found: &Found, function: &ItemFn, mut items: Vec<Item>) -> Edit {
    let source = &found.source.text;
    let mut attributes = Vec::new();
    for item in &mut items {
        let Item::Impl(ItemImpl { items, .. }) = item else { continue };
        for item in items {
            let ImplItem::Fn(method) = item else { continue };
            if let Some(first) = method.block.stmts.first_mut() {
                if let Stmt::Item(Item::Fn(inner)) = first {
                    attributes.append(&mut inner.attrs);
                    *first = syn::parse_quote!(written_here!(););
                }
            }
        }
    }
    let begin = function.sig.span().byte_range().start;
    let end = function.block.span().byte_range().end;
    let written = source.get(begin..end).unwrap_or_default();
    let indent = indent_at(source, found.range.start);
    let mut text = String::new();
    for comment in comments(source.get(found.range.start..begin).unwrap_or_default()) {
        text.push_str(comment);
        text.push('\n');
    }
    for line in formatted(items).trim_end().split('\n') {
        match line.strip_suffix(PLACE) {
            Some(deeper) => {
                for attribute in &attributes {
                    let attribute = source.get(attribute.span().byte_range()).unwrap_or_default();
                    text.push_str(&format!("{deeper}{attribute}\n"));
                }
                text.push_str(&indented(&outdented(written, indent), deeper));
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    let text = indented(text.trim_end(), indent);
    Edit { range: found.range.clone(), text: text.trim_start().to_owned() }
}

/// The comments between attributes.
fn comments(head: &str) -> impl Iterator<Item = &str> {
    let lines = head.lines().map(str::trim);
    lines.filter(|line| line.starts_with("//") && !line.starts_with("///"))
}
