//! `#[middleware] fn timing(…) { … }`, `#[middleware] impl Limiter { … }`

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{FnArg, Path, ReturnType, Type, Visibility};

use super::implementation::written;
use super::runtime::renamed;
use super::types::{self, nameable};
use crate::ast::{Decorator, Function, Impl};

/// A type of the function's name that is the middleware, with the function as written inside; and a
/// decorator of its name, which puts it around an application. Where the function is not sound,
/// requests only pass, so that whoever names it sees no error.
///
/// ```text
/// in:   fn timing(environ: &mut Environ, next: Next<'_>) -> Response { … }
/// out:  struct timing {}
///       impl Middleware for timing { fn call(&self, passage) -> Reply { … } }
///       const fn timing<A: Application>(inside: A) -> Layer<timing, A> { … }
/// ```
#[must_use]
pub fn decorator(decorator: &Decorator, is_sound: bool, runtime: Option<&Path>) -> TokenStream {
    let Decorator { function, outer, inner, text } = decorator;
    let (visibility, conditions, name) =
        (&function.visibility, &function.conditions, function.name());
    let mut ty = name.clone();
    ty.set_span(Span::call_site());
    let called = if is_sound { through(function, Form::Function) } else { quote!(proceed()) };
    let docs = format!(" The middleware [`{name}`](fn@{name}) as a type.");
    // The type is part of that of `site::application`, which more may see than the decorator.
    let is_public = matches!(visibility, Visibility::Public(_));
    let hidden = (!is_public).then(|| quote!(#[doc(hidden)]));
    let before = quote! {
        #(#[cfg(#conditions)])*
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #hidden
        #[allow(non_camel_case_types, unreachable_pub)]
        pub struct #ty {}
    };
    // The parameter has not the name of the `static` that may stand beside it.
    let decorated = quote! {
        #[allow(dead_code)]
        #visibility const fn #name<A: ::lychgate::Application>(
            inside: A,
        ) -> ::lychgate::Layer<#ty, A> {
            ::lychgate::Layer::new(#ty {}, inside)
        }
    };
    let passage = ours("passage", function);
    let (head, passed) = (
        quote!(impl ::lychgate::Middleware for #ty),
        quote!(fn call<'a>(&'a self, #passage: ::lychgate::middleware::Passage<'a>) -> ::lychgate::Reply<'a>),
    );
    let [before, decorated, head, passed, called] =
        [before, decorated, head, passed, called].map(|tokens| renamed(tokens, runtime));
    quote! {
        #before

        #(#[cfg(#conditions)])*
        #head {
            #passed {
                #inner #text
                #passage.#called
            }
        }

        #outer
        #decorated
    }
}

/// The block as written, and its type as a middleware by the method `call`.
#[must_use]
pub fn middleware(block: &Impl, call: Option<&Function>, runtime: Option<&Path>) -> TokenStream {
    let written = written(block);
    if block.of_trait.is_some() {
        return written;
    }
    let ty = &block.ty;
    let (generics, _, clause) = block.generics.split_for_impl();
    let called = call.map_or_else(|| quote!(proceed()), |call| through(call, Form::Method));
    let added = quote! {
        impl #generics ::lychgate::Middleware for #ty #clause {
            fn call<'a>(
                &'a self,
                passage: ::lychgate::middleware::Passage<'a>,
            ) -> ::lychgate::Reply<'a> {
                passage.#called
            }
        }
    };
    let added = renamed(added, runtime);
    quote!(#written #added)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Function,
    Method,
}

/// `through(timing)`. What is not spelled as usual is named by the user's own tokens, or stands in
/// their place, so that an error about it belongs there.
fn through(function: &Function, form: Form) -> TokenStream {
    let name = function.name();
    let output = output(function);
    let (environ, next) = parameters(function);
    // An error about the function as a whole, as that its future is not `Send`, is shown at its name.
    let place = name.span().resolved_at(Span::call_site());
    if function.signature.asyncness.is_some() {
        let types = output.map(|output| quote!(::<#output, _>));
        let (this, state, callee) = match form {
            Form::Function => (quote!(_), quote!(&()), quote!(#name(#environ, #next))),
            Form::Method => {
                (quote!(this), quote!(self), quote!(Self::#name(this, #environ, #next)))
            }
        };
        let later = quote_spanned!(place=> ::std::boxed::Box::pin(#callee));
        return quote!(through_later #types(#state, |#this, #environ, #next| #later));
    }
    let types = output.map(|output| quote!(::<#output>));
    match form {
        Form::Function if is_usual(function) => quote!(through #types(#name)),
        Form::Function => quote!(through #types(|#environ, #next| #name(#environ, #next))),
        Form::Method => {
            quote!(through #types(|#environ, #next| Self::#name(self, #environ, #next)))
        }
    }
}

/// What the function returns, unless that is `Response`, or a type without a name.
fn output(function: &Function) -> Option<TokenStream> {
    match &function.signature.output {
        ReturnType::Type(_, ty) if is_named(ty, "Response") => None,
        ReturnType::Type(_, ty) => Some(nameable(ty)),
        ReturnType::Default => {
            let place = function.name().span().resolved_at(Span::call_site());
            Some(quote_spanned!(place=> ()))
        }
    }
}

/// The arguments, each in the place of its parameter's type.
fn parameters(function: &Function) -> (Ident, Ident) {
    let mut types = function.signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty),
        FnArg::Receiver(_) => None,
    });
    let mut placed = |name: &str| {
        let name = ours(name, function);
        types.next().map_or(name.clone(), |ty| types::placed(&name, ty))
    };
    (placed("environ"), placed("next"))
}

/// A name of ours, unless the function has it, which is seen where it is used.
fn ours(name: &str, function: &Function) -> Ident {
    let taken = function.name() == name;
    Ident::new(&if taken { format!("{name}_") } else { name.to_owned() }, Span::call_site())
}

/// Whether the parameters are spelled `&mut Environ` and `Next<'_>`.
fn is_usual(function: &Function) -> bool {
    let mut types = function.signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty),
        FnArg::Receiver(_) => None,
    });
    let environ = types.next().is_some_and(|ty| match ty {
        Type::Reference(reference) => is_named(&reference.elem, "Environ"),
        _ => false,
    });
    environ && types.next().is_some_and(|ty| is_named(ty, "Next"))
}

fn is_named(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == name),
        _ => false,
    }
}
