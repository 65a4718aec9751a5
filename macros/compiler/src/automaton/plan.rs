//! Which routes share an automaton, and which need none, or `regex`.
//!
//! Nearly always all routes share one. Some tables would multiply states if they did: then the
//! routes that are to blame get automata of their own, alone or with their like.

use std::cell::Cell;

use super::alphabet::{Alphabet, Classes, Spelling};
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
    /// Its automaton costs more states or steps than [`Limits`] allow.
    States,
}

/// How large automata may become. The defaults were found by measuring tables of ten to five
/// hundred routes, in a build without optimisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// States of any automaton. Five hundred routes with captures have about 4,500, so this is
    /// a table of two thousand; `rustc` needs many seconds for the code of more.
    pub states: usize,
    /// States that a route may have which is ambiguous, as a search is. They all lie in one
    /// loop, and a loop of more states costs the optimiser of `rustc` minutes.
    pub lone: usize,
    /// States for each node of the routes, beside `slack`. Routes that get along have fewer
    /// states than nodes, because they share prefixes; twice as many is a table that begins to
    /// multiply.
    pub states_per_node: usize,
    /// The percentage of the states they have apart that joined automata may have. One pass over
    /// the path is worth half as much code again, and not more.
    pub joined_percent: usize,
    /// States allowed beyond these proportions, so that they do not bind small tables: this many
    /// cost nothing to compile.
    pub slack: usize,
    /// Steps for each node of the routes, beside a hundred for each state of `slack`. A step is
    /// a node visited or a value copied; tables of routes that get along take 5 to 10.
    pub steps_per_node: usize,
    /// Steps of the whole plan, half of which may go into joining automata. Five hundred routes
    /// take 100,000, and this many a second or two; what is left then goes to `regex`.
    pub steps: usize,
    /// Nodes of the routes that are considered together. The tables of the construction grow
    /// with them, to some ten megabytes at this limit; so they do with `classes`.
    pub nodes: u64,
    /// Classes of characters in the routes that are considered together.
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
            steps_per_node: 32,
            steps: 2_000_000,
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
    let work = Work { certain, limits, steps: Cell::new(limits.steps) };
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
        let units = planner.units(&nfas, &classes);
        let failed = planner.failed;
        let mut spelling = Spelling::new(&alphabet);
        for unit in units {
            let Unit { routes, automaton } = unit;
            let routes = routes.iter().map(|(route, _)| *route).collect();
            let dfa = minimize(automaton, &mut spelling);
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

/// What the whole plan is bound by.
struct Work<'a> {
    certain: &'a [bool],
    limits: &'a Limits,
    /// The steps that are left.
    steps: Cell<usize>,
}

struct Planner<'a> {
    work: &'a Work<'a>,
    alphabet: &'a Alphabet,
    /// The routes that do not fit even alone.
    failed: Vec<usize>,
}

impl Planner<'_> {
    /// First the least that must be: routes of one temper together as far as they fit, ambiguous
    /// ones each alone. Then these are joined as far as it pays.
    fn units<'n>(&mut self, nfas: &'n [(usize, Nfa)], classes: &Classes) -> Vec<Unit<'n>> {
        let (mut words, mut class, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
        for (route, nfa) in nfas {
            match temper(nfa, classes, self.alphabet) {
                Temper::Word => words.push((*route, nfa)),
                Temper::Class => class.push((*route, nfa)),
                Temper::Ambiguous => ambiguous.push((*route, nfa)),
            }
        }
        let words = self.fitted(words, 0);
        let class = self.fitted(class, 0);
        let lone = ambiguous.into_iter();
        let lone = lone.flat_map(|route| self.fitted(vec![route], self.work.limits.lone)).collect();
        let tame = self.joined(words, class);
        let wild = self.paired(lone);
        self.joined(tame, wild)
    }

    /// One automaton for the routes, or one for each half of them, and so on.
    fn fitted<'n>(&mut self, routes: Routes<'n>, least: usize) -> Vec<Unit<'n>> {
        if routes.is_empty() {
            return Vec::new();
        }
        let limits = self.work.limits;
        let nodes = routes.iter().map(|(_, nfa)| nfa.nodes.len()).sum::<usize>();
        let budget = Budget {
            states: least.max(nodes * limits.states_per_node + limits.slack),
            steps: nodes * limits.steps_per_node + 100 * limits.slack.max(least),
        };
        if let Some(unit) = self.determinize(routes.clone(), budget, self.work.steps.get()) {
            return vec![unit];
        }
        if let [(route, _)] = routes.as_slice() {
            self.failed.push(*route);
            return Vec::new();
        }
        let (first, second) = routes.split_at(routes.len() / 2);
        let mut units = self.fitted(first.to_vec(), least);
        units.extend(self.fitted(second.to_vec(), least));
        units
    }

    /// Joins what is already one on both sides; what could not be joined there will not here.
    fn joined<'n>(&self, mut first: Vec<Unit<'n>>, second: Vec<Unit<'n>>) -> Vec<Unit<'n>> {
        if let ([one], [other]) = (first.as_slice(), second.as_slice()) {
            if let Some(unit) = self.join(one, other) {
                return vec![unit];
            }
        }
        first.extend(second);
        first
    }

    /// Joins units in pairs, and the pairs in pairs, until it does not pay. From below, because
    /// what cannot be joined is given up while it is small.
    fn paired<'n>(&self, mut units: Vec<Unit<'n>>) -> Vec<Unit<'n>> {
        let mut done = Vec::new();
        while units.len() > 1 {
            let mut joined = Vec::new();
            let mut left = units.into_iter();
            while let Some(one) = left.next() {
                let Some(other) = left.next() else {
                    joined.push(one);
                    break;
                };
                match self.join(&one, &other) {
                    Some(unit) => joined.push(unit),
                    None => done.extend([one, other]),
                }
            }
            units = joined;
        }
        done.extend(units);
        done
    }

    /// One automaton for the routes of two, if it is not much larger than they are apart.
    fn join<'n>(&self, one: &Unit<'n>, other: &Unit<'n>) -> Option<Unit<'n>> {
        let limits = self.work.limits;
        let mut routes: Routes<'n> = one.routes.iter().chain(&other.routes).copied().collect();
        routes.sort_by_key(|(route, _)| *route);
        let (one, other) = (&one.automaton, &other.automaton);
        let budget = Budget {
            states: (one.states.len() + other.states.len()) * limits.joined_percent / 100
                + limits.slack,
            // Each state of one may meet all that the other is in at once.
            steps: 4 * (one.steps + other.steps) + 100 * limits.slack,
        };
        let left = self.work.steps.get().saturating_sub(limits.steps / 2);
        self.determinize(routes, budget, left)
    }

    fn determinize<'n>(&self, routes: Routes<'n>, budget: Budget, left: usize) -> Option<Unit<'n>> {
        let budget = Budget {
            states: budget.states.min(self.work.limits.states),
            steps: budget.steps.min(left),
        };
        if budget.steps == 0 {
            return None;
        }
        let automaton = determinize(&routes, self.work.certain, self.alphabet, budget);
        let spent = automaton.as_ref().map_or(budget.steps, |automaton| automaton.steps);
        self.work.steps.set(self.work.steps.get().saturating_sub(spent));
        Some(Unit { routes, automaton: automaton? })
    }
}
