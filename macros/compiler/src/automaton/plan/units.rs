//! Which routes share an automaton: first what gets along by its temper, then what pays.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::alphabet::{Alphabet, Classes};
use super::super::ambiguity::{Temper, temper};
use super::super::determinize::{Budget, Determinized, Exceeded, determinize};
use super::super::limits::Limits;
use super::super::nfa::Nfa;
use super::Reason;
use crate::pattern::{Pattern, Required};

type Routes<'a> = Vec<(usize, &'a Nfa)>;

/// Routes that share an automaton.
pub(super) struct Unit<'a> {
    pub(super) routes: Routes<'a>,
    pub(super) automaton: Determinized,
    /// What every path holds that one of them matches.
    pub(super) required: Option<Required>,
}

/// What the whole plan is bound by.
pub(super) struct Work<'a> {
    pub(super) certain: &'a [bool],
    pub(super) limits: &'a Limits,
    /// The steps that are left for what must be.
    pub(super) steps: Cell<usize>,
    /// The steps that are left for joining.
    pub(super) joining_steps: Cell<usize>,
}

pub(super) struct Planner<'a> {
    pub(super) work: &'a Work<'a>,
    pub(super) alphabet: &'a Alphabet,
    /// The routes that do not fit even alone, and why.
    pub(super) failed: Vec<(usize, Reason)>,
}

impl Planner<'_> {
    /// First the least that must be: routes of one temper together as far as they fit, ambiguous
    /// ones each alone. Then these are joined as far as it pays. A search that requires a literal is
    /// joined only with those that require the same: asking for that is quicker than a walk of the
    /// path, and searches multiply states. `nfas` are those of `patterns`.
    pub(super) fn units<'n>(
        &mut self,
        patterns: &[(usize, &Pattern)],
        nfas: &'n [(usize, Nfa)],
        classes: &Classes,
    ) -> Vec<Unit<'n>> {
        let (mut words, mut class, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
        let mut searches: BTreeMap<Required, Vec<Unit<'n>>> = BTreeMap::new();
        for ((route, nfa), (_, pattern)) in nfas.iter().zip(patterns) {
            let temper = temper(nfa, classes, self.alphabet);
            match temper {
                Temper::Word => words.push((*route, nfa)),
                Temper::Class => class.push((*route, nfa)),
                Temper::Ambiguous | Temper::Search => {
                    let lone = self.fitted(vec![(*route, nfa)], self.work.limits.lone);
                    let search = (temper == Temper::Search).then(|| pattern.required()).flatten();
                    match search {
                        Some(required) => searches.entry(required).or_default().extend(lone),
                        None => ambiguous.extend(lone),
                    }
                }
            }
        }
        let words = self.fitted(words, 0);
        let class = self.fitted(class, 0);
        let tame = self.joined(words, class);
        let wild = self.paired(ambiguous);
        let mut units = self.joined(tame, wild);
        for (required, lone) in searches {
            let paired = self.paired(lone).into_iter();
            units.extend(paired.map(|unit| Unit { required: Some(required.clone()), ..unit }));
        }
        units
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
            edges: limits.edges.max(nodes * limits.edges_per_node),
            steps: nodes * limits.steps_per_node + 100 * limits.slack.max(least),
        };
        let reason = match self.determinize(routes.clone(), budget, &self.work.steps) {
            Ok(unit) => return vec![unit],
            Err(exceeded) if exceeded.by_edges => Reason::Edges,
            Err(_) => Reason::States,
        };
        if let [(route, _)] = routes.as_slice() {
            self.failed.push((*route, reason));
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
        let joined = |apart: usize| apart * limits.joined_percent / 100 + limits.slack;
        let budget = Budget {
            states: joined(one.states.len() + other.states.len()),
            edges: joined(one.edges + other.edges),
            // Each state of one may meet all that the other is in at once.
            steps: 4 * (one.steps + other.steps) + 100 * limits.slack,
        };
        self.determinize(routes, budget, &self.work.joining_steps).ok()
    }

    fn determinize<'n>(
        &self,
        routes: Routes<'n>,
        budget: Budget,
        left: &Cell<usize>,
    ) -> Result<Unit<'n>, Exceeded> {
        let budget = Budget {
            states: budget.states.min(self.work.limits.states),
            steps: budget.steps.min(left.get()),
            ..budget
        };
        if budget.steps == 0 {
            return Err(Exceeded { by_edges: false, steps: 0 });
        }
        let automaton = determinize(&routes, self.work.certain, self.alphabet, budget);
        let spent = match &automaton {
            Ok(automaton) => automaton.steps,
            Err(exceeded) => exceeded.steps,
        };
        left.set(left.get().saturating_sub(spent));
        Ok(Unit { routes, automaton: automaton?, required: None })
    }
}
