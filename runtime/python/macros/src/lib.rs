//! The macro of `lychgate-python`. It is a procedural one because the function that Python looks for
//! in a module has the crate's name in its own.

use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Makes a Python extension module of the crate: see `lychgate_python::export`.
#[proc_macro]
pub fn export(application: TokenStream) -> TokenStream {
    let Some(first) = application.clone().into_iter().next() else {
        return error(Span::call_site(), "expected an application: `export!(site::application)`");
    };
    let is_name = |tree: &TokenTree| match tree {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), ':' | '$'),
        // A path that a macro was given is one group.
        TokenTree::Group(group) => group.delimiter() == Delimiter::None,
        TokenTree::Literal(_) => false,
    };
    if let Some(other) = application.clone().into_iter().find(|tree| !is_name(tree)) {
        let message = format!(
            "expected the path of an application that lives as long as the program, such as \
             `site::application` or a `static`; found `{other}`"
        );
        return error(other.span(), &message);
    }
    match std::env::var("CARGO_CRATE_NAME") {
        Ok(name) => module(&name, application),
        Err(_) => error(first.span(), "the name of the module is not known: cargo says it"),
    }
}

/// A module of this name, with what `lychgate_python::module::fill` puts into it.
fn module(name: &str, application: TokenStream) -> TokenStream {
    const MODULE: &str = "
        #[::lychgate_python::pyo3::pymodule]
        #[pyo3(crate = \"::lychgate_python::pyo3\")]
        fn NAME(
            module: &::lychgate_python::pyo3::Bound<'_, ::lychgate_python::pyo3::types::PyModule>,
        ) -> ::lychgate_python::pyo3::PyResult<()> {
            static APPLICATION: &dyn ::lychgate_python::module::Application = &PATH;
            ::lychgate_python::module::fill(module, APPLICATION)
        }
    ";
    let module: TokenStream = MODULE.parse().unwrap_or_default();
    let name = TokenTree::from(Ident::new(name, Span::call_site()));
    let inside = replaced(module, &name, &application);
    let mut item: TokenStream = "const _: () =".parse().unwrap_or_default();
    item.extend([TokenTree::from(Group::new(Delimiter::Brace, inside))]);
    item.extend(";".parse::<TokenStream>());
    item
}

/// The same code with the name and the path in their places; the path keeps its span, so that an
/// error about it is shown where it was written.
fn replaced(code: TokenStream, name: &TokenTree, path: &TokenStream) -> TokenStream {
    let replace = |tree: TokenTree| -> TokenStream {
        match tree {
            TokenTree::Ident(ident) if ident.to_string() == "NAME" => name.clone().into(),
            TokenTree::Ident(ident) if ident.to_string() == "PATH" => path.clone(),
            TokenTree::Group(group) => {
                let inside = replaced(group.stream(), name, path);
                TokenTree::from(Group::new(group.delimiter(), inside)).into()
            }
            other => other.into(),
        }
    };
    code.into_iter().map(replace).collect()
}

fn error(span: Span, message: &str) -> TokenStream {
    let error: TokenStream =
        format!("::core::compile_error!({message:?});").parse().unwrap_or_default();
    error
        .into_iter()
        .map(|mut tree| {
            tree.set_span(span);
            tree
        })
        .collect()
}
