//! The names of the macros where they are imported or derived.

use std::ops::Range;

use lychgate_compiler::ast::name_of;
use syn::spanned::Spanned;
use syn::{Item, UseTree};

use super::edits::{Edit, from_list, removals};
use crate::modules::derived;

/// The attributes that are nothing but that: `application`, `middleware` and `route` are modules,
/// too, and `Respond` is a trait.
const MACROS: [&str; 10] =
    ["catch", "delete", "depends", "get", "mount", "not_found", "patch", "post", "put", "with"];

/// Takes the names of the macros out of the imports.
pub(super) fn edits(source: &str, items: &[Item]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for item in items {
        match item {
            Item::Mod(module) => {
                let inside = module.content.as_ref().map(|(_, items)| items.as_slice());
                edits.extend(self::edits(source, inside.unwrap_or_default()));
            }
            Item::Use(import) => {
                let parts = match &import.tree {
                    UseTree::Path(path) if path.ident == "lychgate" => names(&path.tree),
                    _ => Names::Kept,
                };
                match parts {
                    Names::Kept => {}
                    Names::Gone => edits.extend(removals(source, vec![item.span().byte_range()])),
                    Names::Fewer(parts) => edits.extend(parts.into_iter().map(removal)),
                }
            }
            _ => {}
        }
    }
    edits
}

fn removal(range: Range<usize>) -> Edit {
    Edit { range, text: String::new() }
}

/// What is left of the names in a tree.
enum Names {
    Kept,
    Fewer(Vec<Range<usize>>),
    Gone,
}

fn names(tree: &UseTree) -> Names {
    match tree {
        UseTree::Path(path) if path.ident == "prelude" => names(&path.tree),
        UseTree::Name(name) if MACROS.iter().any(|it| name.ident == it) => Names::Gone,
        UseTree::Rename(name) if MACROS.iter().any(|it| name.ident == it) => Names::Gone,
        UseTree::Group(group) => {
            let inside: Vec<Names> = group.items.iter().map(names).collect();
            if !inside.is_empty() && inside.iter().all(|it| matches!(it, Names::Gone)) {
                return Names::Gone;
            }
            let trees = group.items.iter().zip(&inside);
            let trees: Vec<(Range<usize>, bool)> = trees
                .map(|(tree, names)| (tree.span().byte_range(), !matches!(names, Names::Gone)))
                .collect();
            let mut parts = from_list(&trees);
            parts.extend(inside.into_iter().flat_map(|names| match names {
                Names::Fewer(parts) => parts,
                Names::Kept | Names::Gone => Vec::new(),
            }));
            if parts.is_empty() { Names::Kept } else { Names::Fewer(parts) }
        }
        _ => Names::Kept,
    }
}

/// Takes `Respond` out of what is derived for the type that stands at a place.
pub(super) fn underived(source: &str, place: Range<usize>) -> syn::Result<Vec<Edit>> {
    let attributes = match syn::parse_str(source.get(place.clone()).unwrap_or_default())? {
        Item::Struct(item) => item.attrs,
        Item::Enum(item) => item.attrs,
        Item::Union(item) => item.attrs,
        _ => Vec::new(),
    };
    let lists = attributes.iter().map(|attribute| {
        let paths = derived(attribute).into_iter().map(|path| {
            let range = path.span().byte_range();
            (place.start + range.start..place.start + range.end, name_of(&path) != "Respond")
        });
        paths.collect::<Vec<_>>()
    });
    // What derives nothing else is an attribute that goes as a whole.
    let lists = lists.filter(|list| list.iter().any(|(_, is_kept)| *is_kept));
    Ok(lists.flat_map(|list| from_list(&list)).map(removal).collect())
}
