//! What the automata tell about the routes: which can never answer, and which overlap.
//!
//! A route *covers* a path for the methods it answers, unless it can refuse: a capture that does
//! not parse leaves the path to the next route, so what can refuse covers nothing. A route is dead
//! when for every path it matches and every method it answers, an earlier route covers it. Routes
//! that `regex` matches at run time are not known well enough to cover, or to be dead.
//!
//! Most is read off the accepts of the automata. Only where the routes are spread over several of
//! them, these are walked side by side; that is given up, and nothing said, beyond a budget.

mod walk;

use super::dfa::{Accept, Dfa};
use super::plan::{Part, Plan};
use walk::{Walk, walk};

/// What the analysis has to know of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The methods it answers, as a set of bits.
    pub methods: u64,
    /// Whether it may leave a path that it matches to the next route.
    pub refuses: bool,
}

/// A route that can never answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The route.
    pub route: usize,
    /// Why it cannot.
    pub cause: Cause,
}

/// Why a route can never answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// These earlier routes answer first, each with a shortest path that both match.
    Covered(Vec<(usize, String)>),
    /// Its pattern matches only what begins with a slash, and no path is matched with one.
    LeadingSlash,
    /// Its pattern matches nothing at all.
    Nothing,
    /// Earlier routes answer first; finding out which would take too long.
    Unknown,
}

/// Two routes that match the same path for the same method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The one declared first.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// A shortest path that both match.
    pub witness: String,
}

/// How many ranges of characters may be compared in one analysis: less than a tenth of a second in
/// a build without optimisation.
const BUDGET: usize = 500_000;

/// The routes that can never answer, by a plan in which certain routes hide later ones.
#[must_use]
pub fn dead(plan: &Plan, facts: &[Facts]) -> Vec<usize> {
    let mut budget = BUDGET;
    let automata = Automata::of(plan);
    let mut dead = Vec::new();
    for (number, part) in automata.parts.iter().enumerate() {
        let mut alive = vec![false; facts.len()];
        for state in part.dfa.states.iter().zip(reached(part.dfa)).filter(|(_, reached)| *reached) {
            answering([state.0.accepts.as_slice()], facts, &mut alive);
        }
        let (here, not): (Vec<usize>, Vec<usize>) =
            part.routes.iter().partition(|route| is_alive(**route, &alive));
        dead.extend(not);
        dead.extend(automata.dead_beside_others(number, &here, facts, &mut budget));
    }
    dead.sort_unstable();
    dead
}

/// Why routes are dead, by a plan in which no route hides another.
#[must_use]
pub fn explain(plan: &Plan, facts: &[Facts], dead: &[usize]) -> Vec<Dead> {
    let mut budget = BUDGET;
    let automata = Automata::of(plan);
    let mut causes: Vec<Dead> =
        dead.iter().map(|route| Dead { route: *route, cause: Cause::Unknown }).collect();
    for (number, part) in automata.parts.iter().enumerate() {
        let here: Vec<usize> =
            dead.iter().copied().filter(|route| part.routes.contains(route)).collect();
        if here.is_empty() {
            continue;
        }
        let others = automata.others(number, &here, facts);
        let dfas: Vec<&Dfa> = std::iter::once(part.dfa).chain(others).collect();
        let Some(covers) = covers(&dfas, facts, &here, &mut budget) else { continue };
        for (route, found) in here.iter().zip(covers) {
            let cause = cause(*route, part.dfa, &found, facts);
            causes.iter_mut().filter(|known| known.route == *route).for_each(|known| {
                known.cause.clone_from(&cause);
            });
        }
    }
    causes
}

/// The pairs of routes that overlap, by a plan in which no route hides another.
#[must_use]
pub fn overlaps(plan: &Plan, facts: &[Facts]) -> Vec<Overlap> {
    let mut budget = BUDGET;
    let automata = Automata::of(plan);
    let mut found: Vec<Overlap> = Vec::new();
    for (number, part) in automata.parts.iter().enumerate() {
        walk(&[part.dfa], false, &mut budget, |place| {
            let accepts = place.accepts();
            let routes: Vec<usize> = accepts.iter().flat_map(|list| *list).map(route_of).collect();
            note_pairs(&routes, &routes, place, facts, &mut found);
            true
        });
        for other in automata.parts.iter().skip(number + 1) {
            walk(&[part.dfa, other.dfa], true, &mut budget, |place| {
                if let [one, two] = place.accepts().as_slice() {
                    let one: Vec<usize> = one.iter().map(route_of).collect();
                    let two: Vec<usize> = two.iter().map(route_of).collect();
                    note_pairs(&one, &two, place, facts, &mut found);
                }
                true
            });
        }
    }
    found.sort_by_key(|overlap| (overlap.second, overlap.first));
    found
}

fn note_pairs(
    ones: &[usize],
    others: &[usize],
    place: &Walk<'_>,
    facts: &[Facts],
    found: &mut Vec<Overlap>,
) {
    for (one, other) in ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other))) {
        let (first, second) = (one.min(other), one.max(other));
        let known = found.iter().any(|pair| (pair.first, pair.second) == (first, second));
        if first != second && !known && methods(first, facts) & methods(second, facts) != 0 {
            found.push(Overlap { first, second, witness: place.path() });
        }
    }
}

fn route_of(accept: &Accept) -> usize {
    accept.route
}

fn methods(route: usize, facts: &[Facts]) -> u64 {
    facts.get(route).map_or(0, |facts| facts.methods)
}

/// Whether `cover` answers some of what `route` would, and always does.
fn may_cover(cover: usize, route: usize, facts: &[Facts]) -> bool {
    let refuses = facts.get(cover).is_none_or(|facts| facts.refuses);
    cover < route && !refuses && methods(cover, facts) & methods(route, facts) != 0
}

/// Adds the routes among some accepts at one place that answer some method there.
fn answering<'a>(
    accepts: impl IntoIterator<Item = &'a [Accept]>,
    facts: &[Facts],
    alive: &mut [bool],
) {
    let mut routes: Vec<usize> = accepts.into_iter().flatten().map(route_of).collect();
    routes.sort_unstable();
    let mut covered = 0;
    for route in routes {
        if methods(route, facts) & !covered != 0 {
            alive.iter_mut().skip(route).take(1).for_each(|alive| *alive = true);
        }
        if facts.get(route).is_some_and(|facts| !facts.refuses) {
            covered |= methods(route, facts);
        }
    }
}

/// The states that a path leads to: its first character is no slash.
fn reached(dfa: &Dfa) -> Vec<bool> {
    let mut reached = vec![false; dfa.states.len()];
    let mut queue: Vec<usize> = Vec::new();
    let mark = |target: usize, reached: &mut Vec<bool>, queue: &mut Vec<usize>| {
        if let Some(place) = reached.get_mut(target).filter(|place| !**place) {
            *place = true;
            queue.push(target);
        }
    };
    let first = dfa.states.first().map(|state| state.edges.as_slice()).unwrap_or_default();
    for edge in first.iter().filter(|edge| edge.class.single() != Some('/')) {
        mark(edge.target, &mut reached, &mut queue);
    }
    while let Some(state) = queue.pop().and_then(|state| dfa.states.get(state)) {
        for edge in &state.edges {
            mark(edge.target, &mut reached, &mut queue);
        }
    }
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    reached
}

/// The parts of a plan that are automata.
struct Automata<'a> {
    parts: Vec<Automaton<'a>>,
}

struct Automaton<'a> {
    routes: &'a [usize],
    dfa: &'a Dfa,
}

impl<'a> Automata<'a> {
    fn of(plan: &'a Plan) -> Self {
        let automata = plan.parts.iter().filter_map(|part| match part {
            Part::Automaton { routes, dfa, .. } => Some(Automaton { routes, dfa }),
            Part::Regex { .. } => None,
        });
        Automata { parts: automata.collect() }
    }

    /// The automata beside one part that have routes which may cover some of `routes`.
    fn others(&self, number: usize, routes: &[usize], facts: &[Facts]) -> Vec<&'a Dfa> {
        let covers = |part: &&Automaton<'_>| {
            let covers =
                |cover: &usize| routes.iter().any(|route| may_cover(*cover, *route, facts));
            part.routes.iter().any(covers)
        };
        let beside = self.parts.iter().enumerate().filter(|(other, _)| *other != number);
        beside.map(|(_, part)| part).filter(covers).map(|part| part.dfa).collect()
    }

    /// Those of the routes of one part that the other parts cover, as far as there is time to find
    /// out.
    fn dead_beside_others(
        &self,
        number: usize,
        routes: &[usize],
        facts: &[Facts],
        budget: &mut usize,
    ) -> Vec<usize> {
        let others = self.others(number, routes, facts);
        let part = self.parts.get(number).filter(|_| !others.is_empty());
        let Some(part) = part else { return Vec::new() };
        let mut alive = vec![false; facts.len()];
        let left = |alive: &[bool]| -> Vec<usize> {
            let is_dead = |route: &&usize| alive.get(**route) == Some(&false);
            routes.iter().filter(is_dead).copied().collect()
        };
        // Nearly all routes are alive, and at the first path that is tried.
        let all = walk(&[part.dfa], false, budget, |place| {
            let own = place.accepts().into_iter().filter(|accepts| !accepts.is_empty());
            let own: Vec<&[Accept]> = own.collect();
            if own.iter().any(|accepts| accepts.iter().any(|it| !is_alive(it.route, &alive))) {
                let beside = others.iter().map(|dfa| place.accepted_by(dfa));
                answering(own.into_iter().chain(beside), facts, &mut alive);
            }
            true
        });
        let doubtful = left(&alive);
        if !all || doubtful.is_empty() {
            return Vec::new();
        }
        let others = self.others(number, &doubtful, facts);
        let dfas: Vec<&Dfa> = std::iter::once(part.dfa).chain(others).collect();
        let all = walk(&dfas, false, budget, |place| {
            let accepts = place.accepts();
            if accepts.first().is_some_and(|list| !list.is_empty()) {
                answering(accepts, facts, &mut alive);
            }
            doubtful.iter().any(|route| !is_alive(*route, &alive))
        });
        if all { left(&alive) } else { Vec::new() }
    }
}

fn is_alive(route: usize, alive: &[bool]) -> bool {
    alive.get(route).copied().unwrap_or(true)
}

/// A place where a dead route matches: the routes that cover it, and a path to it.
type Covered = (Vec<usize>, String);

/// For each route of `dead`, which the first automaton has, the places where it matches.
fn covers(
    dfas: &[&Dfa],
    facts: &[Facts],
    dead: &[usize],
    budget: &mut usize,
) -> Option<Vec<Vec<Covered>>> {
    let mut found: Vec<Vec<Covered>> = vec![Vec::new(); dead.len()];
    let all = walk(dfas, false, budget, |place| {
        let accepts = place.accepts();
        let routes: Vec<usize> = accepts.iter().flat_map(|list| *list).map(route_of).collect();
        for (route, places) in dead.iter().zip(&mut found) {
            if routes.contains(route) {
                let covering = |cover: &usize| may_cover(*cover, *route, facts);
                places.push((routes.iter().copied().filter(covering).collect(), place.path()));
            }
        }
        true
    });
    all.then_some(found)
}

fn cause(route: usize, dfa: &Dfa, places: &[Covered], facts: &[Facts]) -> Cause {
    if places.is_empty() {
        let matches = dfa.states.iter().flat_map(|state| &state.accepts).map(route_of);
        let behind_slash = matches.into_iter().any(|accepted| accepted == route);
        return if behind_slash { Cause::LeadingSlash } else { Cause::Nothing };
    }
    let mut chosen: Vec<usize> = places.iter().flat_map(|(covers, _)| covers).copied().collect();
    chosen.sort_unstable();
    chosen.dedup();
    let wanted = methods(route, facts);
    let enough = |chosen: &[usize]| {
        places.iter().all(|(covers, _)| {
            let of = covers.iter().filter(|cover| chosen.contains(cover));
            of.fold(0, |sum, cover| sum | methods(*cover, facts)) & wanted == wanted
        })
    };
    if let Some(one) = chosen.iter().copied().find(|one| enough(&[*one])) {
        chosen = vec![one];
    }
    for one in chosen.clone() {
        let without: Vec<usize> = chosen.iter().copied().filter(|other| *other != one).collect();
        if enough(&without) {
            chosen = without;
        }
    }
    let witness = |cover: usize| {
        let place = places.iter().find(|(covers, _)| covers.contains(&cover))?;
        Some((cover, place.1.clone()))
    };
    Cause::Covered(chosen.into_iter().filter_map(witness).collect())
}

#[cfg(test)]
mod tests;
