//! `#[application] impl Blog { … }`

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{Path, ReturnType};

use super::runtime::renamed;
use super::{Compiled, hints, items, types};
use crate::ast::{Function, Impl};

/// The block as written, then `ROUTES` and `find` on the type, and its `impl Application`. What is
/// private to them is in an anonymous constant, so that no name is taken from the user's module.
#[must_use]
pub fn implementation(block: &Impl, compiled: &Compiled<'_>) -> TokenStream {
    let written = written(block);
    let hints = hints(&compiled.model.attributes);
    let (table, width) = (compiled.table(), compiled.width());
    let docs = compiled.table_docs();
    let search = compiled.search(&quote!(Self::ROUTES));
    let dispatch = compiled.dispatch();
    let private = compiled.private_modules();
    let ty = &block.ty;
    let (generics, _, clause) = block.generics.split_for_impl();
    let added = quote! {
        const _: () = {
            use ::core::primitive::str;

            impl #generics #ty #clause {
                /// The routes, in the order of their declaration.
                pub const ROUTES: &'static [::lychgate::Route] = #table;

                /// The route that answers `method` at `path`, or the methods that are allowed there.
                pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, #width> {
                    #search
                }
            }

            /// Answers each request by the first of its routes that matches:
            #docs
            impl #generics ::lychgate::Application for #ty #clause {
                fn call<'a>(
                    &'a self,
                    environ: &'a mut ::lychgate::Environ,
                    start_response: ::lychgate::StartResponse<'a>,
                ) -> ::lychgate::Reply<'a> {
                    #dispatch
                }

                fn routes(&self) -> &'static [::lychgate::Route] {
                    Self::ROUTES
                }
            }

            #private
        };
        #hints
    };
    let added = renamed(added, compiled.runtime);
    quote!(#written #added)
}

/// A block with `fn call(&self, environ, start_response)` and no routes: an instance that is an
/// application by itself.
#[must_use]
pub fn instance(block: &Impl, call: &Function, runtime: Option<&Path>) -> TokenStream {
    let written = written(block);
    let ty = &block.ty;
    let (generics, _, clause) = block.generics.split_for_impl();
    let output = match &call.signature.output {
        ReturnType::Type(_, ty) => types::nameable(ty),
        ReturnType::Default => types::inferred(call.name()),
    };
    let added = quote! {
        impl #generics ::lychgate::Application for #ty #clause {
            fn call<'a>(
                &'a self,
                environ: &'a mut ::lychgate::Environ,
                start_response: ::lychgate::StartResponse<'a>,
            ) -> ::lychgate::Reply<'a> {
                // The method of the block, which comes before the trait's of the same name.
                let reply = Self::call(self, environ, start_response);
                <#output as ::lychgate::application::IntoReply>::into_reply(reply)
            }
        }
    };
    let added = renamed(added, runtime);
    quote!(#written #added)
}

/// The block as it was written.
#[must_use]
pub fn written(block: &Impl) -> TokenStream {
    let mut braces = Group::new(Delimiter::Brace, items(&block.items));
    braces.set_span(block.span);
    let head = &block.head;
    let braces = TokenTree::from(braces);
    quote!(#head #braces)
}
