//! `cargo lychgate check`: the mistakes that the macros find, where they are.

use std::fmt::Write;
use std::ops::Range;
use std::rc::Rc;

use lychgate_compiler::pattern::underlined;
use proc_macro2::LineColumn;
use serde_json::{Value, json};

use crate::Output;
use crate::args::Check;
use crate::discover::{discover, some};
use crate::modules::{Found, Mistake, Source};

/// Shows the mistakes.
pub(crate) fn check(arguments: &Check) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for Mistake { source, error } in &discovered.mistakes {
        diagnostics.extend(error.clone().into_iter().map(|it| Diagnostic::new(source, &it, None)));
    }
    for found in &discovered.found {
        let errors = found.expansion().errors.into_iter().flatten();
        diagnostics.extend(errors.map(|it| Diagnostic::new(&found.source, &it, Some(found))));
    }
    diagnostics
        .sort_by(|a, b| (&a.source.shown, a.range.start).cmp(&(&b.source.shown, b.range.start)));
    if diagnostics.is_empty() {
        some(&discovered)?;
    }
    let text = if arguments.json {
        let values = diagnostics.iter().map(Diagnostic::value).collect();
        format!("{:#}\n", Value::Array(values))
    } else if diagnostics.is_empty() {
        let count = discovered.applications().count();
        let them = if count == 1 { "application" } else { "applications" };
        format!("no mistakes in {count} {them}\n")
    } else {
        let texts: Vec<String> = diagnostics.iter().map(Diagnostic::text).collect();
        texts.join("\n")
    };
    let has_mistakes = !diagnostics.is_empty();
    Ok(Output { text, has_mistakes, ..Output::default() })
}

/// A mistake with its place.
struct Diagnostic {
    source: Rc<Source>,
    message: String,
    application: Option<String>,
    start: LineColumn,
    end: LineColumn,
    range: Range<usize>,
}

impl Diagnostic {
    fn new(source: &Rc<Source>, error: &syn::Error, found: Option<&Found>) -> Self {
        let span = error.span();
        let mut diagnostic = Diagnostic {
            source: Rc::clone(source),
            message: error.to_string(),
            application: found.map(Found::name),
            start: span.start(),
            end: span.end(),
            range: span.byte_range(),
        };
        // What stands on nothing of the user's is said of the attribute.
        if let Some(found) = found.filter(|_| diagnostic.range.is_empty()) {
            diagnostic.range = found.range.start..found.range.start + 1;
            let before = source.text.get(..found.range.start).unwrap_or_default();
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
            diagnostic.start = LineColumn { line: found.line, column };
            diagnostic.end = LineColumn { line: found.line, column: column + 1 };
        }
        diagnostic
    }

    /// As the compiler shows it.
    fn text(&self) -> String {
        let mut text = String::new();
        let message = self.message.replace('\n', "\n       ");
        let LineColumn { line, column } = self.start;
        let gutter = " ".repeat(line.to_string().len());
        let _ = writeln!(text, "error: {message}");
        let _ = writeln!(text, "{gutter}--> {}:{line}:{}", self.source.shown, column + 1);
        let _ = writeln!(text, "{gutter} |");
        let drawn = underlined(&self.source.text, &self.range);
        let mut drawn = drawn.lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
        let _ = writeln!(text, "{line} | {}", drawn.next().unwrap_or_default());
        let _ = writeln!(text, "{gutter} | {}", drawn.next().unwrap_or_default());
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    fn value(&self) -> Value {
        json!({
            "message": self.message,
            "application": self.application,
            "file": self.source.shown,
            "line": self.start.line,
            "column": self.start.column + 1,
            "end_line": self.end.line,
            "end_column": self.end.column + 1,
        })
    }
}
