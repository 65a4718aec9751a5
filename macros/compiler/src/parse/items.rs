//! The items of a body, one by one: one that cannot be read does not hide the others.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::attributes::{self, Role, Written};
use super::item::SignatureFirst;
use super::parameters;
use crate::ast::{Function, Item};
use crate::errors::Errors;

/// Reads the items of a module's or impl block's body.
pub(super) fn read(body: TokenStream, errors: &Errors) -> Vec<Item> {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let mut items = Vec::new();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let (attributes, after) = Written::leading(rest);
        let (item, next) = one(&attributes, after, errors);
        items.push(item);
        rest = next;
    }
    items
}

/// One item after its attributes, and what follows it.
fn one<'t>(
    attributes: &[Written],
    after: &'t [TokenTree],
    errors: &Errors,
) -> (Item, &'t [TokenTree]) {
    for attribute in attributes.iter().filter(|attribute| attribute.role == Role::Hidden) {
        attribute.error(errors, attributes::HIDDEN);
    }
    for attribute in attributes.iter().filter(|attribute| attribute.role == Role::Depends) {
        attribute.error(errors, parameters::DEPENDS_ON_PARAMETER);
    }
    let mut end = item_end(after, 0);
    if is_function(after) {
        // A block in a const argument (`-> Array<{ N }>`) ends the item too early: try further on.
        for _ in 0..4 {
            let (text, next) = after.split_at(end);
            if let Some(function) = function(attributes, text, errors) {
                return (Item::Function(Box::new(function)), next);
            }
            if next.is_empty() {
                break;
            }
            end = item_end(after, end);
        }
        end = item_end(after, 0);
    }
    let (text, next) = after.split_at(end);
    (other(attributes, text, errors), next)
}

/// An item that is no function, or one that cannot be read.
fn other(attributes: &[Written], text: &[TokenTree], errors: &Errors) -> Item {
    let own = attributes.iter().any(|attribute| attribute.role == Role::Application);
    let is_ours = |attribute: &&Written| attribute.is_helper() && !(own && attribute.is_with());
    let found = match keyword(text) {
        Some(word) if word != "fn" => format!(", not on `{word}`"),
        Some(_) => ": the signature of this one cannot be read".to_owned(),
        None => ", and there is none here".to_owned(),
    };
    for attribute in attributes.iter().filter(is_ours).filter(|_| !is_bodiless(text)) {
        let name = attribute.name();
        attribute.error(errors, &format!("`#[{name}]` belongs on a function with a body{found}"));
    }
    let text = if own {
        text.to_vec()
    } else {
        parameters::without_depends(without_nested(text, errors), &mut |_| {})
    };
    let kept = attributes.iter().filter(|it| !it.is_ours() || (own && it.is_with()));
    Item::Other(attributes::tokens(kept).into_iter().chain(text).collect())
}

fn function(attributes: &[Written], text: &[TokenTree], errors: &Errors) -> Option<Function> {
    let mut read: SignatureFirst = syn::parse2(text.iter().cloned().collect()).ok()?;
    if !read.has_body {
        return None;
    }
    let is_route = attributes.iter().any(|it| it.is_helper() && !it.is_with());
    // A function without a route may well be an application beside the one it stands in.
    let own = !is_route && attributes.iter().any(|it| it.role == Role::Application);
    let is_read = |attribute: &&Written| attribute.is_helper() && !own;
    let twice = |attribute: &&Written| is_route && attribute.role == Role::Application;
    for attribute in attributes.iter().filter(twice) {
        attribute.error(
            errors,
            "this function is a route of the application around it: remove `#[application]`",
        );
    }
    // Its own attribute reads the parameters then, as that of a middleware does.
    let is_middleware = attributes.iter().any(|it| it.role == Role::Middleware);
    let (depends, rest) = if own || (is_middleware && !is_route) {
        (Vec::new(), text.to_vec())
    } else {
        let depends = parameters::take(&mut read.signature, errors);
        (depends, parameters::without_depends(text.iter().cloned(), &mut |_| {}))
    };
    let both = |attribute: &&Written| is_route && attribute.role == Role::Middleware;
    for attribute in attributes.iter().filter(both) {
        attribute.error(
            errors,
            "a function is a route or a middleware, not both: remove `#[middleware]`, or write two \
             functions",
        );
    }
    let kept = attributes.iter().filter(|attribute| {
        let stays = !attribute.is_ours() || (own && attribute.is_with());
        stays && !twice(attribute) && !both(attribute)
    });
    Some(Function {
        attributes: attributes::tokens(kept),
        helpers: attributes.iter().filter(is_read).filter_map(|it| it.helper(errors)).collect(),
        conditions: attributes.iter().filter_map(Written::condition).collect(),
        visibility: read.visibility,
        signature: read.signature,
        depends,
        rest: rest.into_iter().collect(),
    })
}

/// Whether it is a function whose body is missing: the compiler says that, and better.
fn is_bodiless(text: &[TokenTree]) -> bool {
    let ends = matches!(text.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ';');
    let signature = text.iter().cloned().collect::<TokenStream>();
    ends && syn::parse2::<SignatureFirst>(signature).is_ok()
}

/// A module, trait or block inside the application: its functions are not the application's. Our
/// attributes are reported and taken out, as the compiler may know them by no import.
fn without_nested(text: &[TokenTree], errors: &Errors) -> Vec<TokenTree> {
    let word = keyword(text);
    let (Some(TokenTree::Group(body)), Some(word)) = (text.last(), word) else {
        return text.to_vec();
    };
    let nests = ["mod", "impl", "trait"].contains(&word.as_str());
    if !nests || body.delimiter() != Delimiter::Brace {
        return text.to_vec();
    }
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let mut kept = TokenStream::new();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let (attributes, after) = Written::leading(rest);
        let (item, next) = after.split_at(item_end(after, 0));
        let is_function = is_function(after);
        for attribute in &attributes {
            if is_function && attribute.is_helper() {
                attribute.error(errors, &nested(attribute, &word));
            } else {
                kept.extend(attribute.tokens.iter().cloned());
            }
        }
        let own = attributes.iter().any(|attribute| attribute.role == Role::Application);
        let report = &mut |attribute: &Written| {
            if attribute.role == Role::Depends {
                attribute.error(errors, &nested(attribute, &word));
            }
        };
        kept.extend(if own {
            item.to_vec()
        } else {
            parameters::without_depends(without_nested(item, errors), report)
        });
        rest = next;
    }
    let mut again = Group::new(Delimiter::Brace, kept);
    again.set_span(body.span());
    let before = text.split_last().map(|(_, before)| before.to_vec()).unwrap_or_default();
    before.into_iter().chain([again.into()]).collect()
}

fn nested(attribute: &Written, word: &str) -> String {
    let name = attribute.name();
    format!(
        "`#[{name}]` is read in the body of `#[application]` itself, not in the `{word}` inside: give \
         that its own `#[application]`, or move the function out"
    )
}

/// Where the item that begins at the head ends: after its braces or its semicolon; or before the
/// attributes of the next item, where this one is only half typed. `from` tokens are known to
/// belong to it.
fn item_end(tokens: &[TokenTree], from: usize) -> usize {
    let mut before: Option<&TokenTree> = None;
    for (place, token) in tokens.iter().enumerate().skip(from) {
        match token {
            TokenTree::Group(_) if is_body(token) => return place + 1,
            TokenTree::Punct(punct) if punct.as_char() == ';' => return place + 1,
            TokenTree::Punct(punct) if punct.as_char() == '#' && place > from => {
                // Within an item they stand only before the parameters between `<` and `>`, and
                // ours do not.
                let is_generic = matches!(
                    before,
                    Some(TokenTree::Punct(punct)) if "<,".contains(punct.as_char())
                );
                let (attributes, _) = Written::leading(tokens.split_at(place).1);
                if !is_generic || attributes.iter().any(Written::is_helper) {
                    return place;
                }
            }
            _ => {}
        }
        before = Some(token);
    }
    tokens.len()
}

/// Whether this is what stands in braces, also where a `macro_rules!` matched it as a `block`.
pub(super) fn is_body(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let mut inside = group.stream().into_iter();
    match (group.delimiter(), inside.next(), inside.next()) {
        (Delimiter::Brace, ..) => true,
        (Delimiter::None, Some(only), None) => is_body(&only),
        _ => false,
    }
}

/// The keyword that says what kind of item it is, after its qualifiers.
pub(super) fn keyword(tokens: &[TokenTree]) -> Option<String> {
    const KINDS: [&str; 11] = [
        "fn",
        "mod",
        "impl",
        "trait",
        "struct",
        "enum",
        "union",
        "static",
        "type",
        "use",
        "macro_rules",
    ];
    let words: Vec<String> = tokens
        .iter()
        .map_while(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            // `pub(crate)`, or what a `macro_rules!` matched as `$visibility:vis`.
            TokenTree::Group(group)
                if matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None) =>
            {
                Some(String::new())
            }
            TokenTree::Literal(_) => Some(String::new()),
            _ => None,
        })
        .collect();
    let known = words.iter().find(|word| KINDS.contains(&word.as_str()));
    let constant = || words.iter().find(|word| *word == "const");
    known.or_else(constant).cloned()
}

/// Whether the item is a function: `fn` comes before anything but qualifiers.
fn is_function(tokens: &[TokenTree]) -> bool {
    keyword(tokens).as_deref() == Some("fn")
}

/// The tokens without those of our attributes, whatever else they are.
pub(super) fn without_helpers(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = TokenStream::new();
    let mut rest = tokens.as_slice();
    // An item with its own `#[application]` reads its parameters itself.
    let mut own = false;
    while let Some((first, after)) = rest.split_first() {
        let (attributes, next) = Written::leading(rest);
        if attributes.is_empty() {
            let first = first.clone();
            own &= !is_body(&first);
            kept.extend(if own {
                vec![first]
            } else {
                parameters::without_depends([first], &mut |_| {})
            });
            rest = after;
            continue;
        }
        own = attributes.iter().any(|it| it.role == Role::Application);
        let ours = |it: &&Written| it.is_helper() || it.role == Role::Depends;
        kept.extend(attributes::tokens(attributes.iter().filter(|it| !ours(it))));
        rest = next;
    }
    kept
}
