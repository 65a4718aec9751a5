//! A pattern as the prefix of a path, with the rest of the path behind it.

use std::ops::BitOr;

use regex_syntax::hir::{Capture, Class, Dot, Hir, HirKind, Look, Repetition};

use super::{Group, Pattern};

/// Why a pattern is no prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountError {
    /// A match ends where the path ends.
    Ends,
    /// Some matches end with a slash, and others do not.
    Slash,
}

impl Pattern {
    /// The pattern with a group behind it that is the rest of the path. Where its matches end with a
    /// slash, or are empty, that is anything; else it is nothing, or begins with a slash.
    ///
    /// The text stays as it was written. The pattern has no named groups of its own.
    ///
    /// # Errors
    ///
    /// When it leaves no rest, or leaves unclear where that begins.
    pub fn into_mount(self) -> Result<Pattern, MountError> {
        if self.hir().properties().look_set().contains(Look::End) {
            return Err(MountError::Ends);
        }
        let ending = ending(self.hir());
        if ending.other && (ending.slash || ending.empty) {
            return Err(MountError::Slash);
        }
        let anything = Hir::repetition(Repetition {
            min: 0,
            max: None,
            greedy: true,
            sub: Box::new(Hir::dot(Dot::AnyChar)),
        });
        let rest = if ending.other {
            let below = Hir::concat(vec![Hir::literal(*b"/"), anything]);
            let (min, max, greedy) = (0, Some(1), true);
            Hir::repetition(Repetition { min, max, greedy, sub: Box::new(below) })
        } else {
            anything
        };
        let index = u32::try_from(self.hir().properties().explicit_captures_len() + 1);
        let group = Hir::capture(Capture {
            index: index.unwrap_or(u32::MAX),
            name: Some("rest".into()),
            sub: Box::new(rest),
        });
        let end = self.text().len();
        let rest = Group { name: "rest".to_owned(), optional: false, range: end..end };
        Ok(self.followed_by(vec![group, Hir::look(Look::End)], rest))
    }
}

/// How matches may end.
#[derive(Clone, Copy, Default)]
struct Ending {
    /// With a slash.
    slash: bool,
    /// With another character.
    other: bool,
    /// Before they have begun.
    empty: bool,
}

impl BitOr for Ending {
    type Output = Ending;

    fn bitor(self, other: Ending) -> Ending {
        Ending {
            slash: self.slash || other.slash,
            other: self.other || other.other,
            empty: self.empty || other.empty,
        }
    }
}

fn ending(hir: &Hir) -> Ending {
    let empty = Ending { empty: true, ..Ending::default() };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => empty,
        HirKind::Literal(literal) => {
            let slash = literal.0.last() == Some(&b'/');
            Ending { slash, other: !slash, empty: false }
        }
        HirKind::Class(class) => {
            let (slash, count) = match class {
                Class::Unicode(class) => {
                    let has =
                        class.iter().any(|range| (range.start()..=range.end()).contains(&'/'));
                    let sizes = class.iter().map(|range| range.len());
                    (has, sizes.sum::<usize>())
                }
                Class::Bytes(class) => {
                    let has =
                        class.iter().any(|range| (range.start()..=range.end()).contains(&b'/'));
                    let sizes = class.iter().map(|range| range.len());
                    (has, sizes.sum::<usize>())
                }
            };
            Ending { slash, other: count > usize::from(slash), empty: false }
        }
        HirKind::Repetition(repetition) => {
            let ending = ending(&repetition.sub);
            if repetition.min == 0 { ending | empty } else { ending }
        }
        HirKind::Capture(capture) => ending(&capture.sub),
        HirKind::Concat(parts) => {
            // Each part shows as far as all behind it may be empty.
            parts.iter().rev().fold(empty, |behind, part| {
                if behind.empty { Ending { empty: false, ..behind } | ending(part) } else { behind }
            })
        }
        HirKind::Alternation(branches) => {
            branches.iter().fold(Ending::default(), |all, branch| all | ending(branch))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount(text: &str) -> Result<Pattern, MountError> {
        Pattern::parse(text).expect("it parses").into_mount()
    }

    /// What `regex` would be given for the same.
    fn same(text: &str, whole: &str) {
        let whole = Pattern::parse(whole).expect("it parses");
        assert_eq!(mount(text).expect("a prefix").hir(), whole.hir(), "{text}");
    }

    #[test]
    fn behind_a_slash_the_rest_is_anything() {
        for text in ["^api/", "^(?:a|b)/", "^[/]", "^x/(?:y/)?", "^", "^(?:v[0-9]+/)*", "^x//*"] {
            same(text, &format!(r"(?:{text})(?<rest>(?s:.*))\z"));
        }
    }

    #[test]
    fn elsewhere_it_begins_with_a_slash() {
        for text in ["^api", "^(?:api|v[0-9])", "^a/b", "^[^/]+", r"^\w+\b"] {
            same(text, &format!(r"(?:{text})(?<rest>(?:/(?s:.*))?)\z"));
        }
    }

    #[test]
    fn flags_of_the_prefix_end_with_it() {
        same("(?x)^ a p i / # the API", r"^api/(?<rest>(?s:.*))\z");
        same("(?i)^api/", r"(?i:^api/)(?<rest>(?s:.*))\z");
    }

    #[test]
    fn a_prefix_leaves_a_rest_and_says_where_it_begins() {
        for text in ["^api/?", "^.", "^(?:a/|b)", "^(?:api)?", "^.*", r"^api\W*"] {
            assert_eq!(mount(text).err(), Some(MountError::Slash), "{text}");
        }
        for text in ["^api$", r"^api\z", "^(?:a$|b/)", "^$"] {
            assert_eq!(mount(text).err(), Some(MountError::Ends), "{text}");
        }
    }
}
