//! `#[application] impl Blog { … }`

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{Path, ReturnType};

use super::runtime::renamed;
use super::{Compiled, hints, items, layers, types};
use crate::ast::{Function, Impl};
use crate::model::Application;

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
    let ways =
        compiled.impl_ways(&quote!(impl #generics ::lychgate::dispatch::Ways for #ty #clause));
    let mounted = compiled.mounted(&quote!(<#ty>::));
    let body_limit = (!ways.is_empty()).then(|| {
        quote! {
            fn body_limit(
                &self,
                environ: &::lychgate::Environ,
            ) -> ::core::option::Option<::core::primitive::u64> {
                ::lychgate::dispatch::body_limit(self, environ, Self::find)
            }
        }
    });
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

                fn finds(&self, method: &str, path: &str) -> ::core::primitive::bool {
                    Self::find(method, path).route().is_some()
                }

                #body_limit
            }

            #ways

            #mounted

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
pub fn instance(
    block: &Impl,
    call: &Function,
    model: &Application,
    runtime: Option<&Path>,
) -> TokenStream {
    let written = written(block);
    let hints = hints(&model.attributes);
    let ty = &block.ty;
    let (generics, _, clause) = block.generics.split_for_impl();
    let output = match &call.signature.output {
        ReturnType::Type(_, ty) => types::nameable(ty),
        ReturnType::Default => types::inferred(call.name()),
    };
    // The method of the block comes before the trait's of the same name.
    let mut reply = quote! {
        let reply = Self::call(self, environ, start_response);
        <#output as ::lychgate::application::IntoReply>::into_reply(reply)
    };
    let mut around = TokenStream::new();
    if !model.around.is_empty() {
        reply = quote! {
            let inside = move |environ| { #reply };
            ::lychgate::dispatch::Ways::around(self).pass(environ, inside)
        };
        let layers = layers::impl_around(&model.around);
        around = quote!(impl #generics ::lychgate::dispatch::Ways for #ty #clause { #layers });
    }
    let added = quote! {
        impl #generics ::lychgate::Application for #ty #clause {
            fn call<'a>(
                &'a self,
                environ: &'a mut ::lychgate::Environ,
                start_response: ::lychgate::StartResponse<'a>,
            ) -> ::lychgate::Reply<'a> {
                #reply
            }
        }
        #around
        #hints
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
