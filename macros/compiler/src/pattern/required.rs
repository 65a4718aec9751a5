//! What a path must hold if a pattern is to match it: literals, which are looked for more quickly
//! than an automaton walks the path.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Look};

/// Literals of which every path holds one that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Required {
    /// The literals.
    pub literals: Vec<Vec<u8>>,
    /// Where one of them stands.
    pub place: Place,
    /// Whether their ASCII letters, which are small here, may stand there in either case.
    pub either_case: bool,
    /// Whether the pattern matches all paths that hold one, and captures nothing.
    pub decides: bool,
}

/// Where a literal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The path ends with it.
    End,
    /// Anywhere in the path.
    Anywhere,
}

impl Required {
    /// Whether a path holds what is required.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        let is = |part: &[u8], literal: &[u8]| {
            part == literal || self.either_case && part.eq_ignore_ascii_case(literal)
        };
        let path = path.as_bytes();
        self.literals.iter().any(|literal| match self.place {
            Place::End => {
                let end = path.len().checked_sub(literal.len()).and_then(|end| path.get(end..));
                end.is_some_and(|end| is(end, literal))
            }
            Place::Anywhere => path.windows(literal.len()).any(|part| is(part, literal)),
        })
    }
}

/// More literals than this are not worth the asking.
const LITERALS: usize = 4;
/// Nor are bytes beyond these.
const BYTES: usize = 16;

/// What a pattern requires, if that tells many paths apart.
pub(super) fn required(hir: &Hir) -> Option<Required> {
    let required = at_end(hir).or_else(|| anywhere(hir))?;
    let tells = required.literals.len() <= LITERALS && required.literals.iter().all(|it| tells(it));
    tells.then_some(required)
}

/// The literals with which every match ends, if the path ends there too.
fn at_end(hir: &Hir) -> Option<Required> {
    if !hir.properties().look_set_suffix().contains(Look::End) {
        return None;
    }
    let mut extractor = Extractor::new();
    // Three characters are a letter in either case and one that folds to it. Six letters in
    // either case come to 64 literals, which are one in the end.
    extractor.kind(ExtractKind::Suffix).limit_class(3).limit_total(64).limit_literal_len(BYTES);
    let found = extractor.extract(hir);
    let mut literals: Vec<Vec<u8>> =
        found.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    sort(&mut literals);
    let mut lower: Vec<Vec<u8>> = literals.iter().map(|it| it.to_ascii_lowercase()).collect();
    sort(&mut lower);
    let cases: usize = lower.iter().map(|literal| 1 << letters(literal)).sum();
    let either_case = lower.len() < literals.len();
    let decides =
        found.is_exact() && is_end_of_any(hir) && (!either_case || literals.len() == cases);
    let mut literals = if either_case { lower } else { literals };
    let all = literals.clone();
    literals.retain(|one| !all.iter().any(|other| other != one && one.ends_with(other)));
    let tells = !literals.is_empty() && literals.iter().all(|literal| tells(literal));
    tells.then_some(Required { literals, place: Place::End, either_case, decides })
}

/// Whether a pattern is something that captures nothing, and the end of the path.
fn is_end_of_any(hir: &Hir) -> bool {
    let HirKind::Concat(parts) = hir.kind() else { return false };
    let Some((end, rest)) = parts.split_last() else { return false };
    *end.kind() == HirKind::Look(Look::End)
        && rest.iter().all(|part| {
            let properties = part.properties();
            properties.look_set().is_empty() && properties.explicit_captures_len() == 0
        })
}

fn sort(literals: &mut Vec<Vec<u8>>) {
    literals.sort_unstable();
    literals.dedup();
}

fn letters(literal: &[u8]) -> usize {
    literal.iter().filter(|byte| byte.is_ascii_alphabetic()).count()
}

/// The longest literal that is part of every match.
fn anywhere(hir: &Hir) -> Option<Required> {
    match hir.kind() {
        HirKind::Capture(capture) => part(anywhere(&capture.sub)),
        HirKind::Repetition(repetition) if repetition.min > 0 => part(anywhere(&repetition.sub)),
        HirKind::Concat(parts) => {
            let texts: Vec<&[Hir]> =
                parts.chunk_by(|one, other| is_text(one) && is_text(other)).collect();
            if let [whole] = texts.as_slice() {
                return text(whole);
            }
            let texts = texts.into_iter().map(text);
            // Of several that are as long, the first.
            let found = texts.chain(parts.iter().map(anywhere)).flatten();
            part(found.fold(None, |best: Option<Required>, next| match best {
                Some(best) if length(&best) >= length(&next) => Some(best),
                _ => Some(next),
            }))
        }
        _ => text(std::slice::from_ref(hir)),
    }
}

/// What is required of a part of the pattern does not decide about the whole.
fn part(required: Option<Required>) -> Option<Required> {
    required.map(|required| Required { decides: false, ..required })
}

fn length(required: &Required) -> usize {
    required.literals.iter().map(Vec::len).sum()
}

/// Whether a part of a pattern is literal text, or a letter in either case.
fn is_text(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Literal(_)) || letter(hir).is_some()
}

/// The text of some parts.
fn text(parts: &[Hir]) -> Option<Required> {
    let mut literal = Vec::new();
    let (mut either, mut exact) = (0, 0);
    for part in parts {
        match part.kind() {
            HirKind::Literal(text) => {
                exact += letters(&text.0);
                literal.extend_from_slice(&text.0);
            }
            _ => {
                either += 1;
                literal.push(letter(part)?);
            }
        }
    }
    let either_case = either > 0;
    let decides = literal.len() <= BYTES && (!either_case || exact == 0);
    literal.truncate(BYTES);
    if either_case {
        literal.make_ascii_lowercase();
    }
    // A letter in either case is not looked for, so something else must be there.
    let sought = !either_case || letters(&literal) < literal.len();
    let place = Place::Anywhere;
    (sought && tells(&literal)).then(|| Required {
        literals: vec![literal],
        place,
        either_case,
        decides,
    })
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
    use super::{Place, Required};

    fn required(text: &str) -> Option<Required> {
        Pattern::parse(text).expect("it parses").required()
    }

    #[track_caller]
    fn check(text: &str, place: Place, literals: &[&str], either_case: bool) {
        let found = required(text).expect("a requirement");
        let expected: Vec<&[u8]> = literals.iter().map(|literal| literal.as_bytes()).collect();
        let found = (found.place, found.literals, found.either_case);
        assert_eq!(found, (place, expected.iter().map(|it| it.to_vec()).collect(), either_case));
    }

    #[test]
    fn a_match_at_the_end_requires_what_it_ends_with() {
        check(r"\.php$", Place::End, &[".php"], false);
        check("hello/?$", Place::End, &["hello", "hello/"], false);
        check(r"^(?<x>.+)\.(?<y>jpe?g|png)$", Place::End, &[".jpeg", ".jpg", ".png"], false);
        check(r"(?i)\.php$", Place::End, &[".php"], true);
        check("/print$|reprint$|eprint$", Place::End, &["/print", "eprint"], false);
    }

    #[test]
    fn a_match_elsewhere_requires_what_is_part_of_each() {
        check("wp-login", Place::Anywhere, &["wp-login"], false);
        check("(?i)wp-(?<part>admin|login)", Place::Anywhere, &["wp-"], true);
        check("(?:a/)?(?<x>b+/ccc)+(?:dddd)*", Place::Anywhere, &["/ccc"], false);
        check(r"(?<x>\d+)\.(?<kind>[a-z]+)$", Place::Anywhere, &["."], false);
        check("(?i)é/a", Place::Anywhere, &["/a"], true);
    }

    #[test]
    fn what_most_paths_hold_is_not_asked_for() {
        for text in ["", "a", "^(?<x>.*)/$", "[^/]+/", "(?:wp-)?", "a|bc", r"\w{3}$", "ab$|b$"] {
            assert_eq!(required(text), None, "{text}");
        }
        for text in ["é$|^(?m:new$)", "(?i)admin", "(?i)kiss/"] {
            assert_eq!(required(text), None, "{text}");
        }
    }

    #[test]
    fn a_literal_decides_where_it_is_the_whole_pattern() {
        for text in [r"\.php$", "hello/?$", r"(?i)\.php$", "wp-", "(?i)wp-", r"\.(?:jpg|gif)$"] {
            assert!(required(text).expect("a requirement").decides, "{text}");
        }
        for text in [r"^a?\.php$", r"(?<x>\.php)$", r"\b\.php$", "wp-+", "(?i:wp)-X", "a{17}-"] {
            assert!(!required(text).expect("a requirement").decides, "{text}");
        }
        assert!(!required("a(?i:b)/$|A(?i:b)/$").expect("a requirement").decides);
    }
}
