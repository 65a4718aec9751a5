//! What the user wrote, as far as it matters here. No rules: those are `check`'s.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Attribute, Expr, ExprLit, ExprPath, Lit, LitStr, Meta, Path, Signature};

/// What stands in the parentheses of `#[application(…)]`.
#[derive(Default)]
pub struct Arguments {
    /// `deny(overlap)`: two routes that match the same path are an error.
    pub deny_overlap: bool,
    /// `deny(regex)`: a pattern that needs the run-time `regex` is an error.
    pub deny_regex: bool,
    /// `crate = gate`: the name under which the `lychgate` crate is known.
    pub runtime: Option<Path>,
}

/// An item under `#[application]`.
pub enum Application {
    /// `mod site { … }`
    Module(Module),
    /// `impl Blog { … }`
    Impl(Impl),
    /// `fn app(…) { … }`
    Function(Function),
}

/// An item under `#[middleware]`.
pub enum Middleware {
    /// `fn timing(environ: &mut Environ, next: Next<'_>) -> Response { … }`
    Function(Box<Decorator>),
    /// `impl Limiter { fn call(&self, environ, next) -> Response { … } }`
    Impl(Box<Impl>),
}

/// A middleware function, its parts by where they belong.
pub struct Decorator {
    /// The function.
    pub function: Function,
    /// Its documentation, its conditions and what else concerns whoever names it.
    pub outer: TokenStream,
    /// The attributes that concern its body.
    pub inner: TokenStream,
    /// Signature and body, as written.
    pub text: TokenStream,
}

/// A module with its items; what is not a function is kept as tokens.
pub struct Module {
    /// Everything before the body: attributes, visibility, `mod`, name.
    pub head: TokenStream,
    /// The name.
    pub name: Ident,
    /// The middleware around the application.
    pub around: Vec<WithAttribute>,
    /// The body; `None` for `mod name;`.
    pub items: Option<Vec<Item>>,
    /// The braces' span.
    pub span: Span,
}

/// An inherent impl block.
pub struct Impl {
    /// Everything before the body.
    pub head: TokenStream,
    /// The middleware around the application.
    pub around: Vec<WithAttribute>,
    /// The generics of the block.
    pub generics: syn::Generics,
    /// The trait, where the block is not inherent.
    pub of_trait: Option<Path>,
    /// The type.
    pub ty: syn::Type,
    /// The body.
    pub items: Vec<Item>,
    /// The braces' span.
    pub span: Span,
}

/// One item of a body.
pub enum Item {
    /// A function whose signature could be read.
    Function(Box<Function>),
    /// Anything else, untouched.
    Other(Vec<TokenTree>),
}

impl Item {
    /// The function, if it is one.
    #[must_use]
    pub fn function(&self) -> Option<&Function> {
        match self {
            Item::Function(function) => Some(function),
            Item::Other(_) => None,
        }
    }
}

/// A function: its signature is read, its body never is.
pub struct Function {
    /// The attributes that are not ours, as written.
    pub attributes: TokenStream,
    /// Ours, in order.
    pub helpers: Vec<Helper>,
    /// The predicates of its `#[cfg(…)]` attributes, which are among `attributes` too.
    pub conditions: Vec<TokenStream>,
    /// The visibility.
    pub visibility: syn::Visibility,
    /// The signature, without our attributes on its parameters.
    pub signature: Signature,
    /// Those attributes.
    pub depends: Vec<Depends>,
    /// Visibility, signature and body, as written but for our attributes on parameters.
    pub rest: TokenStream,
}

/// `#[depends(current_user)]` on a parameter.
pub struct Depends {
    /// The attribute's name, as written: `depends`, `lychgate::depends`.
    pub attribute: Path,
    /// The function that fills the parameter; `None` where it could not be read.
    pub function: Option<ExprPath>,
    /// The place of the parameter among those behind the receiver.
    pub parameter: usize,
}

/// One of our attributes on a function.
pub enum Helper {
    /// `#[route(…)]`, `#[get(…)]` and the like.
    Route(RouteAttribute),
    /// `#[not_found]`
    NotFound(Path),
    /// `#[catch]`
    Catch(Path),
    /// `#[mount(…)]`
    Mount(RouteAttribute),
    /// `#[with(…)]`
    With(WithAttribute),
}

impl Helper {
    /// The attribute's name, as written.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Helper::Route(RouteAttribute { path, .. })
            | Helper::Mount(RouteAttribute { path, .. })
            | Helper::With(WithAttribute { path, .. })
            | Helper::NotFound(path)
            | Helper::Catch(path) => path,
        }
    }
}

/// `#[with(timing, BodyLimit::new(1 << 20))]`
pub struct WithAttribute {
    /// The attribute's name, as written.
    pub path: Path,
    /// The middleware, the outermost first.
    pub layers: Vec<syn::Expr>,
}

/// `#[route("pattern", search, GET, POST)]`, `#[get("pattern")]`, `#[mount("prefix")]`
pub struct RouteAttribute {
    /// The attribute's name, as written: `get`, `lychgate::get`.
    pub path: Path,
    /// The pattern.
    pub pattern: LitStr,
    /// The word `search`, which allows a match to begin anywhere.
    pub search: Option<Ident>,
    /// The methods written after the pattern, or the one in the attribute's name.
    pub methods: Vec<Method>,
    /// Whether something else in it could not be read, so that it makes no route.
    pub broken: bool,
}

impl RouteAttribute {
    /// The attribute's name: `get`.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.path)
    }
}

/// The last word of an attribute's path.
#[must_use]
pub fn name_of(path: &Path) -> String {
    path.segments.last().map_or_else(|| "route".to_owned(), |last| last.ident.to_string())
}

/// A method's name where it was written.
#[derive(Clone, Debug)]
pub struct Method {
    /// The name: `GET`, `VERSION-CONTROL`.
    pub name: String,
    /// The place.
    pub span: Span,
}

/// The names of our attributes, with what each stands for.
pub const HELPERS: [(&str, Kind); 10] = [
    ("route", Kind::Route(None)),
    ("get", Kind::Route(Some("GET"))),
    ("post", Kind::Route(Some("POST"))),
    ("put", Kind::Route(Some("PUT"))),
    ("patch", Kind::Route(Some("PATCH"))),
    ("delete", Kind::Route(Some("DELETE"))),
    ("not_found", Kind::NotFound),
    ("catch", Kind::Catch),
    ("mount", Kind::Mount),
    ("with", Kind::With),
];

/// What an attribute of ours stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A route, with the method that the name says.
    Route(Option<&'static str>),
    /// The handler for paths that no route matches.
    NotFound,
    /// The function that answers failures.
    Catch,
    /// An application below a prefix.
    Mount,
    /// Middleware.
    With,
}

impl Kind {
    /// The kind of the attribute with this path, if it is ours: `get`, `lychgate::get`.
    #[must_use]
    pub fn of(path: &Path) -> Option<Kind> {
        let name = &path.segments.last()?.ident;
        let known = HELPERS.iter().find(|(known, _)| name == known)?;
        Some(known.1)
    }
}

impl Function {
    /// The middleware on it.
    pub fn with(&self) -> impl Iterator<Item = &WithAttribute> {
        self.helpers.iter().filter_map(|helper| match helper {
            Helper::With(attribute) => Some(attribute),
            _ => None,
        })
    }

    /// The function's name.
    #[must_use]
    pub fn name(&self) -> &Ident {
        &self.signature.ident
    }

    /// Its documentation, as far as that is written there: a line for each `#[doc = "…"]`.
    #[must_use]
    pub fn docs(&self) -> String {
        let attributes = Attribute::parse_outer.parse2(self.attributes.clone());
        let lines = attributes.into_iter().flatten().filter_map(|attribute| {
            let Meta::NameValue(meta) = attribute.meta else { return None };
            match meta.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => {
                    Some(text.value())
                }
                _ => None,
            }
        });
        let lines: Vec<String> = lines.collect();
        let text = lines.join("\n");
        let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    /// What is written on a parameter about the function that fills it.
    #[must_use]
    pub fn depends_on(&self, parameter: usize) -> Option<&Depends> {
        self.depends.iter().find(|depends| depends.parameter == parameter)
    }
}

/// The methods that have a constant in the runtime's `Methods`; HEAD stands behind GET.
pub const METHODS: [&str; 39] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
    "OPTIONS",
    "TRACE",
];
