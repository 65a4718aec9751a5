//! The automaton as the code generator sees it: loops of one state are split off, runs of like
//! states are one node, cycles are found, and each node is inline or a function of its own.

use super::class::{Class, Classes};
use super::components::components;
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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Arc<'a> {
    pub(super) class: Class,
    pub(super) target: usize,
    pub(super) moves: &'a [Value],
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
    pub(super) cycles: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(dfa: &'a Dfa, classes: &mut Classes) -> Graph<'a> {
        let nodes = dfa.states.iter().enumerate().map(|(i, state)| node(i, state, classes));
        let mut nodes: Vec<Node<'a>> = nodes.collect();
        collapse(&mut nodes, dfa);
        let mut graph = Graph { nodes, nowhere: Node::default(), cycles: Vec::new() };
        let order = graph.find_cycles();
        graph.find_live(&order);
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
            let again = |number: &usize| self.node(*number).arcs.iter().any(|a| a.target == *number);
            if component.len() == 1 && !component.iter().any(again) {
                continue;
            }
            let cycle = self.cycles.len();
            for &number in component {
                if let Some(node) = self.nodes.get_mut(number) {
                    node.place = Place::Cycle(cycle);
                }
            }
            let mut component = component.clone();
            component.sort_unstable();
            self.cycles.push(component);
        }
        order
    }

    /// Finds the registers that are read later on. Inside a cycle that takes several rounds.
    fn find_live(&mut self, order: &[Vec<usize>]) {
        for component in order {
            loop {
                let mut changed = false;
                for &number in component {
                    let live = self.live(number);
                    if let Some(node) = self.nodes.get_mut(number) {
                        changed |= node.live != live;
                        node.live = live;
                    }
                }
                if !changed {
                    break;
                }
            }
        }
    }

    fn live(&self, number: usize) -> Vec<bool> {
        let node = self.node(number);
        let mut live = node.live.clone();
        let mut read = |value: &Value| {
            if let Value::Register(register) = *value {
                live.resize(live.len().max(register + 1), false);
                live.iter_mut().skip(register).take(1).for_each(|live| *live = true);
            }
        };
        for (start, end) in node.accepts.iter().flat_map(|accept| accept.captures.iter().flatten())
        {
            read(start);
            read(end);
        }
        for arc in &node.arcs {
            let needed = &self.node(arc.target).live;
            arc.moves.iter().zip(needed).filter(|(_, live)| **live).for_each(|(v, _)| read(v));
        }
        live
    }
}

fn node<'a>(number: usize, state: &'a State, classes: &mut Classes) -> Node<'a> {
    let mut node = Node { accepts: &state.accepts, ..Node::default() };
    for edge in &state.edges {
        let class = classes.intern(&edge.class);
        let arc = Arc { class, target: edge.target, moves: &edge.moves };
        if edge.target == number && node.repeat.is_none() && keeps(arc.moves, state.registers) {
            node.repeat = Some(Repeat { class, limit: None });
        } else {
            node.arcs.push(arc);
        }
    }
    node
}

/// Whether the moves leave all registers as they are.
pub(super) fn keeps(moves: &[Value], registers: usize) -> bool {
    moves.len() == registers && moves.iter().enumerate().all(|(i, m)| *m == Value::Register(i))
}
