//! From a found route to the call of its handler.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use super::types::{self, located, spread};
use super::{Compiled, dependencies, layers};
use crate::model::{Argument, Handler, is_str};

/// How the user's functions are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Callee {
    /// A function of the same module: `greet`.
    Function,
    /// A method or an associated function: `self.greet`, `Self::greet`.
    Method,
    /// A function of the module around: `super::greet`.
    OuterFunction,
}

impl Callee {
    fn name(self, handler: &Handler) -> TokenStream {
        let name = &handler.name;
        match self {
            // These words are those of variables there.
            Callee::Function if name == "call" || name == "error" => quote!(self::#name),
            Callee::Function => quote!(#name),
            Callee::Method if handler.has_receiver => quote!(self.#name),
            Callee::Method => quote!(Self::#name),
            Callee::OuterFunction => quote!(super::#name),
        }
    }
}

/// What a function answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// A route, by its place in the table.
    Route(usize),
    /// A path that no route matches.
    Nothing,
    /// A failure.
    Error,
}

impl To {
    fn route(self) -> Option<usize> {
        match self {
            To::Route(index) => Some(index),
            To::Nothing | To::Error => None,
        }
    }
}

impl Compiled<'_> {
    /// The type and the value of a module's application.
    pub(super) fn application(&self) -> (TokenStream, TokenStream) {
        let answer = self.answers(Callee::Function);
        let imports = self.imports(Callee::Function);
        let mut value = quote!(::lychgate::Dispatcher::new(ROUTES, find, |call| #answer));
        if self.has_ways() {
            let ways = self.ways();
            value = quote!(#value.by(|route| #ways));
        }
        if let Some(catch) = self.catch(Callee::Function) {
            value = quote!(#value.catching(|call, error| #catch));
        }
        let width = self.width();
        let ty = quote!(::lychgate::Dispatcher<#width>);
        let (ty, value) = layers::around(&self.model.around, ty, value);
        (ty, if imports.is_empty() { value } else { quote!({ #imports #value }) })
    }

    /// The body of `Application::call` for a type.
    pub(super) fn dispatch(&self) -> TokenStream {
        let answer = self.answers(Callee::Method);
        let imports = self.imports(Callee::Method);
        // The answer may come after the middleware has awaited something.
        let has_ways = self.has_ways() || !self.model.around.is_empty();
        let catch = self.catch(Callee::Method);
        let by = match (has_ways, &catch) {
            (false, None) => quote!(dispatch),
            (true, None) => quote!(dispatch_by),
            (false, Some(_)) => quote!(dispatch::catch),
            (true, Some(_)) => quote!(dispatch::catch_by),
        };
        let (ways, answer) = match has_ways {
            true => (quote!(self,), quote!(move |call| #answer)),
            false => (TokenStream::new(), quote!(|call| #answer)),
        };
        let catch = catch.map(|catch| quote!(, move |call, error| #catch));
        quote! {
            #imports
            ::lychgate::#by(#ways environ, start_response, Self::find, #answer #catch)
        }
    }

    /// For each route the answer of its handler, and one for paths that none matches.
    fn answers(&self, callee: Callee) -> TokenStream {
        let routes = self.model.routes.iter().enumerate().filter(|(_, route)| !route.is_mount);
        let arms = routes.map(|(index, route)| {
            let (name, conditions) = (&route.name, &route.handler.conditions);
            let answer = self.answer(&route.handler, To::Route(index), callee);
            quote!(#(#[cfg(#conditions)])* route::#name => #answer,)
        });
        let arms: Vec<TokenStream> = arms.collect();
        let not_found = self.not_found(callee);
        match not_found.as_slice() {
            [(_, answer)] if arms.is_empty() => answer.clone(),
            _ => {
                let not_found = not_found.iter().map(|(condition, answer)| {
                    let condition = condition.iter();
                    quote!(#(#[cfg(#condition)])* _ => #answer,)
                });
                quote!(match call.route() { #(#arms)* #(#not_found)* })
            }
        }
    }

    /// The answers to a path that no route matches, each with the condition under which it is the
    /// one.
    fn not_found(&self, callee: Callee) -> Vec<(Option<TokenStream>, TokenStream)> {
        let handlers = conditional(&self.model.not_found);
        let is_certain = handlers.iter().any(|(condition, _)| condition.is_none());
        let conditions: Vec<_> = handlers.iter().filter_map(|(it, _)| it.clone()).collect();
        let answers = handlers.into_iter();
        let mut answers: Vec<_> = answers
            .map(|(condition, handler)| (condition, self.answer(handler, To::Nothing, callee)))
            .collect();
        if !is_certain {
            let condition = (!conditions.is_empty()).then(|| quote!(not(any(#(#conditions),*))));
            answers.push((condition, quote!(call.respond_nothing())));
        }
        answers
    }

    /// The answer to a failure, where there is a function to give it.
    fn catch(&self, callee: Callee) -> Option<TokenStream> {
        let handlers = conditional(&self.model.catch);
        let conditions: Vec<_> = handlers.iter().filter_map(|(it, _)| it.clone()).collect();
        let answers = handlers.iter().map(|(condition, handler)| {
            let answer = self.answer(handler, To::Error, callee);
            match condition {
                None => answer,
                Some(condition) => quote!(#[cfg(#condition)] { #answer }),
            }
        });
        let answers: Vec<TokenStream> = answers.collect();
        match (answers.as_slice(), conditions.as_slice()) {
            ([], _) => None,
            ([answer], []) => Some(answer.clone()),
            _ => Some(quote!({
                #(#answers)*
                #[cfg(not(any(#(#conditions),*)))]
                { call.uncaught(error) }
            })),
        }
    }

    /// The functions that the application calls.
    pub(super) fn handlers(&self) -> impl Iterator<Item = &Handler> {
        let routed = self.model.routes.iter().map(|route| &route.handler);
        routed.chain(&self.model.not_found).chain(&self.model.catch)
    }

    /// The traits that the calls of the handlers name.
    fn imports(&self, callee: Callee) -> TokenStream {
        let routes = self.model.routes.iter().filter(|route| !route.is_mount);
        let routed = routes.map(|route| &route.handler);
        let others = self.model.not_found.iter().chain(&self.model.catch);
        let handlers: Vec<&Handler> = routed.chain(others).collect();
        let mut names: Vec<&str> = handlers
            .iter()
            .flat_map(|handler| handler.all_arguments())
            .filter_map(trait_of)
            .chain(handlers.iter().filter(|it| !types::is_text(&it.output)).map(|_| "Respond"))
            .collect();
        names.sort_unstable();
        names.dedup();
        let names: Vec<Ident> =
            names.iter().map(|name| Ident::new(name, Span::call_site())).collect();
        let conditional = handlers.iter().any(|handler| !handler.conditions.is_empty());
        let allow = conditional.then(|| quote!(#[allow(unused_imports)]));
        let traits = match names.as_slice() {
            [] => TokenStream::new(),
            [name] => quote!(#allow use ::lychgate::#name;),
            _ => quote!(#allow use ::lychgate::{#(#names),*};),
        };
        let others = self.dependency_imports(callee);
        quote!(#traits #others)
    }

    /// `call.respond(greet(FromCapture::of(call, 0)?))`; each argument has the place of its
    /// parameter's type, so that an error about one belongs there.
    ///
    /// A return type that may be no response is named by the user's own tokens, for the same
    /// reason: `<Page as Respond>::to(call, page())`.
    fn answer(&self, handler: &Handler, to: To, callee: Callee) -> TokenStream {
        let route = to.route();
        let (call, is_async) = self.handler_call(handler, route, callee);
        let is_text = types::is_text(&handler.output);
        let output = types::nameable(&handler.output);
        let answer = match (is_text, to != To::Nothing, is_async) {
            (true, true, false) => quote!(call.respond(#call)),
            (true, true, true) => quote!(call.respond_later(#call)),
            (true, false, false) => quote!(call.respond_not_found(#call)),
            (true, false, true) => quote!(call.respond_not_found_later(#call)),
            (false, true, false) => quote!(<#output as Respond>::to(call, #call)),
            (false, true, true) => quote!(<#output as Respond>::to_later(call, #call)),
            (false, false, false) => quote!(<#output as Respond>::to_not_found(call, #call)),
            (false, false, true) => quote!(<#output as Respond>::to_not_found_later(call, #call)),
        };
        // The response may borrow from the error, which is gone when it is sent.
        let answer = if to == To::Error { types::ended(answer, &handler.output) } else { answer };
        self.after_dependencies(handler, route, callee, answer)
    }

    /// The type and the value of the application of a function that answers every path. They stand
    /// in a module beside the function, where the user's types have no names.
    pub(super) fn single(&self, handler: &Handler) -> (TokenStream, TokenStream) {
        let callee = Callee::OuterFunction;
        let (call, is_async) = self.handler_call(handler, None, callee);
        let imports = self.imports(callee);
        let (is_text, output) = (types::is_text(&handler.output), types::inferred(&handler.output));
        let answer = match (is_text, is_async) {
            (true, false) => quote!(call.respond(#call)),
            (true, true) => quote!(call.respond_later(#call)),
            (false, false) => quote!(<#output as Respond>::to(call, #call)),
            (false, true) => quote!(<#output as Respond>::to_later(call, #call)),
        };
        let answer = self.after_dependencies(handler, None, callee, answer);
        let value = quote!(::lychgate::Dispatcher::single(|call| #answer));
        let layers = layers::from_inside(&self.model.around);
        let (ty, value) = layers::around(&layers, quote!(::lychgate::Dispatcher<0>), value);
        (ty, if imports.is_empty() { value } else { quote!({ #imports #value }) })
    }

    /// The call of a handler, and whether it is left to the runtime to await it.
    fn handler_call(
        &self,
        handler: &Handler,
        route: Option<usize>,
        callee: Callee,
    ) -> (TokenStream, bool) {
        let call = self.call(handler, handler, route, callee);
        let awaited = handler.is_async && handler.is_later();
        if !awaited {
            return (call, handler.is_async);
        }
        let awaited = dependencies::awaited(&handler.name);
        (quote!(#call #awaited), false)
    }

    /// The call of a function: of a handler, or of one that it depends on.
    pub(super) fn call(
        &self,
        function: &Handler,
        handler: &Handler,
        route: Option<usize>,
        callee: Callee,
    ) -> TokenStream {
        let arguments = function.arguments.iter().map(|argument| {
            if let Argument::Dependency { pass, ty, .. } = argument {
                let local = argument.local(handler);
                return local.map(|local| dependencies::argument(local, *pass, ty));
            }
            let slot = |group: &usize| self.slot(route.unwrap_or_default(), *group);
            let by = trait_of(argument).map(|name| Ident::new(name, Span::call_site()));
            let from = match (argument, by) {
                (Argument::Capture { group, .. }, None) => {
                    let slot = slot(group);
                    quote!(call.text(#slot))
                }
                (Argument::Capture { group, ty, .. }, Some(by)) => {
                    let slot = slot(group);
                    spread(quote!(#by::of(call, #slot)), ty)
                }
                (Argument::Error { ty }, _) => return Some(located(quote!(&error), ty)),
                (Argument::Parameter { ty } | Argument::Dependency { ty, .. }, by) => {
                    spread(quote!(#by::of(call)), ty)
                }
            };
            Some(quote!(#from?))
        });
        let callee = callee.name(function);
        // An error about the call as a whole is shown at the function's name.
        let mut parentheses = Group::new(Delimiter::Parenthesis, quote!(#(#arguments),*));
        parentheses.set_span(function.name.span());
        let parentheses = TokenTree::from(parentheses);
        quote!(#callee #parentheses)
    }
}

/// The trait that fills a parameter; none is needed for a capture as text.
fn trait_of(argument: &Argument) -> Option<&'static str> {
    match argument {
        Argument::Capture { optional: true, .. } => Some("FromOptionalCapture"),
        Argument::Capture { ty, .. } if is_str(ty) => None,
        Argument::Capture { .. } => Some("FromCapture"),
        Argument::Parameter { .. } => Some("FromEnviron"),
        Argument::Dependency { .. } | Argument::Error { .. } => None,
    }
}

/// The functions of a kind, each with the condition under which it is the one.
pub(super) fn conditional(all: &[Handler]) -> Vec<(Option<TokenStream>, &Handler)> {
    let mut handlers = Vec::new();
    let mut earlier: Vec<TokenStream> = Vec::new();
    for handler in all {
        if handler.conditions.is_empty() {
            return vec![(None, handler)];
        }
        let conditions = &handler.conditions;
        let here = quote!(all(#(#conditions),*));
        handlers.push((Some(quote!(all(#here #(, not(#earlier))*))), handler));
        earlier.push(here);
    }
    handlers
}
