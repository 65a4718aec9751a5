//! The item under `#[application]`: a module, an impl block or a function.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Ident, Token, Visibility};

use super::attributes::{Role, Written};
use super::items;
use crate::ast::{Application, Function, Impl, Item, Module, WithAttribute};
use crate::errors::Errors;

/// Reads the item; `None`, with an error, when it is none of the three.
pub fn item(tokens: TokenStream, errors: &Errors) -> Option<Application> {
    let (tokens, keyword, around) = head(tokens, errors);
    match keyword.as_ref().map(ToString::to_string).as_deref() {
        Some("mod") => {
            read(module_head, tokens, errors, module).map(|application| match application {
                Application::Module(module) => Application::Module(Module { around, ..module }),
                other => other,
            })
        }
        Some("impl") => {
            read(impl_head, tokens, errors, implementation).map(|application| match application {
                Application::Impl(block) => Application::Impl(Impl { around, ..block }),
                other => other,
            })
        }
        Some("fn") => function(tokens, errors).map(Application::Function),
        Some(word) => {
            let message = format!(
                "`#[application]` belongs on a module with a body, an impl block or a function, \
                 not on `{word}`"
            );
            errors.error(keyword, message);
            None
        }
        None => {
            let message = "`#[application]` belongs on a module with a body, an impl block or a \
                           function";
            errors.error(tokens, message);
            None
        }
    }
}

/// Takes out of the item's own attributes what makes no sense there, and what is middleware around
/// it; and finds the keyword that says what kind of item it is.
fn head(tokens: TokenStream, errors: &Errors) -> (TokenStream, Option<Ident>, Vec<WithAttribute>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let (attributes, after) = Written::leading(&tokens);
    let kind = items::keyword(after);
    let mut kept = TokenStream::new();
    let mut around = Vec::new();
    for attribute in &attributes {
        if attribute.role == Role::Application {
            attribute.error(errors, "`#[application]` is there already: once is enough");
        } else if attribute.is_with() && kind.as_deref() != Some("fn") {
            around.extend(attribute.with(errors));
        } else if attribute.is_helper() && kind.as_deref() != Some("fn") {
            let name = attribute.name();
            let message = format!("`#[{name}]` belongs on the functions inside");
            attribute.error(errors, &message);
        } else {
            kept.extend(attribute.tokens.iter().cloned());
        }
    }
    let keyword = after.iter().find_map(|token| match token {
        TokenTree::Ident(word) if Some(word.to_string()) == kind => Some(word.clone()),
        _ => None,
    });
    kept.extend(after.iter().cloned());
    (kept, keyword, around)
}

/// Splits the tokens at the body, reads what is before it with `head`, and puts both together.
pub(super) fn read<H>(
    head: fn(ParseStream<'_>) -> syn::Result<H>,
    tokens: TokenStream,
    errors: &Errors,
    build: fn(H, TokenStream, Option<Group>, &Errors) -> Application,
) -> Option<Application> {
    let mut before: Vec<TokenTree> = tokens.into_iter().collect();
    let body = match before.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let group = group.clone();
            before.pop();
            Some(group)
        }
        _ => None,
    };
    let before: TokenStream = before.into_iter().collect();
    match head.parse2(before.clone()) {
        Ok(head) => Some(build(head, before, body, errors)),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

struct ModuleHead {
    name: Ident,
}

fn module_head(input: ParseStream<'_>) -> syn::Result<ModuleHead> {
    input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    input.parse::<Option<Token![unsafe]>>()?;
    input.parse::<Token![mod]>()?;
    let name = input.parse()?;
    input.parse::<Option<Token![;]>>()?;
    Ok(ModuleHead { name })
}

fn module(
    head: ModuleHead,
    before: TokenStream,
    body: Option<Group>,
    errors: &Errors,
) -> Application {
    let span = body.as_ref().map_or_else(|| head.name.span(), Group::span);
    let items = body.map(|body| items::read(body.stream(), errors));
    Application::Module(Module { head: before, name: head.name, around: Vec::new(), items, span })
}

pub(super) struct ImplHead {
    generics: syn::Generics,
    of_trait: Option<syn::Path>,
    ty: syn::Type,
}

pub(super) fn impl_head(input: ParseStream<'_>) -> syn::Result<ImplHead> {
    input.call(Attribute::parse_outer)?;
    input.parse::<Option<Token![unsafe]>>()?;
    input.parse::<Token![impl]>()?;
    let mut generics: syn::Generics =
        if input.peek(Token![<]) { input.parse()? } else { syn::Generics::default() };
    let first: syn::Type = input.parse()?;
    let (of_trait, ty) = match (input.parse::<Option<Token![for]>>()?, first) {
        (Some(_), syn::Type::Path(path)) => (Some(path.path), input.parse()?),
        (Some(word), _) => return Err(syn::Error::new(word.span, "expected a trait before `for`")),
        (None, ty) => (None, ty),
    };
    generics.where_clause = input.parse()?;
    Ok(ImplHead { generics, of_trait, ty })
}

pub(super) fn implementation(
    head: ImplHead,
    before: TokenStream,
    body: Option<Group>,
    errors: &Errors,
) -> Application {
    let ImplHead { generics, of_trait, ty } = head;
    let span = body.as_ref().map_or_else(proc_macro2::Span::call_site, Group::span);
    let items = body.map(|body| items::read(body.stream(), errors)).unwrap_or_default();
    Application::Impl(Impl {
        head: before,
        around: Vec::new(),
        generics,
        of_trait,
        ty,
        items,
        span,
    })
}

pub(super) fn function(tokens: TokenStream, errors: &Errors) -> Option<Function> {
    let before = errors.count();
    let mut items = items::read(tokens.clone(), errors).into_iter();
    if let (Some(Item::Function(function)), None) = (items.next(), items.next()) {
        return Some(*function);
    }
    if errors.count() == before {
        errors.error(tokens, "expected a function with a body");
    }
    None
}

/// The tokens of the item without our own attributes: what is given back whatever happens.
#[must_use]
pub fn without_helpers(tokens: TokenStream) -> TokenStream {
    let tokens = items::without_helpers(tokens);
    let kind = {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        items::keyword(Written::leading(&tokens).1)
    };
    if kind.as_deref() == Some("fn") {
        return tokens;
    }
    let kept = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let mut again = Group::new(Delimiter::Brace, items::without_helpers(group.stream()));
            again.set_span(group.span());
            again.into()
        }
        token => token,
    });
    kept.collect()
}

/// What comes after the attributes and the visibility of a function: its signature, and the rest
/// untouched.
pub(super) struct SignatureFirst {
    pub(super) visibility: Visibility,
    pub(super) signature: syn::Signature,
    pub(super) has_body: bool,
}

impl Parse for SignatureFirst {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let visibility = input.parse()?;
        let signature = input.parse()?;
        let rest: TokenStream = input.parse()?;
        let mut rest = rest.into_token_stream().into_iter();
        let (body, behind) = (rest.next(), rest.next());
        let has_body = behind.is_none() && body.as_ref().is_some_and(items::is_body);
        Ok(SignatureFirst { visibility, signature, has_body })
    }
}
