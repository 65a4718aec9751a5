//! Which routes share an automaton, and which need none, or `regex`.
//!
//! Nearly always all routes share one. Some tables would multiply states if they did: then the
//! routes that are to blame get automata of their own, alone or with their like.

mod units;

use std::cell::Cell;

use units::{Planner, Unit, Work};

use super::alphabet::{Alphabet, Classes, Spelling};
use super::dfa::Dfa;
pub use super::limits::Limits;
use super::look::Context;
use super::minimize::minimize;
use super::nfa::{Nfa, Node};
use crate::pattern::{Pattern, Required};

/// How the routes of a table are matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is asked, in the order of the lowest route of each part. The lowest route that
    /// matches wins, so that a part is asked in vain once a lower route has been found.
    pub parts: Vec<Part>,
    /// The routes that neither an automaton nor `regex` can hold. They are in no part.
    pub refused: Vec<usize>,
}

/// One matcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An automaton for some routes.
    Automaton {
        /// The routes, ascending.
        routes: Vec<usize>,
        /// The automaton; its accepts name routes by their places in the list of patterns.
        dfa: Dfa,
        /// What every path holds that the automaton matches: worth asking first.
        required: Option<Required>,
    },
    /// A route that `regex` matches at run time.
    Regex {
        /// The route.
        route: usize,
        /// Why no automaton does.
        reason: Reason,
    },
}

impl Part {
    /// The lowest route of the part.
    fn lowest(&self) -> usize {
        match self {
            Part::Automaton { routes, .. } => routes.first().copied().unwrap_or(usize::MAX),
            Part::Regex { route, .. } => *route,
        }
    }
}

/// Why a route has no automaton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its counted repetitions multiply to more nodes than [`Pattern::MAX_NODES`].
    Nodes,
    /// Its automaton costs more states or steps than [`Limits`] allow.
    States,
    /// Its code would be too long: its automaton has more edges than [`Limits`] allow.
    Edges,
}

/// Plans how the routes of `patterns` are matched. `certain` tells for each whether it always
/// answers when it matches, whatever the method and the captures are.
#[must_use]
pub fn plan(patterns: &[Pattern], certain: &[bool], limits: &Limits) -> Plan {
    let mut plan = Plan::default();
    let mut routes = Vec::with_capacity(patterns.len());
    for (route, pattern) in patterns.iter().enumerate() {
        if pattern.nodes() <= Pattern::MAX_NODES {
            routes.push((route, pattern));
        } else {
            plan.hand_over(route, pattern, Reason::Nodes);
        }
    }
    let nodes: u64 = routes.iter().map(|(_, pattern)| pattern.nodes()).sum();
    let proportion = usize::try_from(nodes).unwrap_or(usize::MAX);
    let steps = limits.steps.saturating_add(proportion.saturating_mul(limits.steps_per_node));
    let joining_steps = Cell::new(limits.joining_steps);
    let work = Work { certain, limits, steps: Cell::new(steps), joining_steps };
    plan.add(&routes, &work);
    plan.parts.sort_by_key(Part::lowest);
    plan.refused.sort_unstable();
    plan
}

impl Plan {
    /// Gives a route to `regex`, unless that would refuse it too.
    fn hand_over(&mut self, route: usize, pattern: &Pattern, reason: Reason) {
        if pattern.regex_bytes() <= Pattern::MAX_REGEX_BYTES {
            self.parts.push(Part::Regex { route, reason });
        } else {
            self.refused.push(route);
        }
    }

    /// Plans for some routes, or for one half of them after the other when they are too much.
    fn add(&mut self, routes: &[(usize, &Pattern)], work: &Work<'_>) {
        let mut classes = Classes::default();
        let nodes = routes.iter().map(|(_, pattern)| pattern.nodes()).sum::<u64>();
        let fits = nodes <= work.limits.nodes;
        let nfas: Vec<(usize, Nfa)> = if fits {
            routes.iter().map(|(route, p)| (*route, Nfa::new(p, &mut classes))).collect()
        } else {
            Vec::new()
        };
        if (!fits || classes.len() > work.limits.classes) && routes.len() > 1 {
            let (first, second) = routes.split_at(routes.len() / 2);
            self.add(first, work);
            self.add(second, work);
            return;
        }
        let alphabet = Alphabet::new(&classes, asked(&nfas));
        let mut planner = Planner { work, alphabet: &alphabet, failed: Vec::new() };
        let units = planner.units(routes, &nfas, &classes);
        let failed = planner.failed;
        let mut spelling = Spelling::new(&alphabet);
        for unit in units {
            let Unit { routes, automaton, required } = unit;
            let routes = routes.iter().map(|(route, _)| *route).collect();
            let dfa = minimize(automaton, &mut spelling);
            self.parts.push(Part::Automaton { routes, dfa, required });
        }
        for (route, reason) in failed {
            let pattern = routes.iter().find(|(number, _)| *number == route);
            pattern.into_iter().for_each(|(_, pattern)| self.hand_over(route, pattern, reason));
        }
    }
}

/// What the assertions of some automata ask about characters.
fn asked(nfas: &[(usize, Nfa)]) -> Context {
    let nodes = nfas.iter().flat_map(|(_, nfa)| &nfa.nodes);
    nodes.fold(Context::NONE, |asked, node| match node {
        Node::Look { look, .. } => asked | look.asks_before() | look.asks_after(),
        _ => asked,
    })
}

#[cfg(test)]
mod tests;
