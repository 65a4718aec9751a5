//! `cargo lychgate graph`: the routes of an application as a tree, or its automaton, as a picture.

mod automaton;
mod dot;
mod mermaid;
mod segments;
mod svg;
mod tree;

use crate::Output;
use crate::args::{Format, Graph as Arguments};
use crate::discover::{discover, mention, some};

/// Draws an application.
pub(crate) fn graph(arguments: &Arguments) -> Result<Output, String> {
    let discovered = discover(&arguments.place)?;
    some(&discovered)?;
    let found = discovered.entrance()?;
    let expansion = found.expansion();
    let mistakes = discovered.mistakes.len() + expansion.errors.len();
    let application = expansion.application.unwrap_or_default();
    let graph = match arguments.automaton {
        true => automaton::graph(&application),
        false => tree::graph(&discovered.everything(), found),
    };
    let text = match arguments.format {
        Format::Dot => dot::text(&graph),
        Format::Mermaid => mermaid::text(&graph),
        Format::Svg if arguments.automaton => dot::svg(&graph)?,
        Format::Svg => svg::text(&graph),
    };
    Ok(Output { text, note: mention(mistakes), ..Output::default() })
}

/// What is drawn: nodes by their numbers, and edges between them. A tree has its root first, and
/// the children of each node in their order.
#[derive(Default)]
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// The states in which automata begin.
    starts: Vec<usize>,
}

struct Node {
    kind: Kind,
    text: String,
    /// The methods, of a route.
    methods: Vec<String>,
    /// What more there is to say of it.
    title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The application that is drawn, or one that is mounted in it.
    Application,
    /// A part of a path.
    Segment,
    /// A route, by its handler.
    Route,
    /// What answers where no route does.
    Otherwise,
    /// A state of an automaton.
    State,
    /// A state in which routes match.
    Accept,
}

struct Edge {
    from: usize,
    to: usize,
    text: String,
}

impl Kind {
    /// The name by which a stylesheet knows it.
    fn class(self) -> &'static str {
        match self {
            Kind::Application => "application",
            Kind::Segment => "segment",
            Kind::Route => "route",
            Kind::Otherwise => "otherwise",
            Kind::State => "state",
            Kind::Accept => "accept",
        }
    }
}

impl Node {
    fn new(kind: Kind, text: impl Into<String>) -> Self {
        Node { kind, text: text.into(), methods: Vec::new(), title: String::new() }
    }

    /// All of its text on one line.
    fn line(&self) -> String {
        if self.methods.is_empty() {
            return self.text.clone();
        }
        format!("{} {}", self.methods.join(", "), self.text)
    }
}

impl Graph {
    /// Adds a node, with an edge that leads to it.
    fn add(&mut self, from: Option<usize>, node: Node) -> usize {
        self.nodes.push(node);
        let to = self.nodes.len() - 1;
        if let Some(from) = from {
            self.edges.push(Edge { from, to, text: String::new() });
        }
        to
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        self.edges.iter().filter(move |edge| edge.from == node).map(|edge| edge.to)
    }
}
