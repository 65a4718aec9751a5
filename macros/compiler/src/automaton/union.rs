//! Several nondeterministic automata as one, with what is asked at each of its nodes.

use super::alphabet::{Alphabet, ClassId};
use super::hash::Map;
use super::look::Context;
use super::nfa::{Nfa, Node};
use super::symbols::Symbols;

/// The automata of all routes as one, with what has to be asked at each node.
pub(super) struct Union {
    /// The nodes of all automata.
    pub(super) nodes: Vec<Node>,
    /// For each node, the assertions' questions that can be met before the next character.
    asked: Vec<(Context, Context)>,
    /// For each node, the route it belongs to, by its place in `routes`.
    owners: Vec<usize>,
    /// The routes, in the order given.
    pub(super) routes: Vec<Route>,
}

/// A route of a [`Union`].
pub(super) struct Route {
    /// Its place in the list of patterns.
    pub(super) number: usize,
    /// The node it begins with.
    pub(super) start: usize,
    /// How many tags it has.
    pub(super) tags: usize,
    /// Whether it hides all later routes where it matches.
    pub(super) certain: bool,
}

impl Union {
    pub(super) fn new(routes: &[(usize, &Nfa)], certain: &[bool]) -> Union {
        let mut union =
            Union { nodes: Vec::new(), asked: Vec::new(), owners: Vec::new(), routes: Vec::new() };
        for &(number, nfa) in routes {
            let offset = union.nodes.len();
            union.nodes.extend(nfa.nodes.iter().map(|node| shifted(node, offset)));
            union.owners.resize(union.nodes.len(), union.routes.len());
            union.routes.push(Route {
                number,
                start: nfa.start + offset,
                tags: nfa.tags,
                certain: certain.get(number).copied().unwrap_or(false),
            });
        }
        union.ask();
        union
    }

    /// Finds what is asked at each node. Nodes mostly come after those they go on to, so that
    /// one round does all but loops.
    fn ask(&mut self) {
        self.asked = vec![(Context::NONE, Context::NONE); self.nodes.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for (at, node) in self.nodes.iter().enumerate() {
                let of = |next: &usize| self.asked.get(*next).copied().unwrap_or_default();
                let asked = match node {
                    Node::Class { .. } | Node::Match => continue,
                    Node::Tag { next, .. } => of(next),
                    Node::Look { look, next } => {
                        let asked = of(next);
                        (asked.0 | look.asks_before(), asked.1 | look.asks_after())
                    }
                    Node::Split(places) => {
                        places.iter().map(of).fold((Context::NONE, Context::NONE), |sum, asked| {
                            (sum.0 | asked.0, sum.1 | asked.1)
                        })
                    }
                };
                if let Some(place) = self.asked.get_mut(at).filter(|place| **place != asked) {
                    *place = asked;
                    changed = true;
                }
            }
        }
    }

    /// What may be asked about the character before any of these nodes.
    pub(super) fn asked_before(&self, nodes: impl Iterator<Item = usize>) -> Context {
        let asked = nodes.filter_map(|node| self.asked.get(node));
        asked.fold(Context::NONE, |sum, (before, _)| sum | *before)
    }

    /// What may be asked about the character behind any of these nodes.
    pub(super) fn asked_after(&self, nodes: impl Iterator<Item = usize>) -> Context {
        let asked = nodes.filter_map(|node| self.asked.get(node));
        asked.fold(Context::NONE, |sum, (_, after)| sum | *after)
    }

    /// The symbols of each class in use.
    pub(super) fn symbols(&self, alphabet: &Alphabet) -> Map<ClassId, Symbols> {
        let mut symbols = Map::default();
        for node in &self.nodes {
            if let Node::Class { class, .. } = node {
                symbols.entry(*class).or_insert_with(|| alphabet.symbols(*class));
            }
        }
        symbols
    }

    /// All symbols, apart only where these automata ask about them.
    pub(super) fn contexts(&self, alphabet: &Alphabet) -> Vec<(Context, Symbols)> {
        let asked = self.asked.iter().fold(Context::NONE, |sum, (b, a)| sum | *b | *a);
        let mut contexts: Vec<(Context, Symbols)> = Vec::new();
        for (context, symbols) in alphabet.by_context() {
            let context = context & asked;
            match contexts.iter_mut().find(|known| known.0 == context) {
                Some((_, known)) => known.add(&symbols),
                None => contexts.push((context, symbols)),
            }
        }
        contexts
    }

    pub(super) fn owner(&self, node: usize) -> usize {
        self.owners.get(node).copied().unwrap_or_default()
    }

    pub(super) fn is_match(&self, node: usize) -> bool {
        matches!(self.nodes.get(node), Some(Node::Match))
    }

    pub(super) fn is_certain(&self, owner: usize) -> bool {
        self.routes.get(owner).is_some_and(|route| route.certain)
    }
}

fn shifted(node: &Node, offset: usize) -> Node {
    match node {
        Node::Class { class, next } => Node::Class { class: *class, next: next + offset },
        Node::Split(places) => Node::Split(places.iter().map(|place| place + offset).collect()),
        Node::Tag { tag, next } => Node::Tag { tag: *tag, next: next + offset },
        Node::Look { look, next } => Node::Look { look: *look, next: next + offset },
        Node::Match => Node::Match,
    }
}

/// A set of nodes of a union, emptied at once.
pub(super) struct Nodes {
    rounds: Vec<u32>,
    round: u32,
}

impl Nodes {
    /// No nodes.
    pub(super) fn new(union: &Union) -> Nodes {
        Nodes { rounds: vec![0; union.nodes.len()], round: 0 }
    }

    /// Removes all nodes.
    pub(super) fn clear(&mut self) {
        self.round += 1;
    }

    /// Adds a node; the answer is whether it was not in the set before.
    pub(super) fn insert(&mut self, node: usize) -> bool {
        match self.rounds.get_mut(node) {
            Some(round) if *round != self.round => {
                *round = self.round;
                true
            }
            _ => false,
        }
    }
}
