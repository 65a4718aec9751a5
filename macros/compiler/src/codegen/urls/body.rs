//! How a function of `urls` puts the path together.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Argument, ArgumentType, Made, Place};
use crate::model::Route;
use crate::pattern::Piece;

/// The path as documentation shows it: `posts/{year}[/{month}]`.
pub(super) fn template(pieces: &[Piece], route: &Route) -> String {
    let show = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Capture { group, .. } => {
            let group = route.pattern.groups().get(*group);
            format!("{{{}}}", group.map_or("", |group| group.name.as_str()))
        }
        Piece::Choice(branches) => {
            let branches: Vec<String> =
                branches.iter().map(|branch| template(branch, route)).collect();
            format!("[{}]", branches.join("|"))
        }
    };
    pieces.iter().map(show).collect()
}

pub(super) fn body(made: &Made<'_>, place: &Place) -> TokenStream {
    let Place { of, around, .. } = place;
    if let Some(path) = &made.fixed {
        return quote!(::lychgate::Url::fixed(#path));
    }
    let name = &made.route.name;
    let start = quote!(::lychgate::url::to(#of ROUTES, #around route::#name));
    if made.route.is_mount {
        let text = made.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            _ => None,
        });
        return quote!(#start #(.text(#text))* .inside(inside, #of find));
    }
    let groups = made.route.pattern.groups().iter().enumerate();
    let implied = groups
        .filter(|(place, _)| !made.arguments.iter().any(|argument| argument.group == *place))
        .map(|(_, group)| group.name.as_str());
    let writer = Writer { made, local: local(&made.arguments) };
    let given = several(made.pieces).into_iter().filter_map(|group| writer.given(group));
    let start = quote!(#start #(.implied(#implied))* #(#given)*);
    let (statements, url) = writer.expression(made.pieces, start);
    quote!(#(#statements)* #url.url(#of find))
}

/// The groups of choices that have several: where one is given, there may be no place for another.
fn several(pieces: &[Piece]) -> Vec<usize> {
    let choices = pieces.iter().filter(|piece| matches!(piece, Piece::Choice(_)));
    let groups = choices.map(|choice| super::argument::groups(std::slice::from_ref(choice)));
    groups.filter(|groups| groups.len() > 1).flatten().collect()
}

/// A variable that is not called as an argument is.
fn local(arguments: &[Argument]) -> Ident {
    let mut name = "url".to_owned();
    while arguments.iter().any(|argument| argument.name == name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

struct Writer<'w> {
    made: &'w Made<'w>,
    local: Ident,
}

impl Writer<'_> {
    /// What is to be done before, and the expression that goes on from `start`.
    fn expression(&self, pieces: &[Piece], start: TokenStream) -> (Vec<TokenStream>, TokenStream) {
        let local = &self.local;
        let mut statements = Vec::new();
        let mut url = start;
        for piece in pieces {
            match piece {
                Piece::Text(text) => url = quote!(#url.text(#text)),
                Piece::Capture { group, least } => {
                    let capture = self.capture(*group, *least);
                    url = quote!(#url #capture);
                }
                Piece::Choice(branches) => {
                    let choice = self.choice(branches);
                    if *local != url.to_string() {
                        statements.push(quote!(let #local = #url;));
                    }
                    statements.push(quote!(let #local = #choice;));
                    url = quote!(#local);
                }
            }
        }
        (statements, url)
    }

    fn capture(&self, group: usize, least: usize) -> TokenStream {
        let Some(argument) = self.argument(group) else { return TokenStream::new() };
        let group = self.made.route.pattern.groups().get(group);
        let (text, name) = (group.map_or("", |group| group.name.as_str()), &argument.name);
        if matches!(argument.ty, ArgumentType::Integer(_)) && least > 1 {
            let least = Literal::usize_unsuffixed(least);
            return quote!(.number(#text, #name, #least));
        }
        quote!(.capture(#text, #name))
    }

    /// `.given("day", day.is_some())`
    fn given(&self, group: usize) -> Option<TokenStream> {
        let argument = self.argument(group).filter(|argument| argument.optional)?;
        let (text, name) = (&self.made.route.pattern.groups().get(group)?.name, &argument.name);
        Some(quote!(.given(#text, #name.is_some())))
    }

    fn argument(&self, group: usize) -> Option<&Argument> {
        self.made.arguments.iter().find(|argument| argument.group == group)
    }

    /// `if let Some(day) = day { … } else { url }`
    fn choice(&self, branches: &[Vec<Piece>]) -> TokenStream {
        let local = &self.local;
        let mut choice = TokenStream::new();
        for branch in branches {
            let (statements, url) = self.expression(branch, quote!(#local));
            let block = quote!({ #(#statements)* #url });
            let Some(condition) = self.condition(branch) else {
                return quote!(#choice #block);
            };
            choice.extend(quote!(if #condition #block else));
        }
        quote!(#choice { #local })
    }

    /// That the groups of a branch are given; nothing where it has none.
    fn condition(&self, branch: &[Piece]) -> Option<TokenStream> {
        let own = branch.iter().filter_map(|piece| match piece {
            Piece::Capture { group, .. } => self.argument(*group).map(|argument| &argument.name),
            _ => None,
        });
        let mut own: Vec<&Ident> = own.collect();
        own.dedup();
        match own.as_slice() {
            [name] => return Some(quote!(let ::core::option::Option::Some(#name) = #name)),
            [] => {}
            _ => {
                return Some(quote! {
                    let (#(::core::option::Option::Some(#own)),*) = (#(#own),*)
                });
            }
        }
        let inside = super::argument::groups(branch);
        let names = inside.iter().filter_map(|group| self.argument(*group)).map(|it| &it.name);
        let names: Vec<&Ident> = names.collect();
        (!names.is_empty()).then(|| quote!(#(#names.is_some())||*))
    }
}
