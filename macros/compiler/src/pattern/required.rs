//! What a path must hold if a pattern is to match it: literals, which are looked for more quickly
//! than an automaton walks the path.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Look};

/// What every path holds that a pattern matches. Others may hold it too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Required {
    /// It ends with one of these. None of them ends with another.
    End(Vec<Text>),
    /// This stands anywhere in it.
    Anywhere(Text),
}

/// Some text that a path must hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// The bytes.
    pub literal: Vec<u8>,
    /// Whether ASCII letters may stand there in either case; here they are small.
    pub either_case: bool,
}

impl Required {
    /// Whether a path holds what is required.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        match self {
            Required::End(texts) => texts.iter().any(|text| {
                let end = path.len().checked_sub(text.literal.len());
                end.and_then(|end| path.as_bytes().get(end..)).is_some_and(|end| text.is(end))
            }),
            Required::Anywhere(text) => {
                path.as_bytes().windows(text.literal.len()).any(|part| text.is(part))
            }
        }
    }
}

impl Text {
    fn is(&self, bytes: &[u8]) -> bool {
        bytes == self.literal || self.either_case && bytes.eq_ignore_ascii_case(&self.literal)
    }
}

/// More literals than this are not worth the asking.
const LITERALS: usize = 4;
/// Nor are bytes beyond these.
const BYTES: usize = 16;

/// What a pattern requires, if that tells many paths apart.
pub(super) fn required(hir: &Hir) -> Option<Required> {
    end(hir).or_else(|| anywhere(hir).map(Required::Anywhere))
}

/// The literals with which every match ends, if the path ends there too.
fn end(hir: &Hir) -> Option<Required> {
    if !hir.properties().look_set_suffix().contains(Look::End) {
        return None;
    }
    let mut extractor = Extractor::new();
    // Three characters are a letter in either case and one that folds to it. Six letters in
    // either case come to 64 literals, which are one in the end.
    extractor.kind(ExtractKind::Suffix).limit_class(3).limit_total(64).limit_literal_len(BYTES);
    let found = extractor.extract(hir);
    let literals: Vec<Vec<u8>> = found.literals()?.iter().map(|it| it.as_bytes().into()).collect();
    let lower: Vec<Vec<u8>> = literals.iter().map(|it| it.to_ascii_lowercase()).collect();
    let either_case = distinct(lower.clone()).len() < distinct(literals.clone()).len();
    let literals = distinct(if either_case { lower } else { literals });
    let tells = (1..=LITERALS).contains(&literals.len()) && literals.iter().all(|it| tells(it));
    let texts = literals.into_iter().map(|literal| Text { literal, either_case });
    tells.then(|| Required::End(texts.collect()))
}

/// The literals in order, without those that end with another.
fn distinct(mut literals: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    literals.sort_unstable();
    literals.dedup();
    let all = literals.clone();
    literals.retain(|one| !all.iter().any(|other| other != one && one.ends_with(other)));
    literals
}

/// The longest literal that is part of every match.
fn anywhere(hir: &Hir) -> Option<Text> {
    match hir.kind() {
        HirKind::Capture(capture) => anywhere(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => anywhere(&repetition.sub),
        HirKind::Concat(parts) => {
            let inside = parts.iter().filter_map(anywhere);
            let whole =
                parts.chunk_by(|one, other| is_text(one) && is_text(other)).filter_map(text);
            // Of several that are as long, the first.
            whole.chain(inside).fold(None, |best: Option<Text>, next| match best {
                Some(best) if best.literal.len() >= next.literal.len() => Some(best),
                _ => Some(next),
            })
        }
        _ => text(std::slice::from_ref(hir)),
    }
}

/// Whether a part of a pattern is literal text, or a letter in either case.
fn is_text(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Literal(_)) || letter(hir).is_some()
}

/// The text of some parts.
fn text(parts: &[Hir]) -> Option<Text> {
    let mut literal = Vec::new();
    for part in parts {
        match part.kind() {
            HirKind::Literal(text) => literal.extend_from_slice(&text.0),
            _ => literal.push(letter(part)?),
        }
    }
    literal.truncate(BYTES);
    let either_case = parts.iter().any(|part| letter(part).is_some());
    if either_case {
        literal.make_ascii_lowercase();
    }
    // A letter in either case is not looked for, so something else must be there.
    let sought = !either_case || literal.iter().any(|byte| !byte.is_ascii_alphabetic());
    (sought && tells(&literal)).then_some(Text { literal, either_case })
}

/// The small one of two letters that are the same but for their case.
fn letter(hir: &Hir) -> Option<u8> {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return None };
    let small = class.ranges().last().and_then(|range| u8::try_from(range.start()).ok())?;
    let letter = |c: u8| ClassUnicodeRange::new(c.into(), c.into());
    let both = [letter(small.to_ascii_uppercase()), letter(small)];
    (class.ranges() == both).then_some(small)
}

/// Whether few paths have the literal by chance: most have a slash, and any given letter.
fn tells(literal: &[u8]) -> bool {
    match literal {
        [] => false,
        [byte] => *byte != b'/' && !byte.is_ascii_alphanumeric(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::{Required, Text};

    fn text(literal: &str, either_case: bool) -> Text {
        Text { literal: literal.into(), either_case }
    }

    fn end(literals: &[&str], either_case: bool) -> Option<Required> {
        let texts = literals.iter().map(|literal| text(literal, either_case));
        Some(Required::End(texts.collect()))
    }

    fn anywhere(literal: &str, either_case: bool) -> Option<Required> {
        Some(Required::Anywhere(text(literal, either_case)))
    }

    #[track_caller]
    fn check(text: &str, expected: &Option<Required>) {
        assert_eq!(&Pattern::parse(text).expect("it parses").required(), expected, "{text}");
    }

    #[test]
    fn a_match_at_the_end_requires_what_it_ends_with() {
        check(r"\.php$", &end(&[".php"], false));
        check("hello/?$", &end(&["hello", "hello/"], false));
        check(r"^(?<file>.+)\.(?<kind>jpe?g|png)$", &end(&[".jpeg", ".jpg", ".png"], false));
        check(r"(?i)\.php$", &end(&[".php"], true));
        check("/print$|reprint$|eprint$", &end(&["/print", "eprint"], false));
    }

    #[test]
    fn a_match_elsewhere_requires_what_is_part_of_each() {
        check("wp-login", &anywhere("wp-login", false));
        check("(?i)wp-(?<part>admin|login)", &anywhere("wp-", true));
        check("(?:a/)?(?<x>b+/ccc)+(?:dddd)*", &anywhere("/ccc", false));
        check(r"(?<x>\d+)\.(?<kind>[a-z]+)$", &anywhere(".", false));
        check("(?i)admin", &None);
        check("(?i)é/a", &anywhere("/a", true));
        check("(?i)kiss/", &None);
    }

    #[test]
    fn what_most_paths_hold_is_not_asked_for() {
        for text in ["", "a", "^(?<x>.*)/$", "[^/]+/", "(?:wp-)?", "a|bc", r"\w{3}$", "ab$|b$"] {
            check(text, &None);
        }
    }
}
