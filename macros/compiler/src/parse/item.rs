//! The item under `#[application]`: a module, an impl block or a function.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Ident, Token, Visibility};

use super::items;
use crate::ast::{Application, Function, Impl, Item, Module};
use crate::errors::Errors;

/// Reads the item; `None`, with an error, when it is none of the three.
pub fn item(tokens: TokenStream, errors: &Errors) -> Option<Application> {
    match leading_keyword(&tokens).as_deref() {
        Some("mod") => read(module_head, tokens, errors, module),
        Some("impl") => read(impl_head, tokens, errors, implementation),
        Some("fn") => function(tokens, errors).map(Application::Function),
        _ => {
            errors.error(
                tokens,
                "`#[application]` belongs on an inline module, an impl block or a function",
            );
            None
        }
    }
}

/// The keyword that says what kind of item it is, after attributes and qualifiers.
fn leading_keyword(tokens: &TokenStream) -> Option<String> {
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => {
            let word = word.to_string();
            ["mod", "impl", "fn", "struct", "enum", "trait", "static", "type", "use"]
                .contains(&word.as_str())
                .then_some(word)
        }
        _ => None,
    })
}

/// Splits the tokens at the body, reads what is before it with `head`, and puts both together.
fn read<H>(
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
    Application::Module(Module { head: before, name: head.name, items, span })
}

struct ImplHead {
    generics: syn::Generics,
    of_trait: Option<syn::Path>,
    ty: syn::Type,
}

fn impl_head(input: ParseStream<'_>) -> syn::Result<ImplHead> {
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

fn implementation(
    head: ImplHead,
    before: TokenStream,
    body: Option<Group>,
    errors: &Errors,
) -> Application {
    let ImplHead { generics, of_trait, ty } = head;
    let span = body.as_ref().map_or_else(proc_macro2::Span::call_site, Group::span);
    let items = body.map(|body| items::read(body.stream(), errors)).unwrap_or_default();
    Application::Impl(Impl { head: before, generics, of_trait, ty, items, span })
}

fn function(tokens: TokenStream, errors: &Errors) -> Option<Function> {
    let found = items::read_all(tokens.clone(), errors).into_iter().find_map(|item| match item {
        Item::Function(function) => Some(*function),
        Item::Other(_) => None,
    });
    if found.is_none() && !errors.any() {
        errors.error(tokens, "expected a function with a body");
    }
    found
}

/// The tokens of the item without our own attributes: what is given back whatever happens.
#[must_use]
pub fn without_helpers(tokens: TokenStream) -> TokenStream {
    fn body(group: &Group) -> TokenTree {
        let kept = items::without_helpers(group.stream());
        let mut group_again = Group::new(group.delimiter(), kept);
        group_again.set_span(group.span());
        group_again.into()
    }
    let tokens = items::without_helpers(tokens);
    let is_function = leading_keyword(&tokens).as_deref() == Some("fn");
    tokens
        .into_iter()
        .map(|token| match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_function => {
                body(group)
            }
            _ => token,
        })
        .collect()
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
        let has_body = matches!(
            (rest.next(), rest.next()),
            (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace
        );
        Ok(SignatureFirst { visibility, signature, has_body })
    }
}
