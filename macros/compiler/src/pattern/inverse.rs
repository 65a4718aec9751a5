//! A pattern turned round: from captures to a path that it matches.
//!
//! Of what a path may or may not have, the inverse has as little as there can be: `/?` is nothing,
//! `a+` is one `a`, and of branches without groups it is the first. What stands in a named group is
//! the argument of that name; a part that may be left out is there where its groups are given.
//!
//! That the path is matched is not said here: another route may be asked before, or a `\b` refuse.

use std::ops::Range;

use regex_syntax::ast::{
    Ast, ClassSet, ClassSetItem, GroupKind, Repetition, RepetitionKind, RepetitionRange,
};

use super::parse::range;
use super::{Group, Pattern};

/// A part of the path that an inverse makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// This text.
    Text(String),
    /// The argument for a named group.
    Capture {
        /// The group, by its place in the pattern.
        group: usize,
        /// The fewest characters that the group takes.
        least: usize,
    },
    /// The first of these whose groups are given; nothing where none is.
    Choice(Vec<Vec<Piece>>),
}

/// The most characters that an inverse repeats a text to.
const LONGEST: usize = 1_000;

impl Pattern {
    /// The pattern turned round.
    ///
    /// # Errors
    /// The part of the pattern that stands for several texts, and that no group names.
    pub fn inverse(&self) -> Result<&[Piece], &str> {
        let part = |range: &Range<usize>| self.text().get(range.clone()).unwrap_or(self.text());
        self.inverse.as_deref().map_err(part)
    }
}

/// Turns a pattern round; the error is the place of the part that stands for several texts.
pub(super) fn invert(ast: &Ast, groups: &[Group]) -> Inverted {
    let names = groups.iter().map(|group| group.name.as_str()).collect();
    Inverter { names }.invert(ast).map(joined)
}

struct Inverter<'p> {
    names: Vec<&'p str>,
}

/// What a part of the pattern is turned into, or where it cannot be.
pub(super) type Inverted = Result<Vec<Piece>, Range<usize>>;

impl Inverter<'_> {
    fn invert(&self, ast: &Ast) -> Inverted {
        match ast {
            Ast::Empty(_) | Ast::Flags(_) | Ast::Assertion(_) => Ok(Vec::new()),
            Ast::Literal(literal) => Ok(vec![Piece::Text(literal.c.to_string())]),
            Ast::ClassBracketed(class) => match &class.kind {
                ClassSet::Item(item) if !class.negated => {
                    only(item).map(|c| vec![Piece::Text(c.to_string())])
                }
                _ => None,
            }
            .ok_or_else(|| range(&class.span)),
            Ast::Dot(_) | Ast::ClassUnicode(_) | Ast::ClassPerl(_) => Err(range(ast.span())),
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureName { name, .. } => {
                    let group_of = |known: &&str| **known == name.name;
                    match self.names.iter().position(group_of) {
                        Some(place) => {
                            Ok(vec![Piece::Capture { group: place, least: least(&group.ast) }])
                        }
                        None => self.invert(&group.ast),
                    }
                }
                _ => self.invert(&group.ast),
            },
            Ast::Concat(concat) => {
                let parts: Result<Vec<_>, _> =
                    concat.asts.iter().map(|part| self.invert(part)).collect();
                Ok(parts?.concat())
            }
            Ast::Alternation(alternation) => self.choose(&alternation.asts),
            Ast::Repetition(repetition) => self.repeat(repetition),
        }
    }

    /// The first branch; where there are groups, all branches, as the arguments decide.
    fn choose(&self, branches: &[Ast]) -> Inverted {
        let inverted: Vec<Inverted> = branches.iter().map(|branch| self.invert(branch)).collect();
        if branches.iter().any(has_group) {
            return Ok(vec![Piece::Choice(inverted.into_iter().collect::<Result<_, _>>()?)]);
        }
        let first = inverted.iter().position(Result::is_ok).unwrap_or_default();
        inverted.into_iter().nth(first).unwrap_or_else(|| Ok(Vec::new()))
    }

    /// As few times as there may be; once, where it may be left out and has groups.
    fn repeat(&self, repetition: &Repetition) -> Inverted {
        let times = fewest(&repetition.op.kind);
        if times == 0 {
            return if has_group(&repetition.ast) {
                Ok(vec![Piece::Choice(vec![self.invert(&repetition.ast)?])])
            } else {
                Ok(Vec::new())
            };
        }
        let once = self.invert(&repetition.ast)?;
        let length = once.iter().map(|piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Capture { .. } | Piece::Choice(_) => LONGEST / 10,
        });
        if times > 1 && length.sum::<usize>().saturating_mul(times) > LONGEST {
            return Err(range(&repetition.span));
        }
        Ok(once.iter().cloned().cycle().take(once.len() * times).collect())
    }
}

fn fewest(kind: &RepetitionKind) -> usize {
    let least = match kind {
        RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => 0,
        RepetitionKind::OneOrMore => 1,
        RepetitionKind::Range(
            RepetitionRange::Exactly(least)
            | RepetitionRange::AtLeast(least)
            | RepetitionRange::Bounded(least, _),
        ) => *least,
    };
    usize::try_from(least).unwrap_or(usize::MAX)
}

/// The one character of a class that has one.
fn only(item: &ClassSetItem) -> Option<char> {
    match item {
        ClassSetItem::Literal(literal) => Some(literal.c),
        ClassSetItem::Union(union) => match union.items.as_slice() {
            [item] => only(item),
            _ => None,
        },
        _ => None,
    }
}

fn has_group(ast: &Ast) -> bool {
    match ast {
        Ast::Group(group) => {
            matches!(group.kind, GroupKind::CaptureName { .. }) || has_group(&group.ast)
        }
        Ast::Repetition(repetition) => has_group(&repetition.ast),
        Ast::Alternation(alternation) => alternation.asts.iter().any(has_group),
        Ast::Concat(concat) => concat.asts.iter().any(has_group),
        _ => false,
    }
}

/// The fewest characters of a match.
fn least(ast: &Ast) -> usize {
    match ast {
        Ast::Empty(_) | Ast::Flags(_) | Ast::Assertion(_) => 0,
        Ast::Group(group) => least(&group.ast),
        Ast::Repetition(repetition) => {
            least(&repetition.ast).saturating_mul(fewest(&repetition.op.kind))
        }
        Ast::Alternation(alternation) => alternation.asts.iter().map(least).min().unwrap_or(0),
        Ast::Concat(concat) => {
            concat.asts.iter().fold(0, |sum, part| sum.saturating_add(least(part)))
        }
        _ => 1,
    }
}

/// The same with one text for several behind each other.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (all.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, Piece::Choice(branches)) => {
                all.push(Piece::Choice(branches.into_iter().map(joined).collect()));
            }
            (_, piece) => all.push(piece),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The inverse as a template: `[…]` is what may be left out.
    fn template(text: &str) -> Result<String, String> {
        let pattern = Pattern::parse(text).expect("it parses");
        let names: Vec<&str> = pattern.groups().iter().map(|group| group.name.as_str()).collect();
        Ok(shown(pattern.inverse()?, &names))
    }

    fn shown(pieces: &[Piece], names: &[&str]) -> String {
        let show = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Capture { group, least: 0 | 1 } => format!("{{{}}}", names[*group]),
            Piece::Capture { group, least } => format!("{{{}:{least}}}", names[*group]),
            Piece::Choice(branches) => {
                let branches: Vec<String> =
                    branches.iter().map(|branch| shown(branch, names)).collect();
                format!("[{}]", branches.join("|"))
            }
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn the_inverse_is_the_shortest_that_has_all_groups() {
        for (pattern, expected) in [
            ("^$", ""),
            ("^hello/?$", "hello"),
            (r"^hello/(?<name>\w+)/?$", "hello/{name}"),
            (r"^(?<y>\d{4})/(?<m>\d\d)(?:/(?<d>\d\d))?/?$", "{y:4}/{m:2}[/{d:2}]"),
            (r"^e/(?:(?<n>\d+)|(?<w>[a-z]*))$", "e/[{n}|{w}]"),
            (r"^(?:old|older|\d+)/api$", "old/api"),
            (r"^(?:\d+|new)$", "new"),
            (r"(?i)^About[.]html$", "About.html"),
            ("(?x) ^ a b # words", "ab"),
            (r"^f/.*\.?(?:x{2}y)+$", "f/xxy"),
            (r"^(a(?<b>x(?<c>y)))+\b$", "a{b:2}"),
            (r"^(?:-(?<x>\d))*(?<y>z?)$", "[-{x}]{y}"),
        ] {
            assert_eq!(template(pattern).as_deref(), Ok(expected), "{pattern}");
        }
    }

    #[test]
    fn what_may_be_anything_and_has_no_name_cannot_be_inverted() {
        for (pattern, part) in [
            (r"^x/\d+$", r"\d"),
            ("^x/.+$", "."),
            (r"^x/[a-z](?<y>\w)$", "[a-z]"),
            (r"^(?:\d|\w)$", r"\d"),
            (r"^(?:\d(?<x>a))?$", r"\d"),
            ("^x{1001}$", "x{1001}"),
            ("^[^/]$", "[^/]"),
        ] {
            assert_eq!(template(pattern), Err(part.to_owned()), "{pattern}");
        }
    }
}
