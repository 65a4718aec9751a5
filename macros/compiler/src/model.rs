//! What is known to be true of an application: only `check` builds it.

use proc_macro2::{Ident, TokenStream};
use syn::{ExprPath, GenericArgument, LitStr, Path, PathArguments, Signature, Type};

use crate::ast::{METHODS, Method};
use crate::pattern::Pattern;

/// A checked application.
#[derive(Default)]
pub struct Application {
    /// The routes, in the order of their declaration.
    pub routes: Vec<Route>,
    /// The middleware around the whole, the outermost first.
    pub around: Vec<Layer>,
    /// What answers where no route matches, if the user says so: one function, or several under
    /// different conditions.
    pub not_found: Vec<Handler>,
    /// What answers failures, in the same way.
    pub catch: Vec<Handler>,
    /// The names of our attributes where they were written, for the editor's sake.
    pub(crate) attributes: Vec<Path>,
}

/// A pattern with the handler that answers it.
pub struct Route {
    /// The name by which generated code calls the route: the handler's, made unique.
    pub(crate) name: Ident,
    /// The pattern's literal.
    pub literal: LitStr,
    /// The pattern.
    pub pattern: Pattern,
    /// The methods that were named; none means all.
    pub methods: Vec<Method>,
    /// The function that answers, or that makes the application which is mounted there.
    pub handler: Handler,
    /// Whether an application is mounted there; the only group of the pattern is then the rest of
    /// the path.
    pub is_mount: bool,
}

/// A middleware in `#[with(…)]`.
#[derive(Clone)]
pub struct Layer {
    /// How a table shows it.
    pub name: String,
    /// What was written.
    pub(crate) tokens: TokenStream,
    /// What that is.
    pub(crate) kind: LayerKind,
}

/// How a middleware was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// The path of a function under `#[middleware]`.
    Function,
    /// The path of a constant or a static.
    Static,
    /// An expression, which is evaluated once.
    Value,
    /// An expression with `self`: a place in the application.
    Place,
}

/// A function of the user's, and what its parameters are filled with.
pub struct Handler {
    /// Its name.
    pub name: Ident,
    /// Its place among the functions.
    pub(crate) number: usize,
    /// Its signature, without our attributes.
    pub signature: Signature,
    /// Its documentation.
    pub docs: String,
    /// Whether it is called on the application itself.
    pub(crate) has_receiver: bool,
    /// Whether its result is to be awaited.
    pub(crate) is_async: bool,
    /// What it returns, or what its future does.
    pub(crate) output: Type,
    /// The predicates of its `#[cfg(…)]` attributes.
    pub conditions: Vec<TokenStream>,
    /// Its parameters, without the receiver.
    pub arguments: Vec<Argument>,
    /// The middleware around it, the outermost first.
    pub layers: Vec<Layer>,
    /// What is called before it, in this order, to fill some of its parameters.
    pub dependencies: Vec<Dependency>,
}

/// A function whose value fills parameters. It is called once for a request.
pub struct Dependency {
    /// The local variable of the value.
    pub(crate) local: Ident,
    /// The function, as it was named.
    pub path: ExprPath,
    /// What is known of it, where it is one of the application's own; any other takes what the
    /// request gives.
    pub(crate) function: Option<Handler>,
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
    },
    /// Something of the request, by the type's trait.
    Parameter {
        /// The parameter's type.
        ty: Type,
    },
    /// The error, of a function that answers failures.
    Error {
        /// The parameter's type.
        ty: Type,
    },
    /// The value of a dependency.
    Dependency {
        /// The dependency, by its place among the handler's.
        place: usize,
        /// How the parameter gets the value.
        pass: Pass,
        /// The parameter's type.
        ty: Type,
    },
}

/// How a parameter gets the value of a dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// By reference.
    Borrow,
    /// A clone, as another parameter needs the value later.
    Share,
    /// The value itself.
    Move,
}

impl Handler {
    /// The arguments of all calls: those of the functions it depends on, and its own.
    pub(crate) fn all_arguments(&self) -> impl Iterator<Item = &Argument> {
        let before = self.dependencies.iter().filter_map(|it| it.function.as_ref());
        before.flat_map(|function| &function.arguments).chain(&self.arguments)
    }

    /// Whether it is called after something was awaited, or what it borrows has to outlive the
    /// call.
    pub(crate) fn is_later(&self) -> bool {
        let functions = self.dependencies.iter().filter_map(|it| it.function.as_ref());
        let awaits = functions.into_iter().any(|function| function.is_async);
        let borrows = self.arguments.iter().any(|argument| {
            matches!(
                argument,
                Argument::Error { .. } | Argument::Dependency { pass: Pass::Borrow, .. }
            )
        });
        awaits || (self.is_async && borrows)
    }
}

impl Application {
    /// The places of the routes in the table, those of one function together.
    pub(crate) fn functions(&self) -> Vec<Vec<usize>> {
        let mut functions: Vec<Vec<usize>> = Vec::new();
        for (index, route) in self.routes.iter().enumerate() {
            let last = functions.last_mut().filter(|last| {
                let first = last.first().and_then(|first| self.routes.get(*first));
                first.is_some_and(|first| first.handler.number == route.handler.number)
            });
            match last {
                Some(routes) => routes.push(index),
                None => functions.push(vec![index]),
            }
        }
        functions
    }
}

impl Route {
    /// Whether this route, where its pattern matches, always answers: then nothing after it does.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.methods.is_empty() && !self.refuses()
    }

    /// Whether it may leave a path that its pattern matches to the next route: because a capture
    /// may not be read as its parameter, or because the route may not be there at all.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.fallible().next().is_some() || !self.handler.conditions.is_empty()
    }

    /// The captures whose types may refuse a text: all but `&str`, and `Option<&str>` for a group
    /// that may be absent. A type of the user's is not spelled like that.
    pub fn fallible(&self) -> impl Iterator<Item = (usize, &Type, bool)> {
        let mut seen = Vec::new();
        self.handler.all_arguments().filter_map(move |argument| match argument {
            Argument::Capture { group, ty, optional } if !always_read(ty, *optional) => {
                let capture = (*group, ty, *optional);
                // A dependency may read what the handler reads too.
                (!seen.contains(&capture)).then(|| seen.push(capture)).map(|()| capture)
            }
            _ => None,
        })
    }

    /// The methods it answers, as a set of bits by their places in [`METHODS`]. The highest bit
    /// is for all that are not there.
    #[must_use]
    pub fn answers(&self) -> u64 {
        if self.methods.is_empty() {
            return u64::MAX;
        }
        let named = self.named();
        named | (named & 1) << 1
    }

    /// The methods it names, in the same form.
    #[must_use]
    pub fn named(&self) -> u64 {
        self.methods.iter().fold(0, |set, method| set | bit(&method.name))
    }

    /// The methods as people read them: `GET, POST`, or `ANY`.
    #[must_use]
    pub fn methods_text(&self) -> String {
        if self.methods.is_empty() {
            return "ANY".to_owned();
        }
        let names: Vec<&str> = self.methods.iter().map(|method| method.name.as_str()).collect();
        names.join(", ")
    }
}

/// The bit of a method, by its place in [`METHODS`]; the highest for one that is not there.
#[must_use]
pub fn bit(method: &str) -> u64 {
    METHODS.iter().position(|known| *known == method).map_or(1 << 63, |place| 1 << place)
}

/// The first method of a set; nothing for the set of all.
#[must_use]
pub fn first_method(set: u64) -> Option<&'static str> {
    let mut methods = METHODS.iter().copied().filter(|_| set != u64::MAX);
    methods.find(|method| bit(method) & set != 0)
}

fn always_read(ty: &Type, optional: bool) -> bool {
    if !optional {
        return is_str(ty);
    }
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
    let only = arguments.args.first();
    last.ident == "Option" && matches!(only, Some(GenericArgument::Type(ty)) if is_str(ty))
}

/// Whether the type is `&str`, with or without a lifetime.
pub(crate) fn is_str(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => {
            matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"))
        }
        _ => false,
    }
}
