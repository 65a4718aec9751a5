//! `#[application] fn app(…) { … }`

use proc_macro2::TokenStream;
use quote::quote;

use super::Compiled;
use crate::ast::Function;

/// A function of `(environ, start_response)` is an application as it stands; this only has the
/// compiler check it, at its name.
#[must_use]
pub fn bare(function: &Function) -> TokenStream {
    let (attributes, rest, name) = (&function.attributes, &function.rest, function.name());
    quote! {
        #attributes #rest

        const _: fn() = || {
            fn is_application(_: impl ::lychgate::Application) {}
            is_application(#name);
        };
    }
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
    let application = compiled.model.not_found.as_ref().map(|handler| compiled.single(handler));
    let visibility = &function.visibility;
    quote! {
        #attributes #rest

        #[doc = "The function of the same name as an application: `application`."]
        #visibility mod #name {
            /// Answers every request.
            #[allow(non_upper_case_globals)]
            pub static application: ::lychgate::Dispatcher<0> = #application;
        }
    }
}
