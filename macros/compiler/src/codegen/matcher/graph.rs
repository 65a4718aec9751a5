//! The automaton as the code generator sees it: loops of one state are split off, runs of like
//! states are one node, cycles are found, and each node is inline or a function of its own.

use super::class::{Class, Classes};
use super::components::components;
use super::keywords;
use super::live::live;
use super::runs::collapse;
use crate::automaton::{Accept, Dfa, State, Value};

/// A state of the automaton, or a run of them.
#[derive(Default)]
pub(super) struct Node<'a> {
    /// Characters that are passed over before anything else, the registers staying as they are.
    pub(super) repeat: Option<Repeat>,
    /// The routes that match when the path ends here.
    pub(super) accepts: &'a [Accept],
    /// The other ways out.
    pub(super) arcs: Vec<Arc<'a>>,
    /// Where its code stands.
    pub(super) place: Place,
    /// Which registers are still read.
    pub(super) live: Vec<bool>,
}

/// Characters of a class, any number of them or at most `limit`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) class: Class,
    pub(super) limit: Option<usize>,
}

/// A way out of a node.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Arc<'a> {
    pub(super) class: Class,
    pub(super) target: usize,
    pub(super) moves: &'a [Value],
    /// What must stand after the character.
    pub(super) keyword: Option<Keyword>,
}

/// The text of a word after its first character.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Keyword {
    pub(super) text: String,
    /// Where the arc leads that is taken if the word is not there.
    pub(super) class: usize,
}

/// Where the code of a node stands.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Wherever it is reached from.
    #[default]
    Inline,
    /// In a function that is called from one place and shares its variables.
    Part,
    /// In a function that is called from several places.
    Shared,
    /// In the loop with this number.
    Cycle(usize),
}

/// The nodes by the numbers of their states; some are not reached any more.
pub(super) struct Graph<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    nowhere: Node<'a>,
    pub(super) cycles: Vec<Cycle>,
}

/// States that lead to each other.
pub(super) struct Cycle {
    /// Its nodes, ascending.
    pub(super) nodes: Vec<usize>,
    /// Those that are reached from outside.
    pub(super) entries: Vec<usize>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(dfa: &'a Dfa, classes: &mut Classes) -> Graph<'a> {
        let states = dfa.states.iter().zip(live(dfa)).enumerate();
        let nodes = states.map(|(number, (state, live))| node(number, state, live, classes));
        let mut nodes: Vec<Node<'a>> = nodes.collect();
        keywords::join(&mut nodes, classes);
        collapse(&mut nodes);
        let mut graph = Graph { nodes, nowhere: Node::default(), cycles: Vec::new() };
        let order = graph.find_cycles();
        graph.place(&order, classes);
        graph
    }

    /// The node of a state. A number that is no state's is the dead state.
    pub(super) fn node(&self, number: usize) -> &Node<'a> {
        self.nodes.get(number).unwrap_or(&self.nowhere)
    }

    fn find_cycles(&mut self) -> Vec<Vec<usize>> {
        let order = components(self.nodes.len(), |number| {
            self.node(number).arcs.iter().map(|arc| arc.target).collect()
        });
        for component in &order {
            let again =
                |number: &usize| self.node(*number).arcs.iter().any(|a| a.target == *number);
            if component.len() == 1 && !component.iter().any(again) {
                continue;
            }
            let cycle = self.cycles.len();
            for &number in component {
                if let Some(node) = self.nodes.get_mut(number) {
                    node.place = Place::Cycle(cycle);
                }
            }
            self.cycles.push(self.cycle(component, &order));
        }
        order
    }

    fn cycle(&self, component: &[usize], order: &[Vec<usize>]) -> Cycle {
        let mut nodes = component.to_vec();
        nodes.sort_unstable();
        let outside = order.iter().flatten().filter(|number| nodes.binary_search(number).is_err());
        let arcs = outside.flat_map(|number| &self.node(*number).arcs);
        let mut entries: Vec<usize> = arcs
            .map(|arc| arc.target)
            .chain([0])
            .filter(|number| nodes.binary_search(number).is_ok())
            .collect();
        entries.sort_unstable();
        entries.dedup();
        Cycle { nodes, entries }
    }
}

fn node<'a>(number: usize, state: &'a State, live: Vec<bool>, classes: &mut Classes) -> Node<'a> {
    let mut node = Node { accepts: &state.accepts, live, ..Node::default() };
    for edge in &state.edges {
        let class = classes.intern(&edge.class);
        let arc = Arc { class, target: edge.target, moves: &edge.moves, keyword: None };
        if edge.target == number && node.repeat.is_none() && keeps(arc.moves, &node.live) {
            node.repeat = Some(Repeat { class, limit: None });
        } else {
            node.arcs.push(arc);
        }
    }
    node
}

/// Whether the moves leave all registers as they are that are read later on.
pub(super) fn keeps(moves: &[Value], live: &[bool]) -> bool {
    let mut moves = moves.iter().zip(live).enumerate();
    moves.all(|(register, (value, live))| !live || *value == Value::Register(register))
}
