//! The attributes in front of an item, each with its own tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, Meta, Path};

use super::{args, with};
use crate::ast::{Helper, Kind, WithAttribute, name_of};
use crate::errors::Errors;

/// What is said of one of ours that only the compiler would see.
pub(super) const HIDDEN: &str = "`#[application]` reads attributes before `cfg_attr` does: write two \
                                 functions, each with its `#[cfg(…)]`";

/// An attribute as it was written.
pub(super) struct Written {
    pub(super) tokens: Vec<TokenTree>,
    attribute: Option<Attribute>,
    pub(super) role: Role,
}

/// What an attribute is to us.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// One of ours on a function.
    Helper(Kind),
    /// `#[application]`
    Application,
    /// `#[depends(…)]`, which stands on parameters.
    Depends,
    /// `#[middleware]`
    Middleware,
    /// `#[cfg(…)]`
    Condition,
    /// `#[cfg_attr(…, get(…))]`: a helper that only the compiler would see.
    Hidden,
    /// Not ours.
    Other,
}

impl Written {
    /// The `#[…]` at the head of the tokens, and what follows.
    pub(super) fn leading(mut tokens: &[TokenTree]) -> (Vec<Written>, &[TokenTree]) {
        let mut found = Vec::new();
        while let [TokenTree::Punct(hash), TokenTree::Group(group), rest @ ..] = tokens {
            if hash.as_char() != '#' || group.delimiter() != Delimiter::Bracket {
                break;
            }
            let written: Vec<TokenTree> = tokens.iter().take(2).cloned().collect();
            let parsed = Attribute::parse_outer.parse2(written.iter().cloned().collect());
            let attribute = parsed.ok().and_then(|attributes| attributes.into_iter().next());
            let role = attribute.as_ref().map_or(Role::Other, role);
            found.push(Written { tokens: written, attribute, role });
            tokens = rest;
        }
        (found, tokens)
    }

    /// The last word of its path.
    pub(super) fn name(&self) -> String {
        self.attribute.as_ref().map_or_else(|| "route".to_owned(), |it| name_of(it.path()))
    }

    pub(super) fn is_helper(&self) -> bool {
        matches!(self.role, Role::Helper(_))
    }

    /// Whether it is ours, and has no meaning to the compiler.
    pub(super) fn is_ours(&self) -> bool {
        matches!(self.role, Role::Helper(_) | Role::Depends | Role::Hidden)
    }

    pub(super) fn is_with(&self) -> bool {
        self.role == Role::Helper(Kind::With)
    }

    /// What it says, if it is one of ours on a function and can be read.
    pub(super) fn helper(&self, errors: &Errors) -> Option<Helper> {
        let Role::Helper(kind) = self.role else { return None };
        let meta = &self.attribute.as_ref()?.meta;
        match kind {
            Kind::Route(method) => args::route(meta, method, errors).map(Helper::Route),
            Kind::NotFound => Some(Helper::NotFound(bare("not_found", meta, errors))),
            Kind::Catch => Some(Helper::Catch(bare("catch", meta, errors))),
            Kind::Mount => args::mount(meta, errors).map(Helper::Mount),
            Kind::With => Some(Helper::With(with::with(meta, errors))),
        }
    }

    /// What it says, of a `#[with(…)]` that can be read.
    pub(super) fn with(&self, errors: &Errors) -> Option<WithAttribute> {
        match self.helper(errors) {
            Some(Helper::With(with)) if self.is_with() => Some(with),
            _ => None,
        }
    }

    /// The predicate, of a `#[cfg(…)]`.
    pub(super) fn condition(&self) -> Option<TokenStream> {
        match &self.attribute.as_ref()?.meta {
            Meta::List(list) if self.role == Role::Condition => Some(list.tokens.clone()),
            _ => None,
        }
    }

    /// Reports it, on its own tokens.
    pub(super) fn error(&self, errors: &Errors, message: &str) {
        errors.error(self.tokens.iter().cloned().collect::<TokenStream>(), message);
    }
}

/// An attribute without arguments: its path.
fn bare(name: &str, meta: &Meta, errors: &Errors) -> Path {
    if !matches!(meta, Meta::Path(_)) {
        errors.error(meta, format!("`#[{name}]` takes no arguments: write `#[{name}]`"));
    }
    meta.path().clone()
}

/// What an attribute with this path is to us.
pub(super) fn role(attribute: &Attribute) -> Role {
    let path = attribute.path();
    if let Some(kind) = Kind::of(path) {
        return Role::Helper(kind);
    }
    if path.is_ident("cfg") {
        return Role::Condition;
    }
    if path.is_ident("cfg_attr") && hides_helper(attribute) {
        return Role::Hidden;
    }
    match name_of(path).as_str() {
        "application" => Role::Application,
        "depends" => Role::Depends,
        "middleware" => Role::Middleware,
        _ => Role::Other,
    }
}

/// Whether one of the attributes behind the predicate is ours.
fn hides_helper(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let parser = syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated;
    let parts = parser.parse2(list.tokens.clone());
    let is_ours = |path: &Path| Kind::of(path).is_some() || name_of(path) == "depends";
    parts.is_ok_and(|parts| parts.iter().skip(1).any(|meta| is_ours(meta.path())))
}

/// The tokens of some attributes.
pub(super) fn tokens<'w>(attributes: impl IntoIterator<Item = &'w Written>) -> TokenStream {
    attributes.into_iter().flat_map(|attribute| attribute.tokens.iter().cloned()).collect()
}
