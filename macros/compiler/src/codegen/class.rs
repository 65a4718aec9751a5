//! `#[application] impl Countdown { fn new(environ, start_response) … }`

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Path, ReturnType};

use super::implementation::written;
use super::runtime::renamed;
use super::{hints, layers, types};
use crate::ast::{Function, Impl};
use crate::model::Application;

/// A type that is made anew for each request, and is itself the iterator of the body. Its function
/// `application` is one for every request, however long that lives; so it stands on the type with
/// none of its lifetimes left open.
#[must_use]
pub fn class(
    block: &Impl,
    new: &Function,
    model: &Application,
    is_sound: bool,
    runtime: Option<&Path>,
) -> TokenStream {
    let written = written(block);
    let hints = hints(&model.attributes);
    let own = block.generics.lifetimes().map(|it| it.lifetime.ident.to_string());
    let own: Vec<String> = own.chain(["_".to_owned()]).collect();
    let mut generics = block.generics.clone();
    generics.params = generics
        .params
        .into_iter()
        .filter(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
        .collect();
    // The body lives as long as the request, of which nothing more is known here.
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!('static));
    }
    let (generics, _, clause) = generics.split_for_impl();
    let [generics, ty, clause] =
        [generics.to_token_stream(), block.ty.to_token_stream(), clause.to_token_stream()]
            .map(|tokens| with_static(tokens, &own));
    let made = types::without_lifetimes(block.ty.to_token_stream());
    let output = match &new.signature.output {
        ReturnType::Type(_, ty) => with_type(types::nameable(ty), &made),
        ReturnType::Default => types::inferred(new.name()),
    };
    // What the compiler says of a broken `new` would only follow from what is said of it already.
    let mut body = if is_sound {
        let name = new.name();
        quote! {
            let instance = <#made>::#name(environ, start_response);
            <#output as ::lychgate::application::IntoInstance>::into_reply(instance)
        }
    } else {
        quote! {
            start_response.respond(environ, ::lychgate::Status::INTERNAL_SERVER_ERROR)
        }
    };
    if !model.around.is_empty() {
        let way = layers::through(&model.around);
        body = quote! {
            let inside = move |environ: &'a mut ::lychgate::Environ| { #body };
            #way.pass(environ, inside)
        };
    }
    let conditions = &new.conditions;
    let added = quote! {
        #(#[cfg(#conditions)])*
        impl #generics #ty #clause {
            /// Makes an instance for each request, whose blocks are the body of the response.
            pub fn application<'a>(
                environ: &'a mut ::lychgate::Environ,
                start_response: ::lychgate::StartResponse<'a>,
            ) -> ::lychgate::Reply<'a> {
                #body
            }
        }
        #hints
    };
    let added = renamed(added, runtime);
    quote!(#written #added)
}

/// The tokens with `'static` for each of these lifetimes.
fn with_static(tokens: TokenStream, lifetimes: &[String]) -> TokenStream {
    let mut after_tick = false;
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Punct(ref punct) => {
            after_tick = punct.as_char() == '\'';
            token
        }
        TokenTree::Ident(ref name)
            if std::mem::take(&mut after_tick) && lifetimes.iter().any(|own| name == own) =>
        {
            proc_macro2::Ident::new("static", name.span()).into()
        }
        TokenTree::Group(group) => {
            let mut again = Group::new(group.delimiter(), with_static(group.stream(), lifetimes));
            again.set_span(group.span());
            again.into()
        }
        token => token,
    });
    replaced.collect()
}

/// The tokens with a type for `Self`.
fn with_type(tokens: TokenStream, ty: &TokenStream) -> TokenStream {
    let replaced = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(word) if word == "Self" => {
            let place = word.span();
            let ty = ty.clone().into_iter().map(move |mut token| {
                token.set_span(place.located_at(token.span()).resolved_at(token.span()));
                token
            });
            ty.collect()
        }
        TokenTree::Group(group) => {
            let mut again = Group::new(group.delimiter(), with_type(group.stream(), ty));
            again.set_span(group.span());
            TokenTree::from(again).into()
        }
        token => TokenStream::from(token),
    });
    replaced.collect()
}
