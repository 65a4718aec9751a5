//! The arguments of a route's attribute: a pattern, then `search` and methods in any order.

use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Ident, Lit, LitStr, Meta, Token};

use crate::ast::{METHODS, Method, RouteAttribute, name_of};
use crate::errors::{Errors, did_you_mean};

/// Reads `#[route("pattern", …)]`; `method` is the one that the attribute's own name says.
pub(super) fn route(meta: &Meta, method: Option<&str>, errors: &Errors) -> Option<RouteAttribute> {
    let name = name_of(meta.path());
    let list = match meta {
        Meta::List(list) => list,
        Meta::NameValue(value) => {
            let pattern = value.value.to_token_stream();
            errors.error(meta, format!("write the pattern in parentheses: `#[{name}({pattern})]`"));
            return None;
        }
        Meta::Path(path) => {
            errors.error(path, nothing_there(&name));
            return None;
        }
    };
    let before = errors.count();
    let mut read = Reader { name: &name, method, search: None, methods: Vec::new(), errors };
    let parser = |input: ParseStream<'_>| Ok(read.arguments(input));
    // What is wrong is in `errors`; the reader takes all tokens, so that `syn` adds nothing.
    let pattern = match parser.parse2(list.tokens.clone()) {
        Ok(pattern) => pattern,
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let (search, mut methods) = (read.search, read.methods);
    let Some(pattern) = pattern else {
        if errors.count() == before {
            errors.error(&list.path, nothing_there(&name));
        }
        return None;
    };
    if let Some(name) = method {
        methods.push(Method { name: name.to_owned(), span: list.path.span() });
    }
    let broken = errors.count() > before;
    Some(RouteAttribute { path: list.path.clone(), pattern, search, methods, broken })
}

/// Reads `#[mount("prefix")]`.
pub(super) fn mount(meta: &Meta, errors: &Errors) -> Option<RouteAttribute> {
    let mut attribute = route(meta, None, errors)?;
    if let Some(word) = &attribute.search {
        let message = "a prefix stands where the path begins, so nothing is searched for: remove \
                       `search`";
        errors.error(word, message);
        attribute.broken = true;
    }
    if let Some(method) = attribute.methods.first() {
        let message =
            "a mounted application gets every method, and answers those it has: remove this";
        errors.push(syn::Error::new(method.span, message));
        attribute.broken = true;
    }
    Some(attribute)
}

/// What is missing in the attribute.
fn nothing_there(name: &str) -> String {
    match name {
        "mount" => "a mount needs a prefix: write `#[mount(\"^prefix/\")]`".to_owned(),
        _ => format!("a route needs a pattern: write `#[{name}(\"^pattern$\")]`"),
    }
}

struct Reader<'a> {
    name: &'a str,
    method: Option<&'a str>,
    search: Option<Ident>,
    methods: Vec<Method>,
    errors: &'a Errors,
}

impl Reader<'_> {
    /// Reads all arguments; the pattern, if one is there. After the first place that makes no
    /// sense the rest is skipped.
    fn arguments(&mut self, input: ParseStream<'_>) -> Option<LitStr> {
        let pattern = self.pattern(input);
        while pattern.is_some() && !input.is_empty() {
            if input.parse::<Token![,]>().is_err() {
                let place = input.span();
                self.error(place, "a comma is missing before this");
                break;
            }
            if input.is_empty() || !self.word(input) {
                break;
            }
        }
        skip(input);
        pattern
    }

    fn pattern(&self, input: ParseStream<'_>) -> Option<LitStr> {
        if input.is_empty() {
            return None;
        }
        if input.peek(LitStr) {
            let pattern: LitStr = input.parse().ok()?;
            if !pattern.suffix().is_empty() {
                self.error(pattern.span(), "a pattern has no suffix: remove it");
            }
            return Some(pattern);
        }
        let (name, place) = (self.name, input.span());
        if let Ok(literal) = input.parse::<Lit>() {
            let kind = match &literal {
                Lit::ByteStr(_) | Lit::Byte(_) => "a byte string: remove the `b`",
                Lit::CStr(_) => "a C string: remove the `c`",
                Lit::Char(_) => "a character: write double quotes",
                Lit::Int(_) | Lit::Float(_) => "a number: write it between double quotes",
                _ => "none",
            };
            let message = format!("the pattern is a string literal, and this is {kind}");
            self.error(place, &message);
            return None;
        }
        let rest: Vec<TokenTree> =
            input.fork().parse::<proc_macro2::TokenStream>().ok()?.into_iter().collect();
        let written =
            rest.iter().find_map(|token| syn::parse2::<LitStr>(token.clone().into()).ok());
        let message = match (rest.first(), written) {
            (Some(TokenTree::Ident(first)), Some(pattern)) => {
                format!("the pattern comes first: write `#[{name}({}, {first})]`", pattern.token())
            }
            _ => format!(
                "the pattern is written here as a string literal, for the compiler to read: \
                 `#[{name}(\"^pattern$\")]`"
            ),
        };
        self.error(place, &message);
        None
    }

    /// Reads `search`, or a method: `GET`, or `"VERSION-CONTROL"` for a name that is no
    /// identifier. False where the rest cannot be read.
    fn word(&mut self, input: ParseStream<'_>) -> bool {
        let place = input.span();
        let name = if input.peek(LitStr) {
            input.parse::<LitStr>().map(|literal| literal.value())
        } else {
            input.call(syn::ext::IdentExt::parse_any).map(|word: Ident| word.to_string())
        };
        let Ok(name) = name else {
            let how = "expected a method or the word `search`: \
                       `#[route(\"^pattern$\", GET, POST)]`";
            self.error(place, how);
            return false;
        };
        if name == "search" {
            if self.search.is_some() {
                self.error(place, "`search` is said twice: once is enough");
            }
            self.search = Some(Ident::new("search", place));
        } else if self.method == Some(&name) {
            let message = format!("`#[{}]` says `{name}` already: remove the word", self.name);
            self.error(place, &message);
        } else if let (Some(own), true) = (self.method, METHODS.contains(&name.as_str())) {
            let message = format!(
                "`#[{}]` is for {own} alone: for several methods write `#[route(…, {own}, {name})]`",
                self.name
            );
            self.error(place, &message);
        } else {
            self.method(name, place);
        }
        true
    }

    fn method(&mut self, name: String, place: Span) {
        if !METHODS.contains(&name.as_str()) {
            let known = METHODS.into_iter().chain(["search"]);
            let upper = name.to_ascii_uppercase();
            let meant = did_you_mean(&name, ["search"]).or_else(|| did_you_mean(&upper, known));
            let advice = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "a route without methods answers every one, registered or not".to_owned(),
            };
            let message = format!("`{name}` is not a method of IANA's registry: {advice}");
            self.error(place, &message);
        } else if self.methods.iter().any(|method| method.name == name) {
            let message = format!("`{name}` is named twice: once is enough");
            self.error(place, &message);
        } else {
            self.methods.push(Method { name, span: place });
        }
    }

    fn error(&self, place: Span, message: &str) {
        self.errors.push(syn::Error::new(place, message));
    }
}

/// Takes what is left of the input.
fn skip(input: ParseStream<'_>) {
    while input.parse::<TokenTree>().is_ok() {}
}
