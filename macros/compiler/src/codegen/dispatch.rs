//! From a found route to the call of its handler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Compiled;
use crate::model::{Argument, Handler};

/// How a handler is called: `greet`, `self.greet`, `Self::greet`.
type Callee = fn(&Handler) -> TokenStream;

impl Compiled<'_> {
    /// The application of a module.
    pub(super) fn dispatcher(&self) -> TokenStream {
        let answer = self.answers(function);
        quote!(::lychgate::Dispatcher::new(ROUTES, find, |call| #answer))
    }

    /// The body of `Application::call` for a type.
    pub(super) fn dispatch(&self) -> TokenStream {
        let answer = self.answers(method);
        quote!(::lychgate::dispatch(environ, start_response, Self::find, |call| #answer))
    }

    /// For each route the answer of its handler, and one for paths that none matches.
    fn answers(&self, callee: Callee) -> TokenStream {
        let arms = self.model.routes.iter().enumerate().map(|(index, route)| {
            let name = &route.name;
            let answer = self.answer(&route.handler, Some(index), callee);
            quote!(route::#name => #answer,)
        });
        let not_found = match &self.model.not_found {
            Some(handler) => self.answer(handler, None, callee),
            None => quote!(call.respond(::lychgate::Status::NOT_FOUND)),
        };
        if self.model.routes.is_empty() {
            return not_found;
        }
        quote!(match call.route() { #(#arms)* _ => #not_found, })
    }

    /// `call.respond(greet(call.parse(0)?, call.extract()?))`; each argument has the span of the
    /// parameter's type, where an error about it belongs. Without a route it is the answer to a
    /// path that none matches.
    fn answer(&self, handler: &Handler, route: Option<usize>, callee: Callee) -> TokenStream {
        let call = self.call(handler, route, callee);
        match (route.is_some(), handler.is_async) {
            (true, false) => quote!(call.respond(#call)),
            (true, true) => quote!(call.respond_later(#call)),
            (false, false) => quote!(call.respond_not_found(#call)),
            (false, true) => quote!(call.respond_not_found_later(#call)),
        }
    }

    /// The application of a function that answers every path.
    pub(super) fn single(&self, handler: &Handler) -> TokenStream {
        let call = self.call(handler, None, outer_function);
        let respond = if handler.is_async { quote!(respond_later) } else { quote!(respond) };
        quote!(::lychgate::Dispatcher::single(|call| call.#respond(#call)))
    }

    fn call(&self, handler: &Handler, route: Option<usize>, callee: Callee) -> TokenStream {
        let arguments = handler.arguments.iter().map(|argument| match argument {
            Argument::Capture { group, optional, span, .. } => {
                let slot = self.slot(route.unwrap_or_default(), *group);
                if *optional {
                    quote_spanned!(*span=> call.parse_optional(#slot)?)
                } else {
                    quote_spanned!(*span=> call.parse(#slot)?)
                }
            }
            Argument::Parameter { span } => quote_spanned!(*span=> call.extract()?),
        });
        let callee = callee(handler);
        quote!(#callee(#(#arguments),*))
    }
}

/// A function of the same module.
fn function(handler: &Handler) -> TokenStream {
    let name = &handler.name;
    quote!(#name)
}

/// A method or an associated function.
fn method(handler: &Handler) -> TokenStream {
    let name = &handler.name;
    if handler.has_receiver { quote!(self.#name) } else { quote!(Self::#name) }
}

/// A function of the module around.
fn outer_function(handler: &Handler) -> TokenStream {
    let name = &handler.name;
    quote!(super::#name)
}
