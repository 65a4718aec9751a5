//! The names that the emitted code uses, so that only those are imported.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// What the emitted module imports.
#[derive(Default)]
pub(super) struct Imports {
    runtime: BTreeSet<&'static str>,
    option: BTreeSet<&'static str>,
    matches: bool,
}

impl Imports {
    /// A function or type of the run-time crate.
    pub(super) fn runtime(&mut self, name: &'static str) -> Ident {
        self.runtime.insert(name);
        Ident::new(name, Span::call_site())
    }
}
