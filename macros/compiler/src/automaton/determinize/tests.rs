//! The subset construction on small tables.

use super::super::alphabet::Classes;
use super::*;
use crate::pattern::Pattern;

const AMPLE: Budget = Budget { states: 1_000, edges: 1_000, steps: 100_000 };

fn made(texts: &[&str], certain: &[bool], budget: Budget) -> Option<Determinized> {
    let mut classes = Classes::default();
    let patterns = texts.iter().map(|text| Pattern::parse(text).expect("it parses"));
    let nfas: Vec<Nfa> = patterns.map(|pattern| Nfa::new(&pattern, &mut classes)).collect();
    let alphabet = Alphabet::new(&classes, Context::NONE);
    let routes: Vec<(usize, &Nfa)> = nfas.iter().enumerate().collect();
    determinize(&routes, certain, &alphabet, budget).ok()
}

fn automaton(texts: &[&str], certain: &[bool]) -> Determinized {
    made(texts, certain, AMPLE).expect("it fits")
}

#[test]
fn a_loop_carries_no_stores() {
    let automaton = automaton(&["^(?<x>[^/]+)/$"], &[false]);
    let (at, state) = automaton
        .states
        .iter()
        .enumerate()
        .find(|(at, s)| s.edges.iter().any(|e| e.target == *at))
        .expect("a loop");
    let around = state.edges.iter().find(|edge| edge.target == at).expect("a loop");
    assert_eq!(around.moves, [Value::Register(0)]);
}

#[test]
fn routes_share_the_registers_of_their_common_prefix() {
    let both = ["^r/(?<a>[^/]+)/x$", "^r/(?<b>[^/]+)/y$"];
    let automaton = automaton(&both, &[false, false]);
    let most = automaton.states.iter().map(|state| state.registers).max();
    assert_eq!(most, Some(2));
    let untagged = made(&["^r/[^/]+/x$", "^r/[^/]+/y$"], &[false, false], AMPLE);
    assert_eq!(untagged.map(|plain| plain.states.len()), Some(automaton.states.len()));
}

#[test]
fn a_certain_route_hides_later_ones() {
    let routes = |certain| -> Vec<Vec<usize>> {
        let automaton = automaton(&["^a", "^ab$"], &[certain, false]);
        let accepts = automaton.states.iter().map(|state| &state.accepts);
        accepts.map(|all| all.iter().map(|accept| accept.route).collect()).collect()
    };
    assert!(routes(false).contains(&vec![0, 1]));
    assert!(routes(true).iter().flatten().all(|route| *route == 0));
    assert_eq!(routes(true).len(), 2);
}

#[test]
fn a_group_that_took_no_part_has_no_place() {
    let automaton = automaton(&["^(?:(?<a>x)|(?<b>y))$"], &[false]);
    let captures: Vec<Vec<bool>> = automaton
        .states
        .iter()
        .flat_map(|state| &state.accepts)
        .map(|accept| accept.captures.iter().map(Option::is_some).collect())
        .collect();
    assert_eq!(captures, [[true, false], [false, true]]);
}

#[test]
fn a_construction_beyond_its_budget_is_given_up() {
    assert!(made(&["^.*a.{4}$"], &[false], AMPLE).is_some());
    assert!(made(&["^.*a.{16}$"], &[false], AMPLE).is_none());
    assert!(made(&["^(?:a?){500}$"], &[false], AMPLE).is_none());
    assert!(made(&["^(?:[ab]c|[de]f)$"], &[false], Budget { edges: 4, ..AMPLE }).is_some());
    assert!(made(&["^(?:[ab]c|[de]f)$"], &[false], Budget { edges: 3, ..AMPLE }).is_none());
}
