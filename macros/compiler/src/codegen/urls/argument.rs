//! What a function of `urls` takes for a group.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type};

use super::{Place, parameter_name, placed};
use crate::model::{self, Handler, Route, is_str};
use crate::pattern::Piece;

/// The argument for a group.
pub(super) struct Argument {
    pub(super) group: usize,
    pub(super) name: Ident,
    /// Whether it may be left out.
    pub(super) optional: bool,
    pub(super) ty: ArgumentType,
}

/// What an argument is.
pub(super) enum ArgumentType {
    /// Text.
    Text,
    /// A whole number.
    Integer(TokenStream),
    /// Another type of the language's own.
    Primitive(TokenStream),
    /// A type of the user's, which may have no text.
    Named(TokenStream),
    /// One that has no name where the function stands.
    Any,
}

/// The groups that have an argument, in their order.
pub(super) fn groups(pieces: &[Piece]) -> Vec<usize> {
    let mut groups: Vec<usize> = pieces.iter().flat_map(all).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn all(piece: &Piece) -> Vec<usize> {
    match piece {
        Piece::Text(_) => Vec::new(),
        Piece::Capture { group, .. } => vec![*group],
        Piece::Choice(branches) => branches.iter().flatten().flat_map(all).collect(),
    }
}

impl Argument {
    /// What stands for a group: what the handler takes for it, or else a function it depends on.
    pub(super) fn of(route: &Route, group: usize, place: &Place) -> Result<Argument, String> {
        let found = route.pattern.groups().get(group);
        let (name, optional) = found.map_or(("_", false), |it| (it.name.as_str(), it.optional));
        let ty = type_of(&route.handler, group);
        let (ty, is_option) = match ty.map(strip) {
            None => (None, true),
            Some(ty) => match inside_option(ty) {
                Some(inside) => (Some(strip(inside)), true),
                None => (Some(ty), false),
            },
        };
        if optional && !is_option {
            return Err(format!("the type of `{name}` is not spelled `Option<…>`"));
        }
        let ty = ty.map_or(ArgumentType::Text, |ty| argument_type(ty, place));
        Ok(Argument { group, name: parameter_name(name), optional, ty })
    }

    /// `id: u32`
    pub(super) fn parameter(&self, place: &Place) -> TokenStream {
        let (name, text) = (&self.name, &place.text);
        let ty = match &self.ty {
            ArgumentType::Text => quote!(&#text),
            ArgumentType::Integer(ty) | ArgumentType::Primitive(ty) => ty.clone(),
            ArgumentType::Named(ty) => quote!(&#ty),
            ArgumentType::Any => quote!(impl ::core::fmt::Display),
        };
        if self.optional { quote!(#name: ::core::option::Option<#ty>) } else { quote!(#name: #ty) }
    }

    /// What has to be true of the type for the function to be called: it need not be, as long as it
    /// is not. (Without a lifetime in it, the bound would be checked here.)
    pub(super) fn bound(&self) -> Option<TokenStream> {
        match &self.ty {
            ArgumentType::Named(ty) => Some(quote!(for<'a> #ty: ::core::fmt::Display)),
            _ => None,
        }
    }
}

fn type_of(handler: &Handler, wanted: usize) -> Option<&Type> {
    let types = |handler| {
        let arguments: &[model::Argument] = handler;
        arguments.iter().find_map(|argument| match argument {
            model::Argument::Capture { group, ty, .. } if *group == wanted => Some(ty),
            _ => None,
        })
    };
    let own = types(&handler.arguments);
    let functions = handler.dependencies.iter().filter_map(|it| it.function.as_ref());
    own.or_else(|| functions.into_iter().find_map(|function| types(&function.arguments)))
}

/// The type without what a `macro_rules!` puts around it.
fn strip(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => strip(&group.elem),
        Type::Paren(paren) => strip(&paren.elem),
        _ => ty,
    }
}

fn inside_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) => Some(ty),
        _ => None,
    }
}

fn argument_type(ty: &Type, place: &Place) -> ArgumentType {
    const INTEGERS: [&str; 12] =
        ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];
    const PRIMITIVES: [&str; 4] = ["f32", "f64", "bool", "char"];
    let tokens = ty.to_token_stream();
    if is_str(ty) {
        return ArgumentType::Text;
    }
    let Type::Path(path) = ty else { return ArgumentType::Any };
    let is_one_of = |names: &[&str]| names.iter().any(|name| path.path.is_ident(name));
    if is_one_of(&INTEGERS) {
        ArgumentType::Integer(tokens)
    } else if is_one_of(&PRIMITIVES) {
        ArgumentType::Primitive(tokens)
    } else if path.path.segments.last().is_some_and(|last| last.ident == "String") {
        ArgumentType::Text
    } else if is_bound(&tokens) {
        ArgumentType::Any
    } else {
        ArgumentType::Named(placed(&tokens, place))
    }
}

/// Whether the type has a lifetime or `Self` in it.
fn is_bound(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == '\'',
        TokenTree::Ident(word) => word == "Self",
        TokenTree::Group(group) => is_bound(&group.stream()),
        TokenTree::Literal(_) => false,
    })
}
