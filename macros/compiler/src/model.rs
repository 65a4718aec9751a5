//! What is known to be true of an application: only `check` builds it.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Path, Type};

use crate::ast::Method;
use crate::pattern::Pattern;

/// A checked application.
#[derive(Default)]
pub struct Application {
    /// The routes, in the order of their declaration.
    pub(crate) routes: Vec<Route>,
    /// What answers where no route matches, if the user says so.
    pub(crate) not_found: Option<Handler>,
    /// The names of our attributes where they were written, for the editor's sake.
    pub(crate) attributes: Vec<Path>,
}

/// A pattern with the handler that answers it.
pub struct Route {
    /// The name by which generated code calls the route: the handler's, made unique.
    pub(crate) name: Ident,
    /// The pattern's literal.
    pub(crate) literal: LitStr,
    /// The pattern.
    pub(crate) pattern: Pattern,
    /// The methods that were named; none means all.
    pub(crate) methods: Vec<Method>,
    /// The function that answers.
    pub(crate) handler: Handler,
}

/// A function of the user's, and what its parameters are filled with.
pub struct Handler {
    /// Its name.
    pub(crate) name: Ident,
    /// Whether it is called on the application itself.
    pub(crate) has_receiver: bool,
    /// Whether its result is to be awaited.
    pub(crate) is_async: bool,
    /// Its parameters, without the receiver.
    pub(crate) arguments: Vec<Argument>,
}

/// What a parameter is filled with.
pub enum Argument {
    /// A named group of the pattern.
    Capture {
        /// The group, by its place in the pattern.
        group: usize,
        /// Whether the group may take no part in a match.
        optional: bool,
        /// The parameter's type.
        ty: Type,
        /// Where errors about it belong.
        span: Span,
    },
    /// Something of the request, by the type's trait.
    Parameter {
        /// Where errors about it belong.
        span: Span,
    },
}

impl Route {
    /// Whether this route, where its pattern matches, always answers: then nothing after it does.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.methods.is_empty() && self.fallible().next().is_none()
    }

    /// The captures whose types may refuse a text: all but `&str`, which no type of the user's can
    /// be spelled as.
    pub(crate) fn fallible(&self) -> impl Iterator<Item = (usize, &Type)> {
        self.handler.arguments.iter().filter_map(|argument| match argument {
            Argument::Capture { group, ty, optional, .. } if *optional || !is_str(ty) => {
                Some((*group, ty))
            }
            _ => None,
        })
    }
}

/// Whether the type is `&str`, with or without a lifetime.
fn is_str(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => {
            matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"))
        }
        _ => false,
    }
}
