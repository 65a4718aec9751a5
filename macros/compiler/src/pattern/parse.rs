//! Parsing: the text of a pattern, its named groups, and the meaning `regex` gives it.

use std::convert::Infallible;
use std::ops::Range;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{self, Ast, GroupKind, RepetitionKind, RepetitionRange};
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::inverse::{Inverted, invert};
use super::required::{self, Required};
use super::{CharClass, PatternError, size};

/// A pattern that parses: its text, its named groups and its meaning.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    groups: Vec<Group>,
    hir: Hir,
    nodes: u64,
    pub(super) inverse: Inverted,
}

/// A named group of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Whether a match can leave it out: it stands under an alternation, or under a repetition
    /// that may repeat nothing.
    pub optional: bool,
    /// Where the name stands in the pattern's text, in bytes.
    pub range: Range<usize>,
}

impl Pattern {
    /// The most nodes for which an automaton is tried. Each step of the construction may look at
    /// all of them, and no route that a person wrote comes near: the longest of GitHub's has 45.
    pub const MAX_NODES: u64 = 4_000;

    /// The bytes beyond which `regex::Regex::new` refuses a pattern: its default of 10 MiB.
    pub const MAX_REGEX_BYTES: u64 = 10 << 20;

    /// Parses `text` as `regex::Regex::new` does: the same syntax, Unicode throughout.
    ///
    /// # Errors
    ///
    /// When `regex` would refuse the text, or when neither an automaton nor `regex` can hold what
    /// its counted repetitions multiply to.
    pub fn parse(text: &str) -> Result<Pattern, PatternError> {
        let ast = ParserBuilder::new()
            .build()
            .parse(text)
            .map_err(|error| PatternError::from_syntax(text, &error))?;
        let hir = TranslatorBuilder::new()
            .build()
            .translate(text, &ast)
            .map_err(|error| PatternError::from_meaning(text, &error))?;
        let nodes = size::nodes(&hir);
        if nodes > Self::MAX_NODES && size::regex_bytes(&hir) > Self::MAX_REGEX_BYTES {
            let range = largest_repetition(&ast).unwrap_or(0..text.len());
            return Err(PatternError::too_large(text, range));
        }
        let groups = named_groups(&ast);
        let inverse = invert(&ast, &groups);
        Ok(Pattern { text: text.to_owned(), groups, hir, nodes, inverse })
    }

    /// The same text with more behind its meaning, in which there is one named group.
    pub(super) fn followed_by(self, more: Vec<Hir>, group: Group) -> Pattern {
        let hir = Hir::concat(std::iter::once(self.hir.clone()).chain(more).collect());
        let (nodes, groups) = (size::nodes(&hir), vec![group]);
        Pattern { groups, hir, nodes, ..self }
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The named groups, in the order in which they open.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Whether every match begins where the path begins.
    #[must_use]
    pub fn is_anchored_start(&self) -> bool {
        self.hir.properties().look_set_prefix().contains(Look::Start)
    }

    /// What every path holds that the pattern matches, where that tells many paths apart.
    #[must_use]
    pub fn required(&self) -> Option<Required> {
        required::required(&self.hir)
    }

    /// What the pattern means, in the form that `regex` compiles from.
    #[must_use]
    pub fn hir(&self) -> &Hir {
        &self.hir
    }

    /// About how many nodes its nondeterministic automaton has, counted repetitions written out.
    #[must_use]
    pub fn nodes(&self) -> u64 {
        self.nodes
    }

    /// About how many bytes `regex` needs to compile it, more rather than less.
    #[must_use]
    pub fn regex_bytes(&self) -> u64 {
        size::regex_bytes(&self.hir)
    }
}

/// The characters of `\w`, by which `\b` tells words apart.
pub(crate) fn word_characters() -> CharClass {
    let hir = regex_syntax::parse(r"\w").unwrap_or_else(|_| Hir::fail());
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            CharClass::new(class.iter().map(|r| r.start()..=r.end()))
        }
        _ => CharClass::default(),
    }
}

fn named_groups(ast: &Ast) -> Vec<Group> {
    let visitor = NamedGroups { groups: Vec::new(), choices: 0 };
    let Ok(groups) = ast::visit(ast, visitor);
    groups
}

/// Collects the named groups, counting the alternations and repetitions it stands under.
struct NamedGroups {
    groups: Vec<Group>,
    choices: usize,
}

impl ast::Visitor for NamedGroups {
    type Output = Vec<Group>;
    type Err = Infallible;

    fn finish(self) -> Result<Vec<Group>, Infallible> {
        Ok(self.groups)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if may_skip(ast) {
            self.choices += 1;
        }
        if let Ast::Group(group) = ast {
            if let GroupKind::CaptureName { name, .. } = &group.kind {
                self.groups.push(Group {
                    name: name.name.clone(),
                    optional: self.choices > 0,
                    range: range(&name.span),
                });
            }
        }
        Ok(())
    }

    fn visit_post(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if may_skip(ast) {
            self.choices = self.choices.saturating_sub(1);
        }
        Ok(())
    }
}

/// Whether a match of `ast` can do without what stands under it.
fn may_skip(ast: &Ast) -> bool {
    match ast {
        Ast::Alternation(_) => true,
        Ast::Repetition(repetition) => match &repetition.op.kind {
            RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => true,
            RepetitionKind::OneOrMore => false,
            RepetitionKind::Range(RepetitionRange::Exactly(min))
            | RepetitionKind::Range(RepetitionRange::AtLeast(min))
            | RepetitionKind::Range(RepetitionRange::Bounded(min, _)) => *min == 0,
        },
        _ => false,
    }
}

/// The place of the counted repetition with the largest count, which is the one to blame when a
/// pattern is too large.
fn largest_repetition(ast: &Ast) -> Option<Range<usize>> {
    let Ok(largest) = ast::visit(ast, LargestRepetition::default());
    largest
}

#[derive(Default)]
struct LargestRepetition {
    count: u32,
    range: Option<Range<usize>>,
}

impl ast::Visitor for LargestRepetition {
    type Output = Option<Range<usize>>;
    type Err = Infallible;

    fn finish(self) -> Result<Option<Range<usize>>, Infallible> {
        Ok(self.range)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if let Ast::Repetition(repetition) = ast {
            let count = match &repetition.op.kind {
                RepetitionKind::Range(RepetitionRange::Exactly(n))
                | RepetitionKind::Range(RepetitionRange::AtLeast(n))
                | RepetitionKind::Range(RepetitionRange::Bounded(_, n)) => *n,
                _ => 0,
            };
            if count > self.count {
                self.count = count;
                self.range = Some(range(&repetition.op.span));
            }
        }
        Ok(())
    }
}

/// A span of the syntax tree as a range of bytes.
pub(super) fn range(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(text: &str) -> Vec<(String, bool, String)> {
        let pattern = Pattern::parse(text).expect("it parses");
        let groups = pattern.groups().iter();
        groups.map(|g| (g.name.clone(), g.optional, text[g.range.clone()].to_owned())).collect()
    }

    #[test]
    fn groups_stand_in_the_order_in_which_they_open() {
        let found = groups(r"^(?<a>x(?P<b>y))(z)(?<cé>w)$");
        let names: Vec<&str> = found.iter().map(|g| g.0.as_str()).collect();
        assert_eq!(names, ["a", "b", "cé"]);
        assert!(found.iter().all(|g| g.0 == g.2 && !g.1));
    }

    #[test]
    fn a_group_is_optional_under_an_alternation_or_a_repetition_of_nothing() {
        for text in
            ["(?<a>x)?", "(?<a>x)*", "(?<a>x){0,2}", "(?<a>x)|y", "((?<a>x)|y)+", "(?<a>x){0}"]
        {
            assert!(groups(text)[0].1, "{text}");
        }
        for text in
            ["(?<a>x)+", "(?<a>x|y)", "(?<a>x?)", "(?:(?<a>x))", "(?<a>x){1,2}", "(z|y)(?<a>x)"]
        {
            assert!(!groups(text)[0].1, "{text}");
        }
    }

    #[test]
    fn a_pattern_is_anchored_when_every_match_begins_at_the_start() {
        for text in ["^a", "^a|^b", r"\Aa", "(?:^)a", "^^", "^?^a", "(^a)"] {
            assert!(Pattern::parse(text).expect("it parses").is_anchored_start(), "{text}");
        }
        for text in ["a", "^a|b", "(?m)^a", "^?a", "a^", ""] {
            assert!(!Pattern::parse(text).expect("it parses").is_anchored_start(), "{text}");
        }
    }

    #[test]
    fn the_word_characters_are_unicode() {
        let word = word_characters();
        assert!(word.contains('a') && word.contains('_') && word.contains('é'));
        assert!(!word.contains('-') && !word.contains('/'));
    }
}
