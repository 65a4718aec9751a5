//! Signatures as people read them: on one line, with spaces where they are usual.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{FnArg, Pat, Signature};

use crate::model::Handler;

/// `greet(name: &str)`
pub(super) fn handler(handler: &Handler) -> String {
    format!("{}({})", handler.name.unraw(), parameters(&handler.signature).join(", "))
}

/// The parameters without the receiver, each as `name: &str`.
pub(super) fn parameters(signature: &Signature) -> Vec<String> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let shown = typed.map(|typed| {
        let name = match &*typed.pat {
            Pat::Ident(name) => name.ident.unraw().to_string(),
            pattern => text(pattern.to_token_stream()),
        };
        format!("{name}: {}", text(typed.ty.to_token_stream()))
    });
    shown.collect()
}

/// Tokens as text.
fn text(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut before_colon = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        let behind_word = text.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let behind_bracket = text.ends_with(['>', ')', ']']);
        match token {
            TokenTree::Punct(punct) => {
                let (mark, joint) = (punct.as_char(), punct.spacing() == Spacing::Joint);
                match mark {
                    '=' | '+' => text.push_str(&format!(" {mark} ")),
                    ',' | ';' => text.push_str(&format!("{mark} ")),
                    ':' if !joint && !before_colon => text.push_str(": "),
                    '-' if joint => text.push_str(" -"),
                    '>' if text.ends_with(" -") => text.push_str("> "),
                    '\'' if behind_word => text.push_str(" '"),
                    _ => text.push(mark),
                }
                before_colon = mark == ':' && joint;
                continue;
            }
            TokenTree::Group(group) => {
                let inside = self::text(group.stream());
                let inside = inside.trim_end();
                text.push_str(&match group.delimiter() {
                    Delimiter::Parenthesis => format!("({inside})"),
                    Delimiter::Bracket => format!("[{inside}]"),
                    Delimiter::Brace => format!("{{ {inside} }}"),
                    Delimiter::None => inside.to_owned(),
                });
            }
            word => {
                if is_word && (behind_word || behind_bracket) {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
            }
        }
        before_colon = false;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_shown_as_one_writes_them() {
        for written in [
            "name: &str",
            "id: Option<u8>",
            "environ: &'a lychgate::Environ",
            "text: Cow<'static, str>",
            "Json(value): Json<Vec<(u8, [u8; 4])>>",
            "it: &dyn Fn(u8) -> Box<dyn Any + Send>",
            "it: <A as Trait<Item = u8>>::Name",
        ] {
            let signature = format!("fn f({written})");
            let signature = syn::parse_str(&signature).expect("a signature");
            assert_eq!(parameters(&signature), [written]);
        }
    }
}
