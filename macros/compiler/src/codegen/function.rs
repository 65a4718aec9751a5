//! `#[application] fn app(…) { … }`

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use syn::{FnArg, Path, ReturnType};

use super::runtime::renamed;
use super::{Compiled, types};
use crate::ast::Function;

/// A function of `(environ, start_response)` is an application as it stands. This only has the
/// compiler check that, with errors about a parameter or the returned value at their types.
#[must_use]
pub fn bare(function: &Function, is_sound: bool, runtime: Option<&Path>) -> TokenStream {
    let (attributes, rest, name) = (&function.attributes, &function.rest, function.name());
    if !is_sound {
        return quote!(#attributes #rest);
    }
    let output = match &function.signature.output {
        ReturnType::Type(_, ty) => types::nameable(ty),
        ReturnType::Default => types::inferred(name),
    };
    let names = ["environ", "start_response"].map(|name| Ident::new(name, Span::call_site()));
    let inputs = function.signature.inputs.iter().zip(&names).map(|(input, name)| match input {
        FnArg::Typed(input) => types::placed(name, &input.ty),
        FnArg::Receiver(_) => name.clone(),
    });
    let conditions = &function.conditions;
    let added = quote! {
        #(#[cfg(#conditions)])*
        const _: () = {
            #[allow(dead_code)]
            fn application<'a>(
                environ: &'a mut ::lychgate::Environ,
                start_response: ::lychgate::StartResponse<'a>,
            ) -> ::lychgate::Reply<'a> {
                let reply = #name(#(#inputs),*);
                <#output as ::lychgate::application::IntoReply>::into_reply(reply)
            }
        };
    };
    let added = renamed(added, runtime);
    quote!(#attributes #rest #added)
}

/// A function of typed parameters: beside it, a module of its name has the application.
#[must_use]
pub fn single(function: &Function, compiled: &Compiled<'_>) -> TokenStream {
    let (attributes, rest) = (&function.attributes, &function.rest);
    let name = {
        let mut name = function.name().clone();
        name.set_span(proc_macro2::Span::call_site());
        name
    };
    let application = compiled.model.not_found.first().map(|handler| compiled.single(handler));
    let imports = compiled.model.around.first().map(|_| {
        quote! {
            #[allow(unused_imports)]
            use super::*;
        }
    });
    let visibility = &function.visibility;
    let Some((ty, value)) = application else { return quote!(#attributes #rest) };
    let conditions = &function.conditions;
    let added = quote! {
        #(#[cfg(#conditions)])*
        /// The function of the same name as an application: `application`.
        #visibility mod #name {
            #imports

            /// Answers every request.
            #[allow(non_upper_case_globals)]
            pub static application: #ty = #value;
        }
    };
    let added = renamed(added, compiled.runtime);
    quote!(#attributes #rest #added)
}
