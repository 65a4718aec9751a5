//! Liveness: the registers that are still read after a state. Others need no variable.

use crate::automaton::{Dfa, State, Value};

/// For each state, whether each of its registers is read.
pub(super) fn live(dfa: &Dfa) -> Vec<Vec<bool>> {
    let mut live: Vec<Vec<bool>> = dfa.states.iter().map(|s| vec![false; s.registers]).collect();
    // Most edges lead to higher numbers, so that going backwards few rounds are needed.
    loop {
        let mut changed = false;
        for (number, state) in dfa.states.iter().enumerate().rev() {
            let read = read(state, &live);
            if let Some(old) = live.get_mut(number) {
                changed |= *old != read;
                *old = read;
            }
        }
        if !changed {
            return live;
        }
    }
}

fn read(state: &State, live: &[Vec<bool>]) -> Vec<bool> {
    let mut read = vec![false; state.registers];
    let mut mark = |value: &Value| {
        if let Value::Register(register) = *value {
            read.iter_mut().skip(register).take(1).for_each(|read| *read = true);
        }
    };
    for (start, end) in state.accepts.iter().flat_map(|a| a.captures.iter().flatten()) {
        mark(start);
        mark(end);
    }
    for edge in &state.edges {
        let needed = live.get(edge.target).into_iter().flatten();
        edge.moves.iter().zip(needed).filter(|(_, live)| **live).for_each(|(v, _)| mark(v));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::live;
    use crate::automaton::{Accept, Dfa, Edge, State, Value};
    use crate::pattern::CharClass;

    #[test]
    fn a_register_lives_until_it_is_read_for_the_last_time() {
        let edge = |target, moves: &[Value]| Edge {
            class: CharClass::any(),
            target,
            moves: moves.to_vec(),
        };
        let captures = vec![Some((Value::Register(1), Value::Here))];
        let states = vec![
            State { edges: vec![edge(1, &[Value::Here, Value::Here])], ..State::default() },
            State {
                registers: 2,
                edges: vec![edge(2, &[Value::Register(0), Value::Register(1)])],
                ..State::default()
            },
            State {
                registers: 2,
                accepts: vec![Accept { route: 0, captures }],
                ..State::default()
            },
        ];
        assert_eq!(live(&Dfa { states }), [vec![], vec![false, true], vec![false, true]]);
    }
}
