//! From what a handler depends on to the lines before its call.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprPath, Type};

use super::Compiled;
use super::dispatch::Callee;
use super::types;
use crate::model::{Argument, Dependency, Handler, Pass};

impl Compiled<'_> {
    /// The answer of a handler after the calls of what it depends on:
    ///
    /// ```text
    /// {
    ///     let session = call.given(session(FromEnviron::of(call)?)).or_refuse()?;
    ///     let user = call.given(current_user(&session)).or_refuse()?;
    ///     call.respond(profile(user))
    /// }
    /// ```
    ///
    /// Where one of the calls is to be awaited, all of it is.
    pub(super) fn after_dependencies(
        &self,
        handler: &Handler,
        route: Option<usize>,
        callee: Callee,
        answer: TokenStream,
    ) -> TokenStream {
        if handler.dependencies.is_empty() && !handler.is_later() {
            return answer;
        }
        let lines = handler.dependencies.iter().enumerate().map(|(place, dependency)| {
            let local = variable(handler, place, &dependency.local);
            let Some(function) = &dependency.function else {
                let path = callee.path(&dependency.path);
                let given = types::ended(quote!(call.depend(#path)?), &dependency.path);
                return quote!(let #local = #given.or_refuse()?;);
            };
            let called = self.call(function, handler, route, callee);
            let awaited = function.is_async.then(|| awaited(&function.name));
            // An error about the `Err` is shown at the type that has it.
            let given = types::ended(quote!(call.given(#called #awaited)), &function.output);
            quote!(let #local = #given.or_refuse()?;)
        });
        // The response may borrow from a value that is gone when it is sent.
        let answer = types::ended(answer, &handler.output);
        if !handler.is_later() {
            return quote!({ #(#lines)* #answer });
        }
        // An error about what is held while something is awaited is shown at the handler's name.
        let place = handler.name.span().resolved_at(Span::call_site());
        quote_spanned! {place=>
            call.later(|mut call| async move {
                let call = &mut call;
                #(#lines)*
                #answer
            })
        }
    }

    /// The trait that the lines need, and the names of the module around, where a path begins with
    /// one of them.
    pub(super) fn dependency_imports(&self, callee: Callee) -> TokenStream {
        let all: Vec<&Dependency> =
            self.handlers().flat_map(|handler| &handler.dependencies).collect();
        let needed = (!all.is_empty()).then(|| {
            quote! {
                #[allow(unused_imports)]
                use ::lychgate::dependency::OrRefuse as _;
            }
        });
        let names = all.iter().any(|it| callee == Callee::OuterFunction && is_relative(&it.path));
        let names = names.then(|| {
            quote! {
                #[allow(unused_imports)]
                use super::*;
            }
        });
        quote!(#needed #names)
    }
}

/// `.await`, in the place of what is awaited.
pub(super) fn awaited(name: &Ident) -> TokenStream {
    let place = name.span().resolved_at(Span::call_site());
    quote_spanned!(place=> .await)
}

/// The variable of a dependency's value; `()` where all parameters have that type, as then nothing
/// is handed on.
fn variable(handler: &Handler, dependency: usize, local: &Ident) -> TokenStream {
    let types = handler.all_arguments().filter_map(|argument| match argument {
        Argument::Dependency { place, ty, .. } if *place == dependency => Some(ty),
        _ => None,
    });
    let types: Vec<&Type> = types.collect();
    match types.first() {
        Some(ty) if types.iter().all(|ty| is_unit(ty)) => types::spread(quote!(()), ty),
        _ => quote!(#local),
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// The value of a dependency as an argument, in the place of the parameter's type: an error about
/// it belongs there.
pub(super) fn argument(local: &Ident, pass: Pass, ty: &Type) -> TokenStream {
    let value = match pass {
        _ if is_unit(ty) => quote!(()),
        Pass::Move => quote!(#local),
        Pass::Borrow => quote!(&#local),
        Pass::Share => {
            let local = types::placed(local, ty);
            return quote_spanned!(local.span()=> call.share(&#local));
        }
    };
    // The name is that of a variable of ours, wherever it is shown.
    let ours = |mut token: TokenTree| {
        token.set_span(token.span().resolved_at(Span::call_site()));
        token
    };
    types::spread(value, ty).into_iter().map(ours).collect()
}

/// Whether a path begins with the name of a module or a type, which the module inside has to be
/// given.
fn is_relative(path: &ExprPath) -> bool {
    let named = !matches!(first_word(path).as_str(), "self" | "super" | "crate");
    named && path.path.leading_colon.is_none() && path.path.segments.len() > 1
}

fn first_word(path: &ExprPath) -> String {
    path.path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default()
}

impl Callee {
    /// The path of a function from elsewhere, as it is written where handlers are called.
    pub(super) fn path(self, path: &ExprPath) -> TokenStream {
        let first = first_word(path);
        let is_name = path.path.get_ident().is_some();
        match self {
            Callee::OuterFunction if is_name || first == "super" => quote!(super::#path),
            Callee::OuterFunction if first == "self" => {
                let mut path = path.clone();
                if let Some(first) = path.path.segments.first_mut() {
                    first.ident = Ident::new("super", first.ident.span());
                }
                path.into_token_stream()
            }
            // These words are those of variables there.
            _ if is_name && (first == "call" || first == "error") => quote!(self::#path),
            _ => path.into_token_stream(),
        }
    }
}

impl Argument {
    /// The local variable that it takes its value from.
    pub(super) fn local<'h>(&self, handler: &'h Handler) -> Option<&'h Ident> {
        match self {
            Argument::Dependency { place, .. } => {
                handler.dependencies.get(*place).map(|dependency| &dependency.local)
            }
            _ => None,
        }
    }
}
