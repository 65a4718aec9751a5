//! Tests for character classes: patterns of bytes and of characters, conditions, predicates.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::class::{Class, Classes, Known, SMALL, Wide};

/// The ASCII classes that the standard library has names for.
const STANDARD: [(&str, &[(u8, u8)]); 6] = [
    ("is_ascii_digit", &[(b'0', b'9')]),
    ("is_ascii_lowercase", &[(b'a', b'z')]),
    ("is_ascii_uppercase", &[(b'A', b'Z')]),
    ("is_ascii_alphabetic", &[(b'A', b'Z'), (b'a', b'z')]),
    ("is_ascii_alphanumeric", &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')]),
    ("is_ascii_hexdigit", &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]),
];

/// Writes tests for the classes of one module; large classes get names.
#[derive(Default)]
pub(super) struct Predicates {
    pub(super) classes: Classes,
    named: Vec<(Class, Form)>,
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A function that tests a byte.
    Byte,
    /// The ranges of characters, as a table.
    Table,
}

/// A test of so many ranges makes a step too long for its line.
const LONG: usize = 3;

impl Predicates {
    /// A pattern for the bytes with these bits; it may also match what is `free`.
    pub(super) fn byte_pattern(&self, ascii: u128, free: u128) -> TokenStream {
        let ranges = self.classes.ranges(Class::ascii(ascii), free);
        alternatives(&ranges, |c| byte(c).map(Literal::byte_character))
    }

    /// A pattern for the characters of a class, if it is short and a condition is not shorter.
    pub(super) fn char_pattern(&self, class: Class, free: u128) -> Option<TokenStream> {
        let ranges = self.classes.ranges(class, free);
        let plain = ranges.len() <= SMALL
            && self.classes.known(class).is_none()
            && self.classes.others(class, free).len() >= ranges.len();
        plain.then(|| char_alternatives(&ranges))
    }

    /// What tests a byte for the class.
    pub(super) fn byte_predicate(&mut self, class: Class) -> TokenStream {
        if class.is_any() {
            return quote!(|_| true);
        }
        if let Some(stop) = class.all_but() {
            let stop = Literal::byte_character(stop);
            return quote!(|c| *c != #stop);
        }
        if class.wide == Wide::All {
            let excluded = self.byte_pattern(!class.ascii, 0);
            return quote!(|c| !matches!(c, #excluded));
        }
        if let Some(name) = standard(class.ascii) {
            return quote!(u8::#name);
        }
        if self.classes.ranges(class, 0).len() >= LONG {
            let name = self.name(class, Form::Byte);
            return quote!(#name);
        }
        let pattern = self.byte_pattern(class.ascii, 0);
        if let Some(single) = class.single_byte().map(Literal::byte_character) {
            return quote!(|c| *c == #single);
        }
        quote!(|c| matches!(c, #pattern))
    }

    /// What tests a character for the class.
    pub(super) fn char_predicate(&mut self, class: Class) -> TokenStream {
        if class.is_any() {
            return quote!(|_| true);
        }
        match self.classes.known(class) {
            Some(known) if known.class == class && !known.negated => name(known),
            _ => {
                let condition = self.char_condition(class, 0);
                quote!(|c| #condition)
            }
        }
    }

    /// Whether the character `c` belongs to the class; it may also be one that is `free`.
    pub(super) fn char_condition(&mut self, class: Class, free: u128) -> TokenStream {
        if let Some(condition) = self.known_condition(class, free) {
            return condition;
        }
        let ranges = self.classes.ranges(class, free);
        let others = self.classes.others(class, free);
        if others.len() < ranges.len() && others.len() <= SMALL {
            return not_among(&others).unwrap_or(quote!(true));
        }
        if ranges.len() <= SMALL {
            return among(&ranges).unwrap_or(quote!(false));
        }
        let table = self.name(class, Form::Table);
        quote!(within(c, #table))
    }

    /// A condition by a function of the run-time crate, with few exceptions.
    fn known_condition(&self, class: Class, free: u128) -> Option<TokenStream> {
        let known = self.classes.known(class)?;
        let added = self.classes.ranges(Class::ascii(class.ascii & !known.class.ascii), 0);
        let lacking = Class::ascii(known.class.ascii & !class.ascii & !free);
        let lacking = self.classes.ranges(lacking, class.ascii ^ u128::MAX);
        if added.len() + lacking.len() > SMALL {
            return None;
        }
        let (name, not) = (name(known), known.negated.then(|| quote!(!)));
        let known = quote!(#not #name(c));
        Some(match (among(&added), not_among(&lacking)) {
            (None, None) => known,
            (Some(added), None) => quote!(#known || #added),
            (None, Some(others)) => quote!(#known && #others),
            (Some(added), Some(others)) => quote!((#known && #others) || #added),
        })
    }

    fn name(&mut self, class: Class, form: Form) -> Ident {
        let place = self.named.iter().position(|named| *named == (class, form));
        let place = place.unwrap_or_else(|| {
            self.named.push((class, form));
            self.named.len() - 1
        });
        form.name(place)
    }

    /// What the names of the large classes stand for.
    pub(super) fn named(&self) -> TokenStream {
        let items = self.named.iter().enumerate().map(|(place, &(class, form))| {
            let name = form.name(place);
            match form {
                Form::Byte => {
                    let pattern = self.byte_pattern(class.ascii, 0);
                    quote! {
                        #[allow(clippy::trivially_copy_pass_by_ref)]
                        fn #name(c: &u8) -> bool { matches!(c, #pattern) }
                    }
                }
                Form::Table => {
                    let ranges = self.classes.ranges(class, 0).into_iter();
                    let (starts, ends): (Vec<_>, Vec<_>) =
                        ranges.map(|(start, end)| (character(start), character(end))).unzip();
                    quote!(static #name: &[(char, char)] = &[#((#starts, #ends)),*];)
                }
            }
        });
        items.collect()
    }
}

impl Form {
    fn name(self, place: usize) -> Ident {
        match self {
            Form::Byte => format_ident!("class_{}", place + 1),
            Form::Table => format_ident!("CLASS_{}", place + 1),
        }
    }
}

fn name(known: Known) -> TokenStream {
    let name = format_ident!("{}", known.name);
    quote!(#name)
}

/// The condition that `c` lies in the ranges, if there are any.
fn among(ranges: &[(char, char)]) -> Option<TokenStream> {
    let pattern = char_alternatives(ranges);
    match ranges {
        [] => None,
        [(start, end)] if start == end => Some(quote!(c == #pattern)),
        _ => Some(quote!(matches!(c, #pattern))),
    }
}

/// The condition that `c` does not lie in the ranges, if there are any.
fn not_among(ranges: &[(char, char)]) -> Option<TokenStream> {
    let pattern = char_alternatives(ranges);
    match ranges {
        [] => None,
        [(start, end)] if start == end => Some(quote!(c != #pattern)),
        _ => Some(quote!(!matches!(c, #pattern))),
    }
}

fn standard(ascii: u128) -> Option<Ident> {
    let all = |ranges: &[(u8, u8)]| {
        ranges.iter().flat_map(|(start, end)| *start..=*end).fold(0, |all, c| all | 1_u128 << c)
    };
    let (name, _) = STANDARD.iter().find(|(_, ranges)| all(ranges) == ascii)?;
    Some(format_ident!("{name}"))
}

fn byte(c: char) -> Option<u8> {
    u8::try_from(c).ok()
}

/// A character. Letters that nobody takes for others stand for themselves.
fn character(c: char) -> Literal {
    let clear = c.is_ascii() || c.is_alphabetic() && matches!(c, 'À'..='ſ' | 'Α'..='ώ' | 'Ѐ'..='ӿ');
    if clear {
        return Literal::character(c);
    }
    let escaped = format!("'{}'", c.escape_unicode());
    escaped.parse().unwrap_or_else(|_| Literal::character(c))
}

fn char_alternatives(ranges: &[(char, char)]) -> TokenStream {
    alternatives(ranges, |c| Some(character(c)))
}

fn alternatives(ranges: &[(char, char)], literal: impl Fn(char) -> Option<Literal>) -> TokenStream {
    let patterns = ranges.iter().map(|&(start, end)| {
        let (first, last) = (literal(start), literal(end));
        if start == end {
            quote!(#first)
        } else if u32::from(end) - u32::from(start) == 1 {
            quote!(#first | #last)
        } else {
            quote!(#first..=#last)
        }
    });
    quote!(#(#patterns)|*)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::CharClass;

    fn of(ranges: &[std::ops::RangeInclusive<char>]) -> (Predicates, Class) {
        let mut predicates = Predicates::default();
        let class = predicates.classes.intern(&CharClass::new(ranges.iter().cloned()));
        (predicates, class)
    }

    fn bytes(ranges: &[std::ops::RangeInclusive<char>]) -> String {
        let (mut predicates, class) = of(ranges);
        predicates.byte_predicate(class).to_string()
    }

    fn chars(pattern: &str) -> String {
        let hir = regex_syntax::parse(pattern).unwrap();
        let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) =
            hir.kind()
        else {
            panic!("{pattern} is no class");
        };
        let ranges: Vec<_> = class.ranges().iter().map(|r| r.start()..=r.end()).collect();
        let (mut predicates, class) = of(&ranges);
        predicates.char_predicate(class).to_string()
    }

    #[test]
    fn bytes_are_written_as_characters() {
        assert_eq!(bytes(&['0'..='9']), "u8 :: is_ascii_digit");
        assert_eq!(bytes(&['a'..='z', '-'..='-']), "| c | matches ! (c , b'-' | b'a' ..= b'z')");
        assert_eq!(bytes(&['\0'..='.', '0'..=char::MAX]), "| c | * c != b'/'");
        assert_eq!(
            bytes(&['\0'..='.', '0'..='0', '2'..=char::MAX]),
            "| c | ! matches ! (c , b'/' | b'1')"
        );
    }

    #[test]
    fn known_classes_are_called_by_name() {
        assert_eq!(chars(r"\w"), "word");
        assert_eq!(chars(r"\W"), "| c | ! word (c)");
        assert_eq!(chars(r"[\w.-]"), "| c | word (c) || matches ! (c , '-' | '.')");
        assert_eq!(chars(r"[\w&&[^s]]"), "| c | word (c) && c != 's'");
        assert_eq!(chars("[a-zäö]"), "| c | matches ! (c , 'a' ..= 'z' | 'ä' | 'ö')");
    }

    #[test]
    fn large_classes_become_tables() {
        assert_eq!(chars(r"\p{Cyrillic}"), "| c | within (c , CLASS_1)");
    }

    #[test]
    fn long_tests_of_bytes_become_functions() {
        let (mut predicates, class) = of(&['0'..='9', '_'..='_', 'a'..='z']);
        assert_eq!(predicates.byte_predicate(class).to_string(), "class_1");
        assert_eq!(predicates.byte_predicate(class).to_string(), "class_1");
        let function = predicates.named().to_string();
        let body = "(c : & u8) -> bool { matches ! (c , b'0' ..= b'9' | b'_' | b'a' ..= b'z') }";
        assert!(function.ends_with(&format!("fn class_1 {body}")), "{function}");
    }
}
