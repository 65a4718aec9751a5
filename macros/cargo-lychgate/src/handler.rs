//! A handler as people read it.

use lychgate_compiler::model::{Argument, Handler, Layer};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{FnArg, Pat, PatType};

/// The handler's name with its parameters: `greet(name: &str)`.
pub(crate) fn text(handler: &Handler) -> String {
    format!("{}({})", handler.name.unraw(), parameters(handler).join(", "))
}

/// The parameters as they were written, without the receiver.
pub(crate) fn parameters(handler: &Handler) -> Vec<String> {
    let written = handler.signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    written
        .zip(&handler.arguments)
        .map(|(typed, argument)| parameter(typed, argument, handler))
        .collect()
}

fn parameter(typed: &PatType, argument: &Argument, handler: &Handler) -> String {
    let name = match &*typed.pat {
        Pat::Ident(name) => name.ident.to_string(),
        pattern => pattern.to_token_stream().to_string().replace(" (", "("),
    };
    let text = format!("{name}: {}", ty(&typed.ty));
    match argument {
        Argument::Dependency { place, .. } => match handler.dependencies.get(*place) {
            Some(dependency) => {
                let path = dependency.path.to_token_stream().to_string().replace(' ', "");
                format!("#[depends({path})] {text}")
            }
            None => text,
        },
        Argument::Capture { .. } | Argument::Parameter { .. } | Argument::Error { .. } => text,
    }
}

/// A type on one line.
pub(crate) fn ty(ty: &syn::Type) -> String {
    let file: syn::File = syn::parse_quote!(type T = #ty;);
    let text = prettyplease::unparse(&file);
    let text = text.trim().trim_start_matches("type T =").trim_end_matches(';');
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What has to be configured for the handler to be there, one predicate each.
pub(crate) fn conditions(handler: &Handler) -> Vec<String> {
    let texts = handler.conditions.iter().map(|condition| {
        let attribute: syn::File = syn::parse_quote!(
            #[cfg(#condition)]
            type T = u8;
        );
        let text = prettyplease::unparse(&attribute);
        let line = text.split(")]\n").next().unwrap_or_default();
        line.trim_start_matches("#[cfg(").to_owned()
    });
    texts.collect()
}

/// The names of some middleware.
pub(crate) fn names(layers: &[Layer]) -> Vec<&str> {
    layers.iter().map(|layer| layer.name.as_str()).collect()
}
