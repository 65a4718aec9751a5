//! The tables of the run-time crate for `\w`, `\d` and `\s` hold what `regex-syntax` has.

use regex_syntax::hir::{Class, HirKind};

#[path = "../../../runtime/src/matching/tables.rs"]
mod tables;

/// The ranges of a class beyond ASCII.
fn wide(pattern: &str) -> Vec<(char, char)> {
    let hir = regex_syntax::parse(pattern).unwrap();
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { panic!("{pattern}: no class") };
    let ranges = class.ranges().iter().filter(|range| !range.end().is_ascii());
    ranges.map(|range| (range.start().max('\u{80}'), range.end())).collect()
}

/// When one of these fails after an update of `regex-syntax`, the table must be written anew from
/// the expected ranges, which the message shows.
#[track_caller]
fn check(name: &str, table: &[(char, char)], pattern: &str) {
    let expected = wide(pattern);
    let entry = |(start, end): &(char, char)| {
        format!("('{}', '{}')", start.escape_unicode(), end.escape_unicode())
    };
    let entries: Vec<String> = expected.iter().map(entry).collect();
    assert!(table == expected, "{name} should hold {}", entries.join(", "));
}

#[test]
fn words_digits_and_spaces_are_those_of_regex() {
    check("WORD", tables::WORD, r"\w");
    check("DIGIT", tables::DIGIT, r"\d");
    check("SPACE", tables::SPACE, r"\s");
}
