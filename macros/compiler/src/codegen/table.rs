//! The route table, the search in it, and the module of the matcher.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::Compiled;
use super::by_regex;
use super::matcher::{self, Entry, Names, RouteName};
use super::shown;
use super::types::without_lifetimes;
use crate::automaton::plan::Part;
use crate::model::{Handler, Route};

impl Compiled<'_> {
    /// The largest number of captures: the `N` of `Found`.
    pub(super) fn width(&self) -> proc_macro2::Literal {
        proc_macro2::Literal::usize_unsuffixed(self.slots.count)
    }

    /// The value of `ROUTES`.
    pub(super) fn table(&self) -> TokenStream {
        if self.model.routes.is_empty() {
            return quote!(&[]);
        }
        let rows = self.model.routes.iter().enumerate().map(|(index, route)| {
            let (row, end) = (self.row(route), self.row_end(index, route));
            let described = self.is_described.then(|| self.described(route));
            let row = quote!(#row #end #described);
            let slots = if route.is_mount { &[] } else { self.slots_of(index) };
            if slots.iter().copied().eq(0..slots.len()) {
                return row;
            }
            let slots = slots.iter().map(|slot| proc_macro2::Literal::usize_unsuffixed(*slot));
            quote!(#row.slots(&[#(#slots),*]))
        });
        // Beside the user's types there is no place for names of ours.
        let imports = match self.is_described {
            true => self.description_imports(),
            false => quote!(
                use ::lychgate::{Methods, Route};
            ),
        };
        quote!({
            #imports
            &[#(#rows),*]
        })
    }

    fn row(&self, route: &Route) -> TokenStream {
        let Route { literal, pattern, handler, .. } = route;
        // The row has the place of the pattern in the source: `Route::new` asks where it is called.
        let place = literal.span();
        let of = self.is_described.then(|| quote_spanned!(place=> ::lychgate::));
        let mut methods = methods(route, &of);
        let conditions = &handler.conditions;
        if !conditions.is_empty() {
            methods = quote! {
                if ::core::cfg!(all(#(#conditions),*)) { #methods } else { #of Methods::NONE }
            };
        }
        let handler = handler.name.unraw().to_string();
        let groups = if route.is_mount { &[] } else { pattern.groups() };
        let captures = groups.iter().map(|group| &group.name);
        let parameters = shown::parameters(&route.handler.signature);
        let takes = (!parameters.is_empty()).then(|| quote!(.takes(&[#(#parameters),*])));
        quote_spanned! {place=>
            #of Route::new(#literal, #methods, #handler, &[#(#captures),*])#takes
        }
    }

    /// The search that `find` returns.
    pub(super) fn search(&self, routes: &TokenStream) -> TokenStream {
        let asks = self.plan.parts.iter().enumerate().map(|(number, part)| {
            let name = part_name(number);
            let indices = part_routes(part);
            let first = indices.first().copied().unwrap_or_default();
            let first = proc_macro2::Literal::usize_unsuffixed(first);
            match self.admits(&indices) {
                None => quote!(.ask(#first, matcher::#name)),
                Some(admits) => quote!(.ask_if(#first, matcher::#name, #admits)),
            }
        });
        quote!(::lychgate::Search::new(#routes, method, path) #(#asks)* .found())
    }

    /// Whether the captures of a route can be read as its parameters, where a type may refuse.
    fn admits(&self, indices: &[usize]) -> Option<TokenStream> {
        let arms: Vec<TokenStream> = indices
            .iter()
            .filter_map(|&index| {
                let route = self.model.routes.get(index)?;
                let checks: Vec<TokenStream> = route
                    .fallible()
                    .map(|(group, ty, optional)| {
                        let slot = self.slot(index, group);
                        let ty = without_lifetimes(quote!(#ty));
                        let by = if optional {
                            quote!(FromOptionalCapture)
                        } else {
                            quote!(FromCapture)
                        };
                        quote!(<#ty as ::lychgate::#by<_>>::admits(captures[#slot]))
                    })
                    .collect();
                let (name, conditions) = (&route.name, &route.handler.conditions);
                let arm = quote!(#(#[cfg(#conditions)])* route::#name => #(#checks)&&*);
                (!checks.is_empty()).then_some(arm)
            })
            .collect();
        (!arms.is_empty()).then(|| quote!(|index, captures| match index { #(#arms,)* _ => true }))
    }

    /// Where the capture of a group lies.
    pub(super) fn slot(&self, route: usize, group: usize) -> proc_macro2::Literal {
        let slot = self.slots_of(route).get(group).copied().unwrap_or(group);
        proc_macro2::Literal::usize_unsuffixed(slot)
    }

    /// `mod matcher`, which in turn has `mod route`: inside a block, a module sees nothing that is
    /// beside it, only what is in it.
    pub(super) fn private_modules(&self) -> TokenStream {
        if self.model.routes.is_empty() {
            return TokenStream::new();
        }
        let route = self.places();
        let matcher = self.matcher();
        quote! {
            use matcher::route;

            /// Which routes match a path, and where their captures lie.
            mod matcher {
                #route
                #matcher
            }
        }
    }

    /// `mod route`, with the place of each route in the table.
    fn places(&self) -> TokenStream {
        let places = self.model.routes.iter().enumerate().map(|(index, route)| {
            let (name, index) = (&route.name, proc_macro2::Literal::usize_unsuffixed(index));
            quote!(pub const #name: usize = #index;)
        });
        quote! {
            #[allow(non_upper_case_globals, unreachable_pub)]
            pub(super) mod route {
                #(#places)*
            }
        }
    }

    fn matcher(&self) -> TokenStream {
        let names = Names { routes: self.route_names(), captures: self.slots.count };
        let mut entries = Vec::new();
        let mut by_regex = TokenStream::new();
        for (number, part) in self.plan.parts.iter().enumerate() {
            let name = part_name(number);
            match part {
                Part::Automaton { dfa, required, .. } => {
                    entries.push(Entry { name, dfa, required: required.as_ref() });
                }
                Part::Regex { route, .. } => {
                    if let Some(found) = self.model.routes.get(*route) {
                        let slots = self.slots_of(*route);
                        by_regex.extend(by_regex::matcher(&name, found, slots, &self.width()));
                    }
                }
            }
        }
        let automata = matcher::matcher(&entries, &names);
        quote!(#automata #by_regex)
    }

    fn route_names(&self) -> Vec<RouteName> {
        let names = self.model.routes.iter().enumerate().map(|(index, route)| {
            let name = &route.name;
            RouteName {
                index: quote!(route::#name),
                doc: format!("`{}` {}", route.pattern.text(), route.handler.name.unraw()),
                slots: self.slots_of(index).to_vec(),
            }
        });
        names.collect()
    }

    fn slots_of(&self, route: usize) -> &[usize] {
        self.slots.of.get(route).map(Vec::as_slice).unwrap_or_default()
    }

    /// The route table as the lines of a documentation comment.
    pub(super) fn table_docs(&self) -> TokenStream {
        let lines = self.model.routes.iter().map(|route| {
            let methods = route.methods_text();
            let handler = shown::handler(&route.handler);
            let end = self.docs_end(route);
            format!(" - `{methods}` `{}` → `{handler}`{end}", route.pattern.text())
        });
        if self.model.routes.is_empty() {
            return TokenStream::new();
        }
        let others = |handlers: &[Handler], when: &str| {
            let handlers = handlers.iter();
            let lines = handlers.map(|it| format!(" - {when} → `{}`", shown::handler(it)));
            lines.collect::<Vec<_>>()
        };
        let not_found = others(&self.model.not_found, "any other path");
        let catch = others(&self.model.catch, "a failure");
        quote!(#(#[doc = #lines])* #(#[doc = #not_found])* #(#[doc = #catch])*)
    }
}

fn methods(route: &Route, of: &Option<TokenStream>) -> TokenStream {
    let mut names = route.methods.iter().map(|method| {
        let name = Ident::new(&method.name.replace('-', "_"), method.span);
        quote!(#of Methods::#name)
    });
    match names.next() {
        None => quote!(#of Methods::ANY),
        Some(first) => quote!(#first #(.or(#names))*),
    }
}

/// `matches`, `matches_2`, …
fn part_name(number: usize) -> Ident {
    if number == 0 { format_ident!("matches") } else { format_ident!("matches_{}", number + 1) }
}

fn part_routes(part: &Part) -> Vec<usize> {
    match part {
        Part::Automaton { routes, .. } => routes.clone(),
        Part::Regex { route, .. } => vec![*route],
    }
}
