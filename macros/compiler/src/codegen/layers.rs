//! Middleware around an application and on its routes, and what is mounted.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::Compiled;
use super::dispatch::conditional;
use super::types::{ends, located, spread};
use crate::model::{Handler, Layer, LayerKind, Route};

/// An application's type and value, with middleware around it: `timing(login(Dispatcher::new(…)))`.
pub(super) fn around(
    layers: &[Layer],
    ty: TokenStream,
    value: TokenStream,
) -> (TokenStream, TokenStream) {
    layers.iter().rev().fold((ty, value), |(ty, value), layer| {
        let path = &layer.tokens;
        if layer.kind == LayerKind::Function {
            return (quote!(::lychgate::Layer<#path, #ty>), quote!(#path(#value)));
        }
        let reference = reference(layer);
        let ty = quote!(::lychgate::Layer<&'static dyn ::lychgate::Middleware, #ty>);
        (ty, quote!(::lychgate::Layer::new(#reference, #value)))
    })
}

/// `[&timing {}, &LIMITER]`
pub(super) fn references(layers: &[Layer]) -> TokenStream {
    let references = layers.iter().map(reference);
    quote!([#(#references),*])
}

/// What is added stands in the place of what was written, so that an error is shown there.
fn reference(layer: &Layer) -> TokenStream {
    let tokens = &layer.tokens;
    let (start, end) = ends(tokens);
    let and = quote_spanned!(start=> &);
    match layer.kind {
        LayerKind::Function => {
            let braces = quote_spanned!(end=> {});
            quote!(#and #tokens #braces)
        }
        LayerKind::Place if begins_with(tokens, '&') => quote!(#tokens),
        LayerKind::Static | LayerKind::Place => quote!(#and #tokens),
        LayerKind::Value => {
            let name = unused("LAYER", tokens);
            let boxed = quote_spanned!(start=> ::std::boxed::Box::new);
            let value = quote_spanned!(end=> (#tokens));
            quote!({
                static #name: ::lychgate::dispatch::Kept<dyn ::lychgate::Middleware> =
                    ::lychgate::dispatch::Kept::new(|| #boxed #value);
                &#name
            })
        }
    }
}

fn begins_with(tokens: &TokenStream, mark: char) -> bool {
    matches!(tokens.clone().into_iter().next(), Some(TokenTree::Punct(first)) if first.as_char() == mark)
}

/// A name that the tokens do not have.
fn unused(name: &str, tokens: &TokenStream) -> Ident {
    fn has(tokens: &TokenStream, name: &str) -> bool {
        tokens.clone().into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == name,
            TokenTree::Group(group) => has(&group.stream(), name),
            _ => false,
        })
    }
    let mut unused = name.to_owned();
    while has(tokens, &unused) {
        unused.push('_');
    }
    Ident::new(&unused, Span::call_site())
}

/// The tokens as they are written one module further in: `self::timing` is `super::timing` there.
pub(super) fn from_inside(layers: &[Layer]) -> Vec<Layer> {
    let moved = layers.iter().map(|layer| Layer { tokens: deeper(&layer.tokens), ..layer.clone() });
    moved.collect()
}

/// One type or value written so.
pub(super) fn deeper(tokens: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let mut moved = TokenStream::new();
    for (place, token) in tokens.iter().enumerate() {
        let begins_path = is_colon(tokens.get(place + 1))
            && !is_colon(place.checked_sub(1).and_then(|before| tokens.get(before)));
        match token {
            TokenTree::Ident(word) if word == "self" && begins_path => {
                moved.extend(quote_spanned!(word.span()=> super));
            }
            TokenTree::Ident(word) if word == "super" && begins_path => {
                moved.extend(quote_spanned!(word.span()=> super::#word));
            }
            TokenTree::Group(group) => {
                let inside = deeper(&group.stream());
                let mut again = proc_macro2::Group::new(group.delimiter(), inside);
                again.set_span(group.span());
                moved.extend([TokenTree::from(again)]);
            }
            _ => moved.extend([token.clone()]),
        }
    }
    moved
}

impl Compiled<'_> {
    /// Whether some route, or the not-found handler, is not answered by its handler alone.
    pub(super) fn has_ways(&self) -> bool {
        let routes = self.model.routes.iter();
        routes.clone().any(|route| route.is_mount || !route.handler.layers.is_empty())
            || self.has_not_found_layers()
    }

    fn has_not_found_layers(&self) -> bool {
        self.model.not_found.iter().any(|handler| !handler.layers.is_empty())
    }

    /// `match route { route::admin => Way::through([&audit {}]), _ => Way::handler() }`
    pub(super) fn ways(&self) -> TokenStream {
        let arms = self.model.functions().into_iter().filter_map(|routes| {
            let routes: Vec<&Route> =
                routes.iter().filter_map(|index| self.model.routes.get(*index)).collect();
            let first = routes.first()?;
            let way = self.way(first)?;
            let (names, conditions) = (routes.iter().map(|it| &it.name), &first.handler.conditions);
            Some(quote!(#(#[cfg(#conditions)])* #(route::#names)|* => #way,))
        });
        let arms: Vec<TokenStream> = arms.collect();
        let not_found = self.has_not_found_layers().then(|| {
            let arms =
                conditional(&self.model.not_found).into_iter().map(|(condition, handler)| {
                    let (condition, way) = (condition.iter(), through(&handler.layers));
                    let index = quote!(::core::primitive::usize::MAX);
                    quote!(#(#[cfg(#condition)])* #index => #way,)
                });
            arms.collect::<TokenStream>()
        });
        quote! {
            match route {
                #(#arms)*
                #not_found
                _ => ::lychgate::Way::handler(),
            }
        }
    }

    fn way(&self, route: &Route) -> Option<TokenStream> {
        let handler = &route.handler;
        let layers = &handler.layers;
        if !route.is_mount {
            return (!layers.is_empty()).then(|| through(layers));
        }
        let name = &handler.name;
        let application = if handler.has_receiver {
            located(quote!(self.#name()), &handler.output)
        } else {
            let kept = self.kept_name(handler);
            quote!(mounted::#kept())
        };
        let behind = (!layers.is_empty()).then(|| {
            let references = references(layers);
            quote!(.behind(#references))
        });
        Some(quote!(::lychgate::Way::mount(#application) #behind))
    }

    /// The name of the first route of a function.
    fn kept_name(&self, handler: &Handler) -> Ident {
        let first = self.model.routes.iter().find(|route| route.handler.number == handler.number);
        first.map_or_else(|| handler.name.clone(), |route| route.name.clone())
    }

    /// The applications that functions without `self` make. `of` is in front of their names.
    pub(super) fn mounted(&self, of: &TokenStream) -> TokenStream {
        let functions = self.model.functions().into_iter().filter_map(|routes| {
            let route = self.model.routes.get(*routes.first()?)?;
            let handler = &route.handler;
            if !route.is_mount || handler.has_receiver {
                return None;
            }
            let (kept, name, conditions) = (&route.name, &handler.name, &handler.conditions);
            let made = spread(quote!(::std::boxed::Box::new(#of #name())), &handler.output);
            Some(quote! {
                #(#[cfg(#conditions)])*
                fn #kept() -> &'static dyn ::lychgate::Application {
                    static APPLICATION: ::lychgate::dispatch::Kept<dyn ::lychgate::Application> =
                        ::lychgate::dispatch::Kept::new(|| #made);
                    &APPLICATION
                }
            })
        });
        let functions: Vec<TokenStream> = functions.collect();
        if functions.is_empty() {
            return TokenStream::new();
        }
        quote! {
            /// The applications that are mounted, each made when it is first asked for.
            #[allow(non_camel_case_types)]
            enum mounted {}

            impl mounted {
                #(#functions)*
            }
        }
    }

    /// What a row of the table says of its mount and its middleware.
    pub(super) fn row_end(&self, index: usize, route: &Route) -> TokenStream {
        let mounts = route.is_mount.then(|| {
            let (rest, handler) = (self.slot(index, 0), &route.handler);
            if handler.has_receiver {
                return quote!(.mounts(#rest, || &[]));
            }
            let kept = self.kept_name(handler);
            let routes = quote!(mounted::#kept().routes());
            let conditions = &handler.conditions;
            if conditions.is_empty() {
                return quote!(.mounts(#rest, || #routes));
            }
            quote! {
                .mounts(#rest, || {
                    #[cfg(all(#(#conditions),*))]
                    { #routes }
                    #[cfg(not(all(#(#conditions),*)))]
                    { &[] }
                })
            }
        });
        let names: Vec<&str> = self.layer_names(route);
        let through = (!names.is_empty()).then(|| quote!(.through(&[#(#names),*])));
        quote!(#mounts #through)
    }

    /// What stands behind the handler's name in the documentation.
    pub(super) fn docs_end(&self, route: &Route) -> String {
        let names = self.layer_names(route);
        let mount = if route.is_mount { ", mounted" } else { "" };
        if names.is_empty() {
            return mount.to_owned();
        }
        format!("{mount}, through `{}`", names.join("`, `"))
    }

    fn layer_names<'r>(&'r self, route: &'r Route) -> Vec<&'r str> {
        let layers = self.model.around.iter().chain(&route.handler.layers);
        layers.map(|layer| layer.name.as_str()).collect()
    }

    /// The `impl Ways` of a type, if it needs one.
    pub(super) fn impl_ways(&self, head: &TokenStream) -> TokenStream {
        let around = impl_around(&self.model.around);
        let way = self.has_ways().then(|| {
            let ways = self.ways();
            quote! {
                fn way(&self, route: ::core::primitive::usize) -> ::lychgate::Way<'_> {
                    #ways
                }
            }
        });
        if around.is_empty() && way.is_none() {
            return TokenStream::new();
        }
        quote!(#head { #around #way })
    }
}

/// `fn around(&self) -> Way<'_> { … }`
pub(super) fn impl_around(layers: &[Layer]) -> TokenStream {
    if layers.is_empty() {
        return TokenStream::new();
    }
    let way = through(layers);
    quote! {
        fn around(&self) -> ::lychgate::Way<'_> {
            #way
        }
    }
}

/// `Way::through([&timing {}])`
pub(super) fn through(layers: &[Layer]) -> TokenStream {
    if layers.is_empty() {
        return quote!(::lychgate::Way::handler());
    }
    let (references, names) = (references(layers), layers.iter().map(|layer| &layer.tokens));
    let (start, end) = ends(quote!(#(#names)*));
    let (through, layers) =
        (quote_spanned!(start=> ::lychgate::Way::through), quote_spanned!(end=> (#references)));
    quote!(#through #layers)
}
