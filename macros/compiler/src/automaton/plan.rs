//! Which routes share an automaton, and which need none, or `regex`.
//!
//! Nearly always all routes share one. Some tables would multiply states if they did: then the
//! routes that are to blame get automata of their own, alone or with their like.

use super::alphabet::{Alphabet, Classes};
use super::ambiguity::{Temper, temper};
use super::determinize::{Budget, Determinized, determinize};
use super::dfa::Dfa;
use super::look::Context;
use super::minimize::minimize;
use super::nfa::{Nfa, Node};
use crate::pattern::Pattern;

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
    /// Its automaton has more states than [`Limits`] allow.
    States,
}

/// How large automata may become. The defaults were found by measuring tables from ten to five
/// hundred routes, in a build without optimisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// States of any automaton. Five hundred routes with captures have about 4,500, so this is
    /// a table of two thousand; `rustc` needs seconds for the code of more.
    pub states: usize,
    /// States that a route may have when it is alone and ambiguous, as a search is. They all lie
    /// in one loop, and a loop of more states costs the optimiser of `rustc` minutes.
    pub lone: usize,
    /// States allowed for each node of the routes, beside `slack`. Routes that get along have
    /// fewer states than nodes, because they share prefixes; twice as many is a table that
    /// begins to multiply.
    pub states_per_node: usize,
    /// Joined, automata may have this many percent of the states they have apart. One pass over
    /// the path is worth half as much code again, and not more.
    pub joined_percent: usize,
    /// States allowed beyond these proportions, so that they do not bind small tables: this many
    /// cost nothing to compile.
    pub slack: usize,
    /// Steps of one construction, a step being a node visited or a value copied. Five hundred
    /// routes take about 100,000; this many take about a second.
    pub steps: usize,
    /// Nodes of the routes that are considered together, and classes of characters in them. The
    /// tables of the construction grow with them, to some ten megabytes at these limits.
    pub nodes: u64,
    /// See `nodes`.
    pub classes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            states: 20_000,
            lone: 300,
            states_per_node: 2,
            joined_percent: 150,
            slack: 64,
            steps: 1_000_000,
            nodes: 200_000,
            classes: 2_000,
        }
    }
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
    plan.add(&routes, certain, limits);
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
    fn add(&mut self, routes: &[(usize, &Pattern)], certain: &[bool], limits: &Limits) {
        let mut classes = Classes::default();
        let nodes = routes.iter().map(|(_, pattern)| pattern.nodes()).sum::<u64>();
        let fits = nodes <= limits.nodes;
        let nfas: Vec<(usize, Nfa)> = if fits {
            routes.iter().map(|(route, p)| (*route, Nfa::new(p, &mut classes))).collect()
        } else {
            Vec::new()
        };
        if (!fits || classes.len() > limits.classes) && routes.len() > 1 {
            let (first, second) = routes.split_at(routes.len() / 2);
            self.add(first, certain, limits);
            self.add(second, certain, limits);
            return;
        }
        let alphabet = Alphabet::new(&classes, asked(&nfas));
        let planner = Planner { certain, limits, alphabet: &alphabet };
        let mut failed = Vec::new();
        let units = planner.units(&nfas, &classes, &mut failed);
        for unit in planner.joined(units) {
            let Unit { routes, automaton } = unit;
            let routes = routes.iter().map(|(route, _)| *route).collect();
            let dfa = minimize(automaton, &alphabet);
            self.parts.push(Part::Automaton { routes, dfa });
        }
        for (route, pattern) in routes.iter().filter(|(route, _)| failed.contains(route)) {
            self.hand_over(*route, pattern, Reason::States);
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

type Routes<'a> = Vec<(usize, &'a Nfa)>;

/// Routes that share an automaton.
struct Unit<'a> {
    routes: Routes<'a>,
    automaton: Determinized,
}

struct Planner<'a> {
    certain: &'a [bool],
    limits: &'a Limits,
    alphabet: &'a Alphabet,
}

impl Planner<'_> {
    /// The least that must be: routes of one temper together as far as they fit, ambiguous ones
    /// each alone. Those that do not fit even alone are added to `failed`.
    fn units<'n>(
        &self,
        nfas: &'n [(usize, Nfa)],
        classes: &Classes,
        failed: &mut Vec<usize>,
    ) -> (Vec<Unit<'n>>, Vec<Unit<'n>>) {
        let (mut words, mut class, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
        for (route, nfa) in nfas {
            match temper(nfa, classes, self.alphabet) {
                Temper::Word => words.push((*route, nfa)),
                Temper::Class => class.push((*route, nfa)),
                Temper::Ambiguous => ambiguous.push((*route, nfa)),
            }
        }
        let (mut tame, mut wild) = (Vec::new(), Vec::new());
        self.fit(words, &mut tame, failed);
        self.fit(class, &mut tame, failed);
        for (route, nfa) in ambiguous {
            let states = self.limits.lone.max(self.proportion(nfa.nodes.len()));
            match self.determinize(vec![(route, nfa)], states) {
                Some(unit) => wild.push(unit),
                None => failed.push(route),
            }
        }
        (tame, wild)
    }

    /// One automaton for the routes, or one for each half of them, and so on.
    fn fit<'n>(&self, routes: Routes<'n>, units: &mut Vec<Unit<'n>>, failed: &mut Vec<usize>) {
        if routes.is_empty() {
            return;
        }
        let nodes = routes.iter().map(|(_, nfa)| nfa.nodes.len()).sum();
        if let Some(unit) = self.determinize(routes.clone(), self.proportion(nodes)) {
            units.push(unit);
        } else if let [(route, _)] = routes.as_slice() {
            failed.push(*route);
        } else {
            let (first, second) = routes.split_at(routes.len() / 2);
            self.fit(first.to_vec(), units, failed);
            self.fit(second.to_vec(), units, failed);
        }
    }

    /// Joins all units, or else those of each kind among themselves.
    fn joined<'n>(&self, kinds: (Vec<Unit<'n>>, Vec<Unit<'n>>)) -> Vec<Unit<'n>> {
        let (tame, wild) = kinds;
        if !tame.is_empty() && !wild.is_empty() {
            let all: Vec<&Unit<'n>> = tame.iter().chain(&wild).collect();
            if let Some(unit) = self.join(&all) {
                return vec![unit];
            }
        }
        let mut units = self.joined_by_halves(tame);
        units.extend(self.joined_by_halves(wild));
        units
    }

    /// Joins units, or else the first half of them among themselves and the second half.
    fn joined_by_halves<'n>(&self, mut units: Vec<Unit<'n>>) -> Vec<Unit<'n>> {
        if units.len() < 2 {
            return units;
        }
        if let Some(unit) = self.join(&units.iter().collect::<Vec<_>>()) {
            return vec![unit];
        }
        let second = units.split_off(units.len() / 2);
        let mut joined = self.joined_by_halves(units);
        joined.extend(self.joined_by_halves(second));
        joined
    }

    /// One automaton for the routes of several, if it is not much larger than they are together.
    fn join<'n>(&self, units: &[&Unit<'n>]) -> Option<Unit<'n>> {
        let mut routes: Routes<'n> = units.iter().flat_map(|unit| unit.routes.clone()).collect();
        routes.sort_by_key(|(route, _)| *route);
        let apart: usize = units.iter().map(|unit| unit.automaton.states.len()).sum();
        self.determinize(routes, apart * self.limits.joined_percent / 100 + self.limits.slack)
    }

    fn determinize<'n>(&self, routes: Routes<'n>, states: usize) -> Option<Unit<'n>> {
        let budget = Budget { states: states.min(self.limits.states), steps: self.limits.steps };
        let automaton = determinize(&routes, self.certain, self.alphabet, budget)?;
        Some(Unit { routes, automaton })
    }

    /// The states that routes with so many nodes may have.
    fn proportion(&self, nodes: usize) -> usize {
        nodes * self.limits.states_per_node + self.limits.slack
    }
}
