//! The language of Mermaid, which code hosts draw in pages of text.

use std::fmt::Write;

use super::{Graph, Kind};

/// A graph as a flowchart.
pub(super) fn text(graph: &Graph) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (number, node) in graph.nodes.iter().enumerate() {
        let label = quoted(&node.line());
        let (open, close) = match node.kind {
            Kind::Application => ("[[", "]]"),
            Kind::Segment | Kind::Otherwise => ("[", "]"),
            Kind::Route => ("(", ")"),
            Kind::State => ("((", "))"),
            Kind::Accept => ("([", "])"),
        };
        let _ = writeln!(text, "    n{number}{open}{label}{close}");
    }
    for edge in &graph.edges {
        let label =
            if edge.text.is_empty() { String::new() } else { format!("|{}|", quoted(&edge.text)) };
        let _ = writeln!(text, "    n{} -->{label} n{}", edge.from, edge.to);
    }
    text
}

/// A label: what means something in HTML or in Markdown is written by its number.
fn quoted(text: &str) -> String {
    let text = if text.is_empty() { " " } else { text };
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("<br>"),
            '"' | '<' | '>' | '&' | '#' | '*' | '_' | '`' | '\\' | '|' | '[' | ']' | '(' | ')'
            | '{' | '}' => {
                let _ = write!(quoted, "#{};", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}
