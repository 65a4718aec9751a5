//! The deterministic automaton that the passes after this one read: states, edges, accepts.
//!
//! It walks the characters of a path from state 0. What a capture group matched is kept in
//! *registers*: each holds a byte offset into the path, and each edge says what every register of
//! its target holds. There is no backtracking and one character is looked at once.

use crate::pattern::CharClass;

/// A deterministic automaton with registers for the ends of captures. State 0 is the start; the
/// state that nothing leaves and nothing accepts in (the dead state) is implicit: a character
/// that no edge takes means that no route matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dfa {
    /// The states, numbered breadth-first from the start.
    pub states: Vec<State>,
}

/// What is known after some characters of the path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// How many registers are alive here: they are numbered from 0.
    pub registers: usize,
    /// The ways out, with disjoint classes, at most one edge for each target and moves.
    pub edges: Vec<Edge>,
    /// The routes that match when the path ends here, in the order of their declaration.
    pub accepts: Vec<Accept>,
}

/// One way out of a state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The characters that take this edge.
    pub class: CharClass,
    /// The state it leads to.
    pub target: usize,
    /// What each register of the target holds, in the order of their numbers.
    pub moves: Vec<Value>,
}

/// Where a register or the end of a capture takes its offset from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// The present offset: for an edge, the one before its character; for an accept, the path's end.
    Here,
    /// A register of the state that the edge leaves or that accepts.
    Register(usize),
}

/// A route that matches, and where its captures lie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Accept {
    /// The route, by its place in the list of patterns.
    pub route: usize,
    /// For each group of the route's pattern, where it starts and ends, or `None` where the group
    /// took no part in the match.
    pub captures: Vec<Option<(Value, Value)>>,
}

impl Dfa {
    /// How many states there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether there is no state at all: then nothing matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }
}
