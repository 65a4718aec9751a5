//! What a handler takes and gives, and what the client sees of it: the tables of
//! `lychgate::vocabulary`, each cell of which is the answer of an application here.
//!
//! `BLESS=1` writes the tables anew.

mod parameters;
mod returns;

use std::fmt::Write;
use std::path::Path;

use lychgate::test::Answer;

#[test]
fn the_tables_are_what_applications_answer() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/docs/vocabulary.md");
    let (taken, returned) = (parameters::table(), returns::table());
    let tables = format!("\n## Taken\n\n{taken}\n## Returned\n\n{returned}");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &tables).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    for (expected, found) in tables.lines().zip(written.lines()) {
        assert_eq!(expected, found, "BLESS=1 writes {} anew", path.display());
    }
    assert_eq!(tables.lines().count(), written.lines().count());
}

/// The rows of a table, in Markdown.
fn markdown(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        writeln!(table, "| {} |", row.join(" | ")).unwrap();
    }
    table
}

/// Status and text: ``422 `count: invalid type…` ``.
fn cell(answer: &Answer) -> String {
    let text = answer.text();
    let text = text.trim_end().replace('\r', "\\r").replace('\n', "\\n").replace('|', "\\|");
    if text.is_empty() {
        return answer.status().as_u16().to_string();
    }
    // What has such marks itself stands between two of them.
    let mark = if text.contains('`') { "``" } else { "`" };
    let space = if text.ends_with('`') { " " } else { "" };
    format!("{} {mark}{space}{text}{space}{mark}", answer.status().as_u16())
}
