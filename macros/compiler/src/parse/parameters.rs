//! `#[depends(…)]`, which stands on parameters.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprPath, FnArg, Lit, Meta, Signature, Token};

use super::attributes::{self, Role, Written};
use crate::ast::Depends;
use crate::errors::Errors;

/// What is said of the attribute where it stands on an item.
pub const DEPENDS_ON_PARAMETER: &str = "`#[depends(…)]` belongs on the parameter that the function \
                                        fills: `fn page(#[depends(current_user)] user: User)`";

const HOW: &str = "`#[depends(…)]` names the function that fills the parameter: write \
                   `#[depends(current_user)]`";

/// Takes the attributes out of a signature, and reads them.
pub(super) fn take(signature: &mut Signature, errors: &Errors) -> Vec<Depends> {
    let mut found = Vec::new();
    let mut parameter = 0;
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                for attribute in extract(&mut receiver.attrs) {
                    let message = "the receiver is the application: put `#[depends(…)]` on a \
                                   parameter behind it";
                    errors.error(attribute, message);
                }
            }
            FnArg::Typed(typed) => {
                let mut written = extract(&mut typed.attrs).into_iter();
                found.extend(written.next().map(|attribute| Depends {
                    attribute: attribute.path().clone(),
                    function: function(&attribute, errors),
                    parameter,
                }));
                for again in written {
                    let message = "one function fills a parameter: remove one of the \
                                   `#[depends(…)]`";
                    errors.error(again, message);
                }
                parameter += 1;
            }
        }
    }
    found
}

/// Takes ours out of the attributes of a parameter.
fn extract(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    let all = std::mem::take(attributes);
    let is_ours = |it: &Attribute| matches!(attributes::role(it), Role::Depends | Role::Hidden);
    let (found, kept) = all.into_iter().partition(is_ours);
    *attributes = kept;
    found
}

/// The path in `#[depends(path)]`.
fn function(attribute: &Attribute, errors: &Errors) -> Option<ExprPath> {
    if attributes::role(attribute) == Role::Hidden {
        errors.error(attribute, attributes::HIDDEN);
        return None;
    }
    let meta = &attribute.meta;
    let list = match meta {
        Meta::List(list) => list,
        Meta::Path(_) | Meta::NameValue(_) => {
            errors.error(meta, HOW);
            return None;
        }
    };
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    let Ok(written) = parser.parse2(list.tokens.clone()) else {
        errors.error(&list.tokens, HOW);
        return None;
    };
    let mut written = written.into_iter();
    let (first, second) = (written.next(), written.next());
    if let Some(second) = second {
        let message = "one function fills a parameter: name the other one in a `#[depends(…)]` on a \
                       parameter of its own";
        errors.error(second, message);
        return None;
    }
    match first {
        Some(Expr::Path(path)) => return Some(path),
        Some(Expr::Call(call)) => {
            let callee = spelled(&call.func);
            let message = format!(
                "the function is named here and called for each request: write \
                 `#[depends({callee})]`"
            );
            errors.error(call, message);
        }
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => {
                let text = text.value();
                let message = format!("a function is named without quotes: `#[depends({text})]`");
                errors.error(literal, message);
            }
            _ => errors.error(literal, HOW),
        },
        Some(other) => {
            let message = "a function with a name fills the parameter: write one, and \
                           `#[depends(its_name)]`";
            errors.error(other, message);
        }
        None => errors.error(meta, HOW),
    }
    None
}

/// A path as it is written by hand.
fn spelled(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

/// The tokens of functions without `#[depends(…)]` on their parameters; `found` is called for each
/// of them. Nothing else is touched, be it a signature or not.
pub(super) fn without_depends(
    tokens: impl IntoIterator<Item = TokenTree>,
    found: &mut dyn FnMut(&Written),
) -> Vec<TokenTree> {
    let without = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            parameters(group, found).into()
        }
        token => token,
    };
    tokens.into_iter().map(without).collect()
}

/// What stands between the parentheses; the group itself where there is nothing to take out.
fn parameters(group: Group, found: &mut dyn FnMut(&Written)) -> Group {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut kept = TokenStream::new();
    let mut changed = false;
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let (attributes, next) = Written::leading(rest);
        if attributes.is_empty() {
            kept.extend([first.clone()]);
            rest = after;
            continue;
        }
        let (ours, others): (Vec<_>, Vec<_>) =
            attributes.into_iter().partition(|it| matches!(it.role, Role::Depends | Role::Hidden));
        changed |= !ours.is_empty();
        ours.iter().for_each(&mut *found);
        kept.extend(attributes::tokens(&others));
        rest = next;
    }
    if !changed {
        return group;
    }
    let mut again = Group::new(Delimiter::Parenthesis, kept);
    again.set_span(group.span());
    again
}
