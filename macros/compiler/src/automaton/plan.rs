//! Which routes share an automaton, and which need none, or `regex`.
//!
//! Nearly always all routes share one. Some tables would multiply states if they did: then the
//! routes that are to blame get automata of their own, alone or with their like.

use std::cell::Cell;

use super::alphabet::{Alphabet, Classes, Spelling};
use super::ambiguity::{Temper, temper};
use super::determinize::{Budget, Determinized, determinize};
use super::dfa::Dfa;
pub use super::limits::Limits;
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
    /// The steps that are left for what must be.
    steps: Cell<usize>,
    /// The steps that are left for joining.
    joining_steps: Cell<usize>,
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
        if let Some(unit) = self.determinize(routes.clone(), budget, &self.work.steps) {
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
        self.determinize(routes, budget, &self.work.joining_steps)
    }

    fn determinize<'n>(
        &self,
        routes: Routes<'n>,
        budget: Budget,
        left: &Cell<usize>,
    ) -> Option<Unit<'n>> {
        let budget = Budget {
            states: budget.states.min(self.work.limits.states),
            steps: budget.steps.min(left.get()),
        };
        if budget.steps == 0 {
            return None;
        }
        let automaton = determinize(&routes, self.work.certain, self.alphabet, budget);
        let spent = match &automaton {
            Ok(automaton) => automaton.steps,
            Err(exceeded) => exceeded.steps,
        };
        left.set(left.get().saturating_sub(spent));
        Some(Unit { routes, automaton: automaton.ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned<S: AsRef<str>>(texts: &[S]) -> Plan {
        let patterns: Vec<Pattern> =
            texts.iter().map(|text| Pattern::parse(text.as_ref()).expect("it parses")).collect();
        plan(&patterns, &vec![false; texts.len()], &Limits::default())
    }

    /// The routes of each part; of a route given to `regex`, none.
    fn shares(plan: &Plan) -> Vec<Vec<usize>> {
        let routes = plan.parts.iter().map(|part| match part {
            Part::Automaton { routes, .. } => routes.clone(),
            Part::Regex { .. } => Vec::new(),
        });
        routes.collect()
    }

    fn states(plan: &Plan) -> usize {
        let sizes = plan.parts.iter().map(|part| match part {
            Part::Automaton { dfa, .. } => dfa.len(),
            Part::Regex { .. } => 0,
        });
        sizes.sum()
    }

    /// A table like many: thirty resources with a few routes each.
    fn resources() -> Vec<String> {
        let resource = |i: usize| {
            let name: String =
                ["stock", "order", "report", "page", "team"][i % 5].repeat(1 + i / 5);
            ["", "new/", "(?<id>[^/]+)/", "(?<id>[^/]+)/edit/", "(?<id>[^/]+)/parts/(?<n>[^/]+)/"]
                .map(|rest| format!("^{name}/{rest}?$"))
        };
        (0..30).flat_map(resource).collect()
    }

    #[test]
    fn usually_all_routes_share_one_automaton() {
        let plan = planned(&resources());
        assert_eq!(shares(&plan), [(0..150).collect::<Vec<_>>()]);
        let seed = [r"hello/?$", r"hello/(?<name>\w+)/?$", "^$", "^(?<a>.+)/history/$", ".*"];
        assert_eq!(shares(&planned(&seed)), [[0, 1, 2, 3, 4]]);
        assert!(planned::<&str>(&[]).parts.is_empty());
    }

    #[test]
    fn a_route_that_would_multiply_states_stands_alone() {
        let mut texts = resources();
        let tame = states(&planned(&texts));
        texts.insert(3, r"^(?<file>.+)\.php$".to_owned());
        let plan = planned(&texts);
        let others: Vec<usize> = (0..151).filter(|route| *route != 3).collect();
        assert_eq!(shares(&plan), [others, vec![3]]);
        assert!(states(&plan) < tame + 20);
    }

    #[test]
    fn ambiguous_routes_that_get_along_share() {
        let texts: Vec<String> = (0..8).map(|i| format!(r"w{i}/(?<x>\d+)/e$")).collect();
        assert_eq!(shares(&planned(&texts)), [(0..8).collect::<Vec<_>>()]);
        let greedy: Vec<String> = (0..6).map(|i| format!("^(?<a>.*)/w{i}/(?<b>.*)$")).collect();
        let plan = planned(&greedy);
        assert_eq!(shares(&plan).len(), 6);
        assert!(states(&plan) < 200);
    }

    #[test]
    fn what_no_automaton_can_hold_goes_to_regex() {
        let plan = planned(&["^a$", "^.*a.{16}$", "^(?:a?){1999}$", "^b$"]);
        let Some(Part::Automaton { routes, .. }) = plan.parts.first() else { panic!("{plan:?}") };
        assert_eq!(routes, &[0, 3]);
        assert_eq!(plan.parts.get(1), Some(&Part::Regex { route: 1, reason: Reason::States }));
        assert_eq!(plan.parts.get(2), Some(&Part::Regex { route: 2, reason: Reason::Nodes }));
        assert!(plan.refused.is_empty());
    }

    #[test]
    fn what_regex_cannot_hold_either_is_refused() {
        let plan = planned(&[r"^.*a\w{300}$", r"^a\w{300}$"]);
        assert_eq!(plan.refused, [0]);
        assert_eq!(shares(&plan), [[1]]);
    }

    /// Found by counting: without the limits each of these would take minutes or all memory.
    #[test]
    fn hostile_tables_end() {
        let limits = Limits { steps: 100_000, joining_steps: 100_000, ..Limits::default() };
        let tables: [Vec<String>; 4] = [
            (0..40).map(|i| format!("^[^{}/]+$", char::from(b'!' + i))).collect(),
            (0..40).map(|i| format!("w{i}")).collect(),
            (0..20).map(|i| format!("^(?:(?<a{i}>.)?(?<b>.)?){{200}}x{i}$")).collect(),
            (0..20).map(|i| format!(r"(?:\w+\s?)*{i}(?:a|b|ab)*(?m:^\b)?")).collect(),
        ];
        for texts in tables {
            let patterns: Vec<Pattern> =
                texts.iter().map(|text| Pattern::parse(text).expect("it parses")).collect();
            let plan = plan(&patterns, &vec![false; texts.len()], &limits);
            let mut routes: Vec<usize> = plan.refused.clone();
            for part in &plan.parts {
                match part {
                    Part::Automaton { routes: own, .. } => routes.extend(own),
                    Part::Regex { route, .. } => routes.push(*route),
                }
            }
            routes.sort_unstable();
            assert_eq!(routes, (0..texts.len()).collect::<Vec<_>>());
            assert!(states(&plan) < 10_000);
        }
    }

    #[test]
    fn the_same_table_gives_the_same_plan() {
        let mut texts = resources();
        texts.extend([r"\bword\b".to_owned(), "^(?<rest>.*)$".to_owned(), "x$".to_owned()]);
        assert_eq!(planned(&texts), planned(&texts));
    }
}
