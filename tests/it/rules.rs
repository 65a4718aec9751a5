//! The table of the contract's rules is whole, and the tests that it names are there.

use std::fs;
use std::path::{Path, PathBuf};

/// The ways of holding a rule.
const WAYS: [&str; 7] =
    ["type", "check", "gateway", "server", "lint", "not offered", "not applicable"];

struct Row {
    number: usize,
    rule: String,
    place: String,
    ways: Vec<String>,
    tests: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between marks: `**type**` between `**`.
fn marked(text: &str, mark: &str) -> Vec<String> {
    text.split(mark).skip(1).step_by(2).map(str::to_owned).collect()
}

fn table() -> Vec<Row> {
    let text = read("runtime/src/docs/contract.md");
    let rows = text.lines().filter(|line| {
        line.strip_prefix("| ").is_some_and(|cells| cells.starts_with(|c: char| c.is_ascii_digit()))
    });
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, rule, place, held, shown] = cells[..] else { panic!("five cells: {line}") };
        Row {
            number: number.parse().unwrap(),
            rule: rule.to_owned(),
            place: place.to_owned(),
            ways: marked(held, "**"),
            tests: marked(shown, "`"),
        }
    })
    .collect()
}

/// Whether `source` has a test of this name.
fn has_test(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let head = format!("fn {name}() {{");
    lines.iter().position(|line| *line == head).is_some_and(|place| {
        let attributes = lines[..place].iter().rev().take_while(|line| line.starts_with("#["));
        attributes.clone().any(|line| *line == "#[test]")
    })
}

#[test]
fn every_rule_has_its_number_its_place_and_its_way() {
    let table = table();
    let numbers: Vec<usize> = table.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=112).collect::<Vec<_>>());
    for row in &table {
        let Row { number, rule, place, ways, .. } = row;
        assert!(rule.ends_with('.'), "{number} is a sentence: {rule}");
        assert!(!place.is_empty(), "{number} stands somewhere");
        assert!(!ways.is_empty(), "{number} is held somehow, or not");
        for way in ways {
            assert!(WAYS.contains(&way.as_str()), "{number}: {way}");
        }
    }
}

#[test]
fn every_rule_that_is_held_is_shown_by_tests_that_exist() {
    let mut missing = Vec::new();
    for Row { number, ways, tests, .. } in table() {
        let is_applicable = ways.iter().any(|way| way != "not applicable");
        if is_applicable && tests.is_empty() {
            missing.push(format!("{number}: no test"));
        }
        for test in tests {
            let is_there = match test.split_once(": ") {
                Some((path, name)) => has_test(&read(path), name),
                None => {
                    let expected = Path::new(&test).with_extension("stderr");
                    root().join(&test).is_file() && root().join(expected).is_file()
                }
            };
            if !is_there {
                missing.push(format!("{number}: {test}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_test_is_found_by_its_attribute_and_its_name() {
    let source = "#[test]\n#[should_panic]\nfn a() {\n}\n\n#[inline]\nfn b() {}\nfn c() {\n}\n";
    assert!(has_test(source, "a"));
    assert!(!has_test(source, "b") && !has_test(source, "c") && !has_test(source, "d"));
}
