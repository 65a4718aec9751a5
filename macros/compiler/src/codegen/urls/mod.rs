//! The way back: `urls`, with a function for each handler that makes the path of its route.

mod argument;
mod body;
mod fixed;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use self::argument::{Argument, ArgumentType};
use self::fixed::Leads;
use super::Compiled;
use super::layers::deeper;
use crate::model::Route;
use crate::pattern::Piece;

/// Where the functions stand, which is how they name what is beside them.
struct Place {
    /// In front of `ROUTES` and `find`.
    of: TokenStream,
    /// In front of `route`.
    around: TokenStream,
    /// The receiver, where they are methods.
    receiver: TokenStream,
    /// `str`.
    text: TokenStream,
    /// Whether they stand one module further in than the handlers.
    is_deeper: bool,
}

/// What the functions are called by, what they answer with, and what they are made of.
struct Made<'m> {
    route: &'m Route,
    pieces: &'m [Piece],
    arguments: Vec<Argument>,
    fixed: Option<String>,
}

impl Compiled<'_> {
    /// `pub mod urls { … }`, in a module.
    pub(super) fn urls_module(&self, text: &TokenStream) -> TokenStream {
        if self.model.routes.is_empty() {
            return TokenStream::new();
        }
        let (of, around) = (quote!(super::), quote!(super::));
        let (text, receiver) = (text.clone(), TokenStream::new());
        let place = Place { of, around, receiver, text, is_deeper: true };
        let (functions, missing) = self.functions(&place);
        let docs = docs(&missing);
        quote! {
            #docs
            #[allow(dead_code, private_interfaces, private_bounds, unreachable_pub)]
            pub mod urls {
                #[allow(unused_imports)]
                use super::*;

                #functions
            }
        }
    }

    /// The type of `Blog::urls()`, and its methods.
    pub(super) fn urls_type(&self, ty: &syn::Type, generics: &syn::Generics) -> TokenStream {
        let (text, receiver) = (quote!(str), quote!(self,));
        let (of, around) = (quote!(<#ty>::), TokenStream::new());
        let place = Place { of, around, receiver, text, is_deeper: false };
        let (functions, missing) = self.functions(&place);
        let docs = docs(&missing);
        let (head, _, clause) = generics.split_for_impl();
        quote! {
            #docs
            #[allow(non_camel_case_types, missing_debug_implementations)]
            pub struct urls<T: ?::core::marker::Sized>(::core::marker::PhantomData<fn(&T)>);

            #[allow(dead_code, private_interfaces, private_bounds)]
            impl #head urls<#ty> #clause {
                #functions
            }
        }
    }

    /// The functions, and for each handler that has none why that is so.
    fn functions(&self, place: &Place) -> (TokenStream, Vec<String>) {
        let (mut functions, mut missing) = (TokenStream::new(), Vec::new());
        for routes in self.model.functions() {
            let made = routes.iter().map(|index| self.made(*index, place));
            let mut reasons = Vec::new();
            let first = made.zip(&routes).find_map(|(made, index)| match made? {
                Ok(made) => Some((made, *index)),
                Err(why) => {
                    reasons.push(why);
                    None
                }
            });
            match first {
                Some((made, _)) => functions.extend(self.function(&made, place)),
                None => missing.append(&mut reasons),
            }
        }
        (functions, missing)
    }

    /// What the function of a route is made of, or why there can be none.
    fn made(&self, index: usize, place: &Place) -> Option<Result<Made<'_>, String>> {
        let route = self.model.routes.get(index)?;
        let (handler, pattern) = (route.handler.name.unraw(), route.pattern.text());
        let none = |why: String| Err(format!(" - `{handler}`, `{pattern}`: {why}"));
        let pieces = match route.pattern.inverse() {
            Ok(pieces) => pieces,
            Err(part) => {
                return Some(none(format!("`{part}` may be several texts, and no group names it")));
            }
        };
        let arguments: Result<Vec<Argument>, String> = argument::groups(pieces)
            .into_iter()
            .map(|group| Argument::of(route, group, place))
            .collect();
        let arguments = match arguments {
            Ok(arguments) => arguments,
            Err(why) => return Some(none(why)),
        };
        let mut fixed = None;
        if let (false, [] | [Piece::Text(_)]) = (route.is_mount, pieces) {
            let text = match pieces.first() {
                Some(Piece::Text(text)) => text.as_str(),
                _ => "",
            };
            match self.leads(index, text) {
                Leads::Here => fixed = fixed::unquoted(text),
                Leads::Perhaps => {}
                Leads::Nowhere => {
                    return Some(none(format!("it does not match its own `/{text}`")));
                }
                Leads::To(other) => {
                    return Some(none(format!("`/{text}` leads to `{other}`")));
                }
            }
        }
        Some(Ok(Made { route, pieces, arguments, fixed }))
    }

    fn function(&self, made: &Made<'_>, place: &Place) -> TokenStream {
        let Made { route, pieces, arguments, .. } = made;
        let handler = &route.handler;
        let mut name = handler.name.clone();
        name.set_span(name.span().resolved_at(Span::call_site()));
        let doc = format!(
            " `/{}` leads to `{}`, by `{}`.",
            body::template(pieces, route),
            handler.name.unraw(),
            route.pattern.text(),
        );
        let parameters = arguments.iter().map(|argument| argument.parameter(place));
        let mut parameters: Vec<TokenStream> = parameters.collect();
        if route.is_mount {
            parameters.push(quote!(inside: ::lychgate::Url));
        }
        let bounds: Vec<TokenStream> = arguments.iter().filter_map(Argument::bound).collect();
        let clause = (!bounds.is_empty()).then(|| quote!(where #(#bounds),*));
        let (receiver, conditions) = (&place.receiver, &handler.conditions);
        let body = body::body(made, place);
        quote! {
            #[doc = #doc]
            #(#[cfg(#conditions)])*
            pub fn #name(#receiver #(#parameters),*) -> ::lychgate::Url #clause {
                #body
            }
        }
    }
}

fn docs(missing: &[String]) -> TokenStream {
    let head = (!missing.is_empty()).then(|| {
        quote! {
            #[doc = ""]
            #[doc = " There is none for:"]
        }
    });
    quote! {
        /// Where the routes are: each function makes the URL that leads to its handler with these
        /// captures.
        #head
        #(#[doc = #missing])*
    }
}

/// The name of a parameter of ours.
fn parameter_name(group: &str) -> Ident {
    let word = syn::parse_str::<Ident>(group);
    let raw = || syn::parse_str::<Ident>(&format!("r#{group}"));
    let name = word.or_else(|_| raw()).map(|mut name| {
        name.set_span(Span::call_site());
        name
    });
    name.unwrap_or_else(|_| Ident::new(&format!("_{group}"), Span::call_site()))
}

/// A type of the user's, as it is written where the function stands.
fn placed(ty: &TokenStream, place: &Place) -> TokenStream {
    if place.is_deeper { deeper(ty) } else { ty.clone() }
}
