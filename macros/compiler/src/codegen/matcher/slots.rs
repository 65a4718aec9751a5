//! Slots for captures: which place of the answer's array each group of each route has.

use std::collections::{BTreeMap, BTreeSet};

use crate::automaton::Dfa;

/// A group: the route and the group's place in its pattern.
type Group = (usize, usize);

/// The slots of all groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    /// For each route, the slot of each of its groups.
    pub of: Vec<Vec<usize>>,
    /// How many slots there are.
    pub count: usize,
}

impl Slots {
    /// Gives each group the slot of its own number, unless another route that matches the same
    /// path has something else there; then the first slot that is free.
    ///
    /// `groups` says how many groups each route has.
    #[must_use]
    pub fn assign(groups: &[usize], automata: &[&Dfa]) -> Slots {
        let conflicts = conflicts(automata);
        let mut slots: BTreeMap<Group, usize> = BTreeMap::new();
        let mut of = Vec::with_capacity(groups.len());
        for (route, count) in groups.iter().enumerate() {
            let mut own = Vec::with_capacity(*count);
            for group in 0..*count {
                let rivals = conflicts.get(&(route, group)).into_iter().flatten();
                let mut taken: BTreeSet<usize> =
                    rivals.filter_map(|rival| slots.get(rival)).copied().collect();
                taken.extend(&own);
                let free = (group..).chain(0..group).find(|slot| !taken.contains(slot));
                let slot = free.unwrap_or(group);
                slots.insert((route, group), slot);
                own.push(slot);
            }
            of.push(own);
        }
        let count = slots.values().max().map_or(0, |slot| slot + 1);
        Slots { of, count }
    }
}

/// The groups of other routes that capture something else where both routes match.
fn conflicts(automata: &[&Dfa]) -> BTreeMap<Group, BTreeSet<Group>> {
    let mut conflicts: BTreeMap<Group, BTreeSet<Group>> = BTreeMap::new();
    for state in automata.iter().flat_map(|dfa| &dfa.states) {
        let captures: Vec<_> = state
            .accepts
            .iter()
            .flat_map(|a| a.captures.iter().enumerate().map(|(g, ends)| ((a.route, g), *ends)))
            .collect();
        for (group, ends) in &captures {
            for (other, others_ends) in &captures {
                if group.0 != other.0 && ends != others_ends {
                    conflicts.entry(*group).or_default().insert(*other);
                }
            }
        }
    }
    conflicts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automaton::{Accept, State, Value};

    type Capture = Option<(Value, Value)>;

    fn ending_in(accepts: &[(usize, Vec<Capture>)]) -> Dfa {
        let accepts =
            accepts.iter().map(|(route, c)| Accept { route: *route, captures: c.clone() });
        Dfa { states: vec![State { accepts: accepts.collect(), ..State::default() }] }
    }

    const WHOLE: Capture = Some((Value::Register(0), Value::Here));
    const START: Capture = Some((Value::Register(0), Value::Register(1)));

    #[test]
    fn a_group_has_the_slot_of_its_number() {
        let apart = ending_in(&[(0, vec![WHOLE, START])]);
        let slots = Slots::assign(&[2, 1], &[&apart]);
        assert_eq!(slots, Slots { of: vec![vec![0, 1], vec![0]], count: 2 });
    }

    #[test]
    fn equal_captures_of_two_routes_share_a_slot() {
        let both = ending_in(&[(0, vec![WHOLE]), (1, vec![WHOLE])]);
        assert_eq!(Slots::assign(&[1, 1], &[&both]).count, 1);
    }

    #[test]
    fn different_captures_of_two_routes_do_not() {
        let both = ending_in(&[(0, vec![WHOLE]), (1, vec![START]), (2, vec![None])]);
        let slots = Slots::assign(&[1, 1, 1], &[&both]);
        assert_eq!(slots, Slots { of: vec![vec![0], vec![1], vec![2]], count: 3 });
    }
}
