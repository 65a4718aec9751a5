//! The language of Graphviz, and the pictures that it makes.

use std::fmt::Write as _;
use std::io::Write;
use std::process::{Command, Stdio};

use super::{Graph, Kind, Node};

/// A graph for `dot`.
pub(super) fn text(graph: &Graph) -> String {
    let mut text = String::from(
        "digraph routes {\n  rankdir=LR; nodesep=0.2; ranksep=0.4; bgcolor=transparent\n  \
         node [fontname=monospace, fontsize=11, height=0.3]\n  \
         edge [fontname=monospace, fontsize=11, arrowsize=0.6]\n",
    );
    for (number, node) in graph.nodes.iter().enumerate() {
        let (label, class) = (quoted(&node.line()), node.kind.class());
        let is_start = graph.starts.contains(&number);
        let class = if is_start { format!("{class} start") } else { class.to_owned() };
        let shape = shape(node);
        let _ = writeln!(text, "  n{number} [label={label}, class=\"{class}\", {shape}]");
    }
    for edge in &graph.edges {
        let label = if edge.text.is_empty() {
            String::new()
        } else {
            format!(" [label={}]", quoted(&edge.text))
        };
        let _ = writeln!(text, "  n{} -> n{}{label}", edge.from, edge.to);
    }
    text + "}\n"
}

fn shape(node: &Node) -> &'static str {
    match node.kind {
        Kind::Application => "shape=box, style=bold",
        Kind::Segment | Kind::Otherwise => "shape=plaintext",
        Kind::Route => "shape=box, style=rounded",
        Kind::State => "shape=circle, width=0.15, height=0.15",
        Kind::Accept => "shape=box, style=rounded, peripheries=2",
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// What a browser adds to Graphviz's picture: it is read on a light page and on a dark one.
const STYLE: &str = "<style>
svg { color-scheme: light dark; background: Canvas }
text { fill: CanvasText }
.node ellipse, .node polygon, .node path, .edge path { stroke: CanvasText; stroke-opacity: .6 }
.edge polygon { fill: CanvasText; stroke: none; fill-opacity: .6 }
.state ellipse { fill: CanvasText; fill-opacity: .3; stroke: none }
.start ellipse { fill: #2f7ed8; fill-opacity: 1 }
.accept path, .accept polygon { stroke: #2a9d57; stroke-opacity: 1 }
.start path, .start polygon { stroke: #2f7ed8 }
.edge text { fill: #2f7ed8 }
@media (prefers-color-scheme: dark) { .edge text { fill: #7ab8ff } }
</style>
";

/// The picture of a graph, drawn by Graphviz.
pub(super) fn svg(graph: &Graph) -> Result<String, String> {
    let missing = |error| {
        format!(
            "the automaton is drawn by Graphviz, whose `dot` cannot be run: {error}\ninstall it, or \
             write `--format dot` or `--format mermaid`"
        )
    };
    let dot = Command::new("dot").arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut dot = dot.map_err(missing)?;
    if let Some(mut input) = dot.stdin.take() {
        input.write_all(text(graph).as_bytes()).map_err(missing)?;
    }
    let output = dot.wait_with_output().map_err(missing)?;
    let svg = String::from_utf8_lossy(&output.stdout);
    let Some((head, rest)) = svg.split_once("<svg").filter(|_| output.status.success()) else {
        return Err(format!("Graphviz's `dot` has failed: {}", output.status));
    };
    let Some((attributes, rest)) = rest.split_once('>') else {
        return Err("Graphviz's `dot` has drawn nothing".to_owned());
    };
    Ok(format!("{head}<svg{attributes}>\n{STYLE}{rest}"))
}
