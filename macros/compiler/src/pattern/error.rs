//! What is wrong with a pattern, in words, with the place drawn under its text.

use std::fmt;
use std::ops::Range;

use regex_syntax::{ast, hir};

use super::parse::range;

/// What is wrong with a pattern, where, and what to write instead. Its `Display` draws the
/// pattern with carets under the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The place in the pattern's text, in bytes.
    pub range: Range<usize>,
    text: String,
}

impl PatternError {
    /// An error at a place in `text`.
    fn new(text: &str, range: Range<usize>, message: impl Into<String>, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| help.to_owned());
        PatternError { message: message.into(), help, range, text: text.to_owned() }
    }

    /// The error of a pattern that neither an automaton nor `regex` can hold.
    pub(super) fn too_large(text: &str, range: Range<usize>) -> Self {
        let help = "count less, or write `+` or `*` and check the length in the handler";
        PatternError::new(text, range, "the repetitions multiply to a pattern too large", help)
    }

    /// The error of a text that does not parse.
    pub(super) fn from_syntax(text: &str, error: &ast::Error) -> Self {
        let mut place = range(error.span());
        if matches!(error.kind(), ast::ErrorKind::RepetitionMissing) {
            // The parser points in front of the operator.
            place.end = place.end.max(place.start + 1).min(text.len());
        }
        let written = text.get(place.clone()).unwrap_or_default();
        match error.kind() {
            ast::ErrorKind::EscapeUnrecognized => unknown_escape(text, place, written),
            ast::ErrorKind::FlagUnrecognized => unknown_flag(text, place, written),
            kind => {
                let (message, help) = wording(kind);
                let message = match message {
                    Some(message) => message.to_owned(),
                    None => kind.to_string(),
                };
                PatternError::new(text, place, message, help)
            }
        }
    }

    /// The error of a text that parses and means nothing.
    pub(super) fn from_meaning(text: &str, error: &hir::Error) -> Self {
        let (message, help) = match error.kind() {
            hir::ErrorKind::InvalidUtf8 => (
                "this matches bytes that are not characters, and a path is made of characters",
                "leave Unicode on here: remove `(?-u)`",
            ),
            hir::ErrorKind::UnicodeNotAllowed => {
                ("Unicode is off here, and this needs it", "remove `(?-u)`")
            }
            hir::ErrorKind::UnicodePropertyNotFound => (
                "there is no Unicode property of this name",
                r"properties are such as `\p{Letter}`, `\p{Greek}` or `\p{Lu}`",
            ),
            hir::ErrorKind::UnicodePropertyValueNotFound => (
                "the Unicode property has no value of this name",
                r"a value is written as in `\p{Script=Greek}`",
            ),
            kind => return PatternError::new(text, range(error.span()), kind.to_string(), ""),
        };
        PatternError::new(text, range(error.span()), message, help)
    }
}

fn unknown_escape(text: &str, place: Range<usize>, written: &str) -> PatternError {
    let help = match written {
        r"\k" => return back_reference(text, place),
        r"\Z" => r"the end of the path is `$` or `\z`",
        r"\G" | r"\K" | r"\R" | r"\X" | r"\h" | r"\H" => {
            "this is not part of the syntax of `regex`"
        }
        r"\e" => r"the escape character is `\x1B`",
        _ => {
            "a backslash stands before punctuation, or begins one of \
              `\\d \\w \\s \\D \\W \\S \\b \\B \\A \\z \\n \\r \\t \\x \\u \\p \\P`"
        }
    };
    PatternError::new(text, place, format!("there is no escape `{written}`"), help)
}

fn unknown_flag(text: &str, place: Range<usize>, written: &str) -> PatternError {
    let before = text.get(..place.start).unwrap_or_default();
    let behind = text.get(place.end..).unwrap_or_default();
    if before.ends_with("(?") && written == "P" && behind.starts_with('=') {
        return back_reference(text, place);
    }
    if before.ends_with("(?") && written == ">" {
        let message = "there are no atomic groups: an automaton never goes back, so none is needed";
        return PatternError::new(text, place, message, "write `(?:…)`");
    }
    let help = "the flags are `i m s x U u R`; a group that captures nothing is `(?:…)`, \
                and a named one `(?<name>…)`";
    PatternError::new(text, place, format!("there is no flag `{written}`"), help)
}

fn back_reference(text: &str, place: Range<usize>) -> PatternError {
    let message = "no automaton can do back-references: it would have to remember any text";
    let help = "capture both places under two names and compare them in the handler";
    PatternError::new(text, place, message, help)
}

const LOOK_AROUND: &str = "no automaton can do look-around: it reads the path once, from left to \
                           right";
const HEXADECIMAL: &str = r"write two digits, as in `\x2F`, or braces, as in `\x{1F600}`";

/// Our words for an error of syntax, and what to write instead. The message is `None` where
/// nothing better can be said than `regex-syntax` does.
fn wording(kind: &ast::ErrorKind) -> (Option<&'static str>, &'static str) {
    use ast::ErrorKind as Kind;
    let (message, help) = match kind {
        Kind::UnsupportedLookAround => (
            LOOK_AROUND,
            "write what the path must be, and declare the exceptions as routes before this one",
        ),
        Kind::UnsupportedBackreference => (
            "no automaton can do back-references: it would have to remember any text",
            "capture both places under two names and compare them in the handler",
        ),
        Kind::GroupUnclosed => {
            ("this group is never closed", r"close it with `)`, or write `\(` for the character")
        }
        Kind::GroupUnopened => {
            ("this closes a group that was never opened", r"write `\)` for the character")
        }
        Kind::GroupNameDuplicate { .. } => {
            ("another group already has this name", "give each group a name of its own")
        }
        Kind::GroupNameEmpty => ("this group has an empty name", "write `(?<name>…)`"),
        Kind::GroupNameInvalid => (
            "this cannot stand in the name of a group",
            "a name is made of letters, digits and `_`, and does not begin with a digit",
        ),
        Kind::GroupNameUnexpectedEof => ("the name of this group never ends", "write `(?<name>…)`"),
        Kind::ClassUnclosed => {
            ("this class is never closed", r"close it with `]`, or write `\[` for the character")
        }
        Kind::ClassRangeInvalid => {
            ("this range ends before it begins", "write the smaller character first")
        }
        Kind::ClassRangeLiteral => (
            "a range goes from one character to another",
            r"write `\-` for the character, or put it last in the class",
        ),
        Kind::ClassEscapeInvalid => ("this escape cannot stand in a class", ""),
        kind => return counts_and_escapes(kind),
    };
    (Some(message), help)
}

fn counts_and_escapes(kind: &ast::ErrorKind) -> (Option<&'static str>, &'static str) {
    use ast::ErrorKind as Kind;
    let (message, help) = match kind {
        Kind::RepetitionMissing => (
            "there is nothing here to repeat",
            r"put it behind what repeats, or write `\*`, `\+`, `\?` for the character",
        ),
        Kind::RepetitionCountInvalid => {
            ("this count ends before it begins", "write the smaller number first: `{1,3}`")
        }
        Kind::RepetitionCountDecimalEmpty | Kind::DecimalEmpty => {
            ("a number is missing in this count", r"write `{3}`, `{3,}` or `{0,3}`, or `\{`")
        }
        Kind::DecimalInvalid => ("this number is too large", "count less"),
        Kind::RepetitionCountUnclosed => {
            ("this count is never closed", r"close it with `}`, or write `\{` for the character")
        }
        Kind::EscapeUnexpectedEof => {
            ("the backslash has nothing behind it", r"write `\\` for a backslash")
        }
        Kind::EscapeHexEmpty => ("the number of the character is missing", HEXADECIMAL),
        Kind::EscapeHexInvalid => ("there is no character of this number", HEXADECIMAL),
        Kind::EscapeHexInvalidDigit => ("this is no hexadecimal digit", HEXADECIMAL),
        Kind::UnicodeClassInvalid => {
            ("this is no Unicode class", r"write it as in `\p{Greek}` or `\pL`")
        }
        Kind::FlagDuplicate { .. } => ("this flag is given twice", ""),
        Kind::FlagRepeatedNegation { .. } => ("flags are turned off by one `-`", ""),
        Kind::FlagDanglingNegation => ("no flag follows the `-`", ""),
        Kind::FlagUnexpectedEof => ("the flags never end", "write `(?i)` or `(?i:…)`"),
        Kind::NestLimitExceeded(_) => ("the groups are nested too deeply", ""),
        Kind::SpecialWordBoundaryUnclosed
        | Kind::SpecialWordBoundaryUnrecognized
        | Kind::SpecialWordOrRepetitionUnexpectedEof => (
            "there is no such word boundary",
            r"write `\b{start}`, `\b{end}`, `\b{start-half}` or `\b{end-half}`",
        ),
        _ => return (None, ""),
    };
    (Some(message), help)
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.message, underlined(&self.text, &self.range))?;
        match &self.help {
            Some(help) => write!(f, "\n{help}"),
            None => Ok(()),
        }
    }
}

/// A pattern with a line of carets under a part of it: what stands in for a span inside a literal,
/// which stable Rust does not have. Of a pattern of several lines, as with `(?x)`, it is the one
/// where the part begins.
#[must_use]
pub fn underlined(text: &str, range: &Range<usize>) -> String {
    let start = range.start.min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let behind = text.get(start..).unwrap_or_default();
    let place = text.get(range.clone()).unwrap_or_default();
    let left = before.rsplit('\n').next().unwrap_or_default();
    let right = first_line(behind);
    let width = first_line(place).chars().count().max(1);
    // A tab stays one, so that the carets stand below their place wherever tabs stop.
    let indent: String = left.chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
    format!("    {left}{right}\n    {indent}{}", "^".repeat(width))
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use super::*;

    #[test]
    fn carets_stand_under_the_characters_they_mean() {
        assert_eq!(underlined("^é(?<x", &(3..7)), "    ^é(?<x\n      ^^^^");
        assert_eq!(underlined("^a", &(2..2)), "    ^a\n      ^");
    }

    fn error(text: &str) -> PatternError {
        Pattern::parse(text).expect_err("it does not parse")
    }

    #[test]
    fn carets_stand_below_the_place() {
        assert_eq!(
            error(r"^é/(?<id>\d+").to_string(),
            "this group is never closed\n    \
             ^é/(?<id>\\d+\n    \
             \u{20}\u{20}\u{20}^\n\
             close it with `)`, or write `\\(` for the character"
        );
        let verbose = error("(?x)\n\ta\n\tb[z-a] # reversed\n").to_string();
        let lines: Vec<&str> = verbose.lines().collect();
        assert_eq!(lines.get(1..3), Some(["    \tb[z-a] # reversed", "    \t  ^^^"].as_slice()));
    }

    #[test]
    fn the_place_is_the_part_to_change() {
        for (text, place, message) in [
            ("a(b", "(", "never closed"),
            ("ab)", ")", "never opened"),
            ("a[b", "[", "never closed"),
            ("*a", "*", "nothing here to repeat"),
            ("a{3,1}", "{3,1}", "ends before it begins"),
            ("[z-a]", "z-a", "ends before it begins"),
            ("(?<a>x)(?<a>y)", "a", "already has this name"),
            ("(?<>x)", "", "empty name"),
            ("(?<a-b>x)", "-", "name of a group"),
            (r"\y", r"\y", "no escape `\\y`"),
            (r"a\", r"\", "nothing behind it"),
            ("a(?=b)", "(?=", "look-around"),
            ("(?<!a)b", "(?<!", "look-around"),
            (r"(a)\1", r"\1", "back-references"),
            (r"(?<a>x)\k<a>", r"\k", "back-references"),
            ("(?P<a>x)(?P=a)", "P", "back-references"),
            ("(?>a)", ">", "atomic groups"),
            (r"\p{Klingon}", r"\p{Klingon}", "no Unicode property"),
            (r"(?-u:\xFF)", r"\xFF", "not characters"),
            (r"(\w{1000}){1000}", "{1000}", "too large"),
            ("a{99999999999}", "99999999999", "too large"),
        ] {
            let error = error(text);
            assert!(error.message.contains(message), "{text}: {}", error.message);
            assert_eq!(text.get(error.range.clone()), Some(place), "{text}");
        }
    }

    #[test]
    fn every_error_of_syntax_has_a_help_or_explains_itself() {
        for text in ["(", ")", "[", "*", "a{2,1}", "(?=a)", r"\1", "(?<>a)", "a{", r"\x{110000}"] {
            let error = error(text);
            assert!(error.help.is_some(), "{text}: {error}");
        }
    }
}
