//! `#[derive(Respond)]` on a template.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

/// A value of the type is a response: the page that the template makes of it.
#[must_use]
pub fn template(item: &DeriveInput) -> TokenStream {
    let name = &item.ident;
    let mut generics = item.generics.clone();
    generics.params.insert(0, parse_quote!('respond));
    let (generics, _, _) = generics.split_for_impl();
    let (_, arguments, clause) = item.generics.split_for_impl();
    quote! {
        impl #generics ::lychgate::Respond<'respond> for #name #arguments #clause {
            fn respond(
                self,
                environ: &'respond ::lychgate::Environ,
                start_response: ::lychgate::StartResponse<'respond>,
            ) -> ::lychgate::Reply<'respond> {
                ::lychgate::respond::template(&self, environ, start_response)
            }
        }
    }
}
