//! What a row of the table says for an OpenAPI document, where the crate has that feature: templates,
//! texts, and the types, of which the runtime knows what they stand for.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::Compiled;
use super::types::nameable;
use crate::model::{Argument, Handler, Route};
use crate::pattern::Group;

impl Compiled<'_> {
    /// The traits that the descriptions call, in front of the table.
    pub(super) fn description_imports(&self) -> TokenStream {
        quote! {
            #[allow(unused_imports)]
            use ::lychgate::openapi::told::*;
        }
    }

    /// `.described(|operation| { … })`
    pub(super) fn described(&self, route: &Route) -> TokenStream {
        let handler = &route.handler;
        let docs = (!handler.docs.is_empty()).then(|| {
            let docs = &handler.docs;
            quote!(.says(#docs))
        });
        let paths = match route.pattern.templates() {
            Ok(paths) => quote!(#(.path(#paths))*),
            Err(why) => quote!(.nowhere(#why)),
        };
        if route.is_mount {
            return quote!(.described(|operation| { operation #docs #paths; }));
        }
        let captures = route.pattern.groups().iter().enumerate().map(|(place, group)| {
            let (name, taken) = (&group.name, route.pattern.taken(place));
            let pattern = taken.pattern.unwrap_or_default();
            match taken.has_slash {
                true => quote!(.capture_across(#name, #pattern)),
                false => quote!(.capture(#name, #pattern)),
            }
        });
        let refuses = (!handler.dependencies.is_empty()).then(|| quote!(.may_refuse()));
        let head = quote!(operation #docs #paths #(#captures)* #refuses;);
        let types = types(handler, route.pattern.groups());
        let caught = self.caught();
        let conditions = &handler.conditions;
        // Where the function is not there, its types may not be, either.
        let types = match conditions.is_empty() {
            true => quote!(#types #caught),
            false => quote!(#[cfg(all(#(#conditions),*))] { #types #caught }),
        };
        quote!(.described(|operation| { #head #types }))
    }

    /// What failures are answered with, where a function does so under all conditions.
    fn caught(&self) -> Option<TokenStream> {
        let handler = self.model.catch.iter().find(|handler| handler.conditions.is_empty())?;
        told(&handler.output, &quote!(tells_failure(operation)))
    }
}

/// What is said of the types of a function: of what it and the functions it depends on take, and of
/// what it returns.
fn types(handler: &Handler, groups: &[Group]) -> TokenStream {
    let mut seen = Vec::new();
    let arguments = handler.all_arguments().filter_map(|argument| {
        let (ty, call) = match argument {
            Argument::Capture { group, ty, .. } => {
                let name = groups.get(*group).map(|group| group.name.as_str())?;
                (ty, quote!(tells_capture(#name, operation)))
            }
            Argument::Parameter { ty } => (ty, quote!(tells_parameter(operation))),
            Argument::Dependency { .. } | Argument::Error { .. } => return None,
        };
        let told = told(ty, &call)?;
        let text = told.to_string();
        // What a dependency takes, the handler may take too.
        (!seen.contains(&text)).then(|| seen.push(text)).map(|()| told)
    });
    let arguments: TokenStream = arguments.collect();
    let returned = told(&handler.output, &quote!(tells_response(operation)));
    quote!(#arguments #returned)
}

/// `Type::<Json<Order>>::new().tells_parameter(operation);`, unless the type has no name.
fn told(ty: &Type, call: &TokenStream) -> Option<TokenStream> {
    let ty = nameable(ty);
    let is_named = ty.to_string() != "_";
    is_named.then(|| quote!(::lychgate::openapi::Type::<#ty>::new().#call;))
}
