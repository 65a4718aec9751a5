//! Minimisation by partition refinement.
//!
//! States are put together as long as nothing tells them apart, and apart as soon as one symbol
//! leads them to states that are apart, or moves their registers differently. After a split only
//! the states that lead into the smaller parts are looked at again.

use std::collections::{BTreeMap, VecDeque};

use super::alphabet::Spelling;
use super::determinize::Determinized;
use super::dfa::{Accept, Dfa, Edge, State, Value};
use super::hash::Map;
use super::symbols::Symbols;

/// The smallest automaton that does the same, its states numbered breadth-first.
#[must_use]
pub fn minimize(mut automaton: Determinized, spelling: &mut Spelling<'_>) -> Dfa {
    drop_dead(&mut automaton);
    let blocks = Partition::refined(&automaton).blocks;
    quotient(&automaton, &blocks, spelling)
}

/// Drops the edges to states from which nothing is accepted.
fn drop_dead(automaton: &mut Determinized) {
    let before = predecessors(automaton);
    let mut alive: Vec<bool> =
        automaton.states.iter().map(|state| !state.accepts.is_empty()).collect();
    let mut todo: Vec<usize> =
        alive.iter().enumerate().filter(|(_, alive)| **alive).map(|(at, _)| at).collect();
    while let Some(at) = todo.pop() {
        for source in before.get(at).into_iter().flatten() {
            if let Some(alive) = alive.get_mut(*source).filter(|alive| !**alive) {
                *alive = true;
                todo.push(*source);
            }
        }
    }
    for state in &mut automaton.states {
        state.edges.retain(|edge| alive.get(edge.target).copied().unwrap_or(false));
    }
}

/// For each state, those with an edge to it.
fn predecessors(automaton: &Determinized) -> Vec<Vec<usize>> {
    let mut before = vec![Vec::new(); automaton.states.len()];
    for (at, state) in automaton.states.iter().enumerate() {
        for edge in &state.edges {
            if let Some(sources) = before.get_mut(edge.target) {
                sources.push(at);
            }
        }
    }
    before
}

/// What a state does: where its edges lead, by block and moves.
type Signature = BTreeMap<(usize, usize), Symbols>;

struct Partition<'a> {
    automaton: &'a Determinized,
    /// For each state, the numbers of its edges' moves.
    moves: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    /// For each state, its block.
    blocks: Vec<usize>,
    /// For each block, its states.
    members: Vec<Vec<usize>>,
    /// For each block, those of its states that have to be looked at again.
    doubtful: Vec<Vec<usize>>,
    queue: VecDeque<usize>,
}

impl<'a> Partition<'a> {
    fn refined(automaton: &'a Determinized) -> Self {
        let mut partition = Partition {
            automaton,
            moves: numbered_moves(automaton),
            before: predecessors(automaton),
            blocks: Vec::new(),
            members: Vec::new(),
            doubtful: Vec::new(),
            queue: VecDeque::new(),
        };
        partition.begin();
        while let Some(block) = partition.queue.pop_front() {
            partition.split(block);
        }
        partition
    }

    /// Puts together all states that nothing tells apart at first sight: what they accept, and
    /// what they do to registers on which symbols.
    fn begin(&mut self) {
        type Sight<'s> = (usize, &'s [Accept], BTreeMap<usize, Symbols>);
        let mut numbers: Map<Sight<'_>, usize> = Map::default();
        for (at, state) in self.automaton.states.iter().enumerate() {
            let mut shape: BTreeMap<usize, Symbols> = BTreeMap::new();
            for (edge, moves) in state.edges.iter().zip(self.moves.get(at).into_iter().flatten()) {
                merge(&mut shape, *moves, &edge.symbols);
            }
            let next = numbers.len();
            let sight = (state.registers, state.accepts.as_slice(), shape);
            let block = *numbers.entry(sight).or_insert(next);
            if block == self.members.len() {
                self.members.push(Vec::new());
            }
            self.blocks.push(block);
            if let Some(members) = self.members.get_mut(block) {
                members.push(at);
            }
        }
        self.doubtful = self.members.clone();
        self.queue = (0..self.members.len()).collect();
    }

    /// Splits a block by what its doubtful states do. Those not in doubt do all the same.
    fn split(&mut self, block: usize) {
        let Some(mut doubtful) = self.doubtful.get_mut(block).map(std::mem::take) else {
            return;
        };
        let Some(members) = self.members.get(block) else {
            return;
        };
        if members.len() < 2 {
            return;
        }
        doubtful.sort_unstable();
        doubtful.dedup();
        let others: Vec<usize> =
            members.iter().copied().filter(|at| doubtful.binary_search(at).is_err()).collect();
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut numbers: Map<Signature, usize> = Map::default();
        if let Some(first) = others.first() {
            numbers.insert(self.signature(*first), 0);
            parts.push(others);
        }
        for at in doubtful {
            let number = *numbers.entry(self.signature(at)).or_insert(parts.len());
            match parts.get_mut(number) {
                Some(part) => part.push(at),
                None => parts.push(vec![at]),
            }
        }
        self.separate(block, parts);
    }

    /// The largest part keeps the block, the others get blocks of their own.
    fn separate(&mut self, block: usize, mut parts: Vec<Vec<usize>>) {
        let sizes = parts.iter().map(Vec::len).enumerate();
        let Some((largest, _)) = sizes.max_by_key(|(at, len)| (*len, usize::MAX - at)) else {
            return;
        };
        if let Some(members) = self.members.get_mut(block) {
            *members = parts.swap_remove(largest);
        }
        for part in &parts {
            for at in part {
                if let Some(place) = self.blocks.get_mut(*at) {
                    *place = self.members.len();
                }
            }
            self.members.push(part.clone());
            self.doubtful.push(Vec::new());
        }
        for at in parts.iter().flatten() {
            for source in self.before.get(*at).into_iter().flatten() {
                let Some(block) = self.blocks.get(*source) else {
                    continue;
                };
                if let Some(doubtful) = self.doubtful.get_mut(*block) {
                    if doubtful.is_empty() {
                        self.queue.push_back(*block);
                    }
                    doubtful.push(*source);
                }
            }
        }
    }

    fn signature(&self, at: usize) -> Signature {
        let mut signature = Signature::new();
        let edges = self.automaton.states.get(at).into_iter().flat_map(|state| &state.edges);
        for (edge, moves) in edges.zip(self.moves.get(at).into_iter().flatten()) {
            let block = self.blocks.get(edge.target).copied().unwrap_or_default();
            merge(&mut signature, (block, *moves), &edge.symbols);
        }
        signature
    }
}

/// Numbers the moves of all edges, equal ones alike.
fn numbered_moves(automaton: &Determinized) -> Vec<Vec<usize>> {
    let mut numbers: Map<&[Value], usize> = Map::default();
    let mut numbered = Vec::with_capacity(automaton.states.len());
    for state in &automaton.states {
        let of_state = state.edges.iter().map(|edge| {
            let next = numbers.len();
            *numbers.entry(edge.moves.as_slice()).or_insert(next)
        });
        numbered.push(of_state.collect());
    }
    numbered
}

fn merge<K: Ord>(map: &mut BTreeMap<K, Symbols>, key: K, symbols: &Symbols) {
    match map.get_mut(&key) {
        Some(known) => known.add(symbols),
        None => {
            map.insert(key, symbols.clone());
        }
    }
}

/// The automaton whose states are blocks.
fn quotient(automaton: &Determinized, blocks: &[usize], spelling: &mut Spelling<'_>) -> Dfa {
    let mut numbers: Map<usize, usize> = Map::default();
    let mut order: Vec<usize> = Vec::new();
    let mut dfa = Dfa::default();
    if let Some(block) = blocks.first() {
        numbers.insert(*block, 0);
        order.push(0);
    }
    while let Some(state) = order.get(dfa.states.len()).and_then(|at| automaton.states.get(*at)) {
        let mut edges: BTreeMap<(usize, &[Value]), (usize, Symbols)> = BTreeMap::new();
        for edge in &state.edges {
            let block = blocks.get(edge.target).copied().unwrap_or_default();
            let known = edges.entry((block, &edge.moves));
            let known = known.or_insert_with(|| (edge.target, edge.symbols.clone()));
            known.1.add(&edge.symbols);
        }
        let mut sorted: Vec<_> = edges.into_iter().collect();
        sorted.sort_by_key(|(_, (_, symbols))| symbols.first());
        let mut made =
            State { registers: state.registers, edges: Vec::new(), accepts: state.accepts.clone() };
        for ((block, moves), (target, symbols)) in sorted {
            let target = *numbers.entry(block).or_insert_with(|| {
                order.push(target);
                order.len() - 1
            });
            let class = spelling.class(&symbols);
            made.edges.push(Edge { class, target, moves: moves.to_vec() });
        }
        dfa.states.push(made);
    }
    // A start from which nothing is accepted is no state at all.
    if dfa.states.len() == 1
        && dfa.states.iter().all(|s| s.accepts.is_empty() && s.edges.is_empty())
    {
        dfa.states.clear();
    }
    dfa
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Part, plan};
    use super::*;
    use crate::pattern::Pattern;

    fn dfa(texts: &[&str]) -> Dfa {
        let patterns: Vec<Pattern> =
            texts.iter().map(|text| Pattern::parse(text).expect("it parses")).collect();
        let plan = plan(&patterns, &vec![false; texts.len()], &Limits::default());
        match plan.parts.into_iter().next() {
            Some(Part::Automaton { dfa, .. }) => dfa,
            part => panic!("no automaton but {part:?}"),
        }
    }

    #[test]
    fn states_that_do_the_same_are_one() {
        assert_eq!(dfa(&["^(?:ab|cb)$"]).len(), 3);
        assert_eq!(dfa(&["^(?:a|b|cc*)*$"]).len(), 1);
        // An unrolled loop, and one that goes through two states.
        assert_eq!(dfa(&["^aaa*$"]), dfa(&["^aa+$"]));
        assert_eq!(dfa(&["^(?:aa)*$"]).len(), 2);
        assert_eq!(dfa(&["^(?:aaaa|aa)*$"]), dfa(&["^(?:aa)*$"]));
    }

    #[test]
    fn states_that_accept_different_routes_are_not_one() {
        assert_eq!(dfa(&["^ab$", "^cb$"]).len(), 5);
        assert_eq!(dfa(&["^(?<x>a)b$", "^cb$"]).len(), 5);
    }

    #[test]
    fn edges_to_nowhere_are_dropped() {
        let dead = dfa(&[r"^a(?:b|c[^\s\S])$"]);
        assert_eq!(dead, dfa(&["^ab$"]));
        assert!(dfa(&[r"^a[^\s\S]$"]).is_empty());
        assert_eq!(dfa(&["^$"]).len(), 1);
    }

    #[test]
    fn states_are_numbered_breadth_first() {
        let dfa = dfa(&["^(?:ax|by|cz)+$", "^d(?:e|f)g$"]);
        let mut met = 0;
        for state in &dfa.states {
            for edge in &state.edges {
                assert!(edge.target <= met + 1);
                met = met.max(edge.target);
            }
        }
        assert_eq!(met + 1, dfa.len());
    }

    #[test]
    fn an_edge_has_all_characters_that_do_the_same() {
        let dfa = dfa(&["^(?:[a-f]|[d-z]|é)$", "^0"]);
        let edges: Vec<_> = dfa.states.iter().map(|state| state.edges.len()).collect();
        assert_eq!(edges.first(), Some(&2));
    }
}
