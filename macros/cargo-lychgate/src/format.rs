//! Generated code as text.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Item, parse_quote};

/// Items as people write them, with an empty line between two.
pub(crate) fn formatted(items: Vec<Item>) -> String {
    let text = prettyplease::unparse(&parse_quote!(#(#items)*));
    let inside = lines_in_literals(&text);
    let mut spaced = String::with_capacity(text.len());
    let mut before = "";
    for (place, line) in text.lines().enumerate() {
        let is_apart = !inside.contains(&(place + 1)) && is_between(before, line);
        if is_apart && indent(before) == indent(line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = line;
    }
    spaced
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether an item begins where another one has ended; imports stand together.
fn is_between(before: &str, line: &str) -> bool {
    let is_import = |line: &str| line.trim_start().starts_with("use ");
    let is_body = before.trim_start().starts_with(['}', ')']);
    ends_item(before) && (begins_item(line) || is_import(line) && is_body)
}

fn ends_item(line: &str) -> bool {
    let line = line.trim_start();
    ["}", "};", ");"].contains(&line) || line.ends_with(';') || line.ends_with("{}")
}

fn begins_item(line: &str) -> bool {
    const WORDS: [&str; 8] =
        ["///", "#[", "pub fn ", "pub(super) fn ", "fn ", "mod ", "impl", "const _"];
    WORDS.iter().any(|word| line.trim_start().starts_with(word))
}

/// The text further to the right; lines that begin inside a literal stay where they are.
pub(crate) fn indented(text: &str, indent: &str) -> String {
    let inside = lines_in_literals(text);
    let lines = text.split('\n').enumerate().map(|(place, line)| {
        let stays = line.is_empty() || inside.contains(&(place + 1));
        if stays { line.to_owned() } else { format!("{indent}{line}") }
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// The text further to the left, where its lines are so far to the right.
pub(crate) fn outdented(text: &str, indent: &str) -> String {
    let inside = lines_in_literals(text);
    let lines = text.split('\n').enumerate().map(|(place, line)| {
        let stays = inside.contains(&(place + 1));
        if stays { line } else { line.strip_prefix(indent).unwrap_or(line) }
    });
    lines.collect::<Vec<&str>>().join("\n")
}

/// What stands before a place on its line, where that is only white space.
pub(crate) fn indent_at(text: &str, place: usize) -> &str {
    let line = text.get(..place).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let end = line.len() - line.trim_start().len();
    line.get(..end).unwrap_or_default()
}

/// The lines, counted from 1, whose beginning is inside a literal.
fn lines_in_literals(text: &str) -> BTreeSet<usize> {
    let mut inside = BTreeSet::new();
    if let Ok(tokens) = text.parse() {
        inside_literals(tokens, &mut inside);
    }
    inside
}

fn inside_literals(tokens: TokenStream, lines: &mut BTreeSet<usize>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => inside_literals(group.stream(), lines),
            TokenTree::Literal(literal) => {
                let span = literal.span();
                lines.extend(span.start().line + 1..=span.end().line);
            }
            _ => {}
        }
    }
}
