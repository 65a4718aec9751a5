//! A walk over several automata side by side: the product construction, made as far as it is
//! needed, breadth-first, so that the first path found to a place is a shortest one.

use super::super::dfa::{Accept, Dfa};
use super::super::hash::Set;

/// Where an automaton has no way on.
const DEAD: usize = usize::MAX;

/// A place in a walk: a state for each automaton.
pub(super) struct Walk<'a> {
    /// The state of each automaton, or [`DEAD`].
    states: &'a [usize],
    dfas: &'a [&'a Dfa],
    nodes: &'a [Node],
    node: usize,
}

struct Node {
    states: Vec<usize>,
    from: usize,
    by: char,
}

impl Walk<'_> {
    /// What each automaton accepts here.
    #[must_use]
    pub(super) fn accepts(&self) -> Vec<&[Accept]> {
        let states = self.dfas.iter().zip(self.states);
        states
            .map(|(dfa, state)| dfa.states.get(*state).map_or(&[][..], |state| &state.accepts))
            .collect()
    }

    /// A shortest path to this place, with as readable characters as there are, as one writes it:
    /// with its leading slash, and percent signs for what cannot be seen.
    #[must_use]
    pub(super) fn path(&self) -> String {
        let mut path = String::from("/");
        for c in self.characters() {
            if c.is_ascii_graphic() && !"%?#".contains(c) || c.is_alphanumeric() {
                path.push(c);
            } else {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    path.push_str(&format!("%{byte:02X}"));
                }
            }
        }
        path
    }

    /// What another automaton accepts at the end of that path.
    pub(super) fn accepted_by<'d>(&self, dfa: &'d Dfa) -> &'d [Accept] {
        let end = self.characters().into_iter().try_fold(0, |state, c| {
            let edges = &dfa.states.get(state)?.edges;
            edges.iter().find(|edge| edge.class.contains(c)).map(|edge| edge.target)
        });
        let end = end.and_then(|state| dfa.states.get(state));
        end.map(|state| state.accepts.as_slice()).unwrap_or_default()
    }

    fn characters(&self) -> Vec<char> {
        let mut characters = Vec::new();
        let mut at = self.node;
        while let Some(node) = self.nodes.get(at).filter(|_| at != 0) {
            characters.push(node.by);
            at = node.from;
        }
        characters.reverse();
        characters
    }
}

/// Visits every place that a path leads to where the first automaton is alive, and with
/// `together` all are. A path begins with no slash. Stops when `visit` says so; false when the
/// budget, in ranges of characters compared, ended first.
pub(super) fn walk(
    dfas: &[&Dfa],
    together: bool,
    budget: &mut usize,
    mut visit: impl FnMut(&Walk<'_>) -> bool,
) -> bool {
    let start = Node { states: vec![0; dfas.len()], from: 0, by: '/' };
    let mut seen: Set<Vec<usize>> = Set::default();
    let mut nodes = vec![start];
    let mut node = 0;
    while let Some(states) = nodes.get(node).map(|node| node.states.clone()) {
        if !visit(&Walk { states: &states, dfas, nodes: &nodes, node }) {
            return true;
        }
        for (class, states) in steps(dfas, &states, together, node == 0, budget) {
            if seen.insert(states.clone()) {
                nodes.push(Node { states, from: node, by: readable(&class) });
            }
        }
        if *budget == 0 {
            return false;
        }
        node += 1;
    }
    true
}

/// Characters as ranges of their numbers.
type Ranges = Vec<(u32, u32)>;

/// The ways on from a place: the characters, and where they lead.
fn steps(
    dfas: &[&Dfa],
    states: &[usize],
    together: bool,
    at_start: bool,
    budget: &mut usize,
) -> Vec<(Ranges, Vec<usize>)> {
    let all = vec![(0, u32::from(char::MAX))];
    let mut ways = vec![(all, Vec::new())];
    if at_start {
        let slash = [(u32::from('/'), u32::from('/'))];
        ways = ways.into_iter().map(|(class, to)| (split(&class, &slash).1, to)).collect();
    }
    for (number, (dfa, state)) in dfas.iter().zip(states).enumerate() {
        let edges = dfa.states.get(*state).map(|state| state.edges.as_slice()).unwrap_or_default();
        let edges: Vec<(Ranges, usize)> =
            edges.iter().map(|edge| (numbers(edge.class.ranges()), edge.target)).collect();
        let must = together || number == 0;
        let mut next = Vec::new();
        for (mut rest, to) in ways {
            for (class, target) in &edges {
                *budget = budget.saturating_sub(rest.len() + class.len());
                let (common, left) = split(&rest, class);
                if !common.is_empty() {
                    next.push((common, to.iter().copied().chain([*target]).collect()));
                }
                rest = left;
            }
            if !must && !rest.is_empty() {
                next.push((rest, to.iter().copied().chain([DEAD]).collect()));
            }
        }
        ways = next;
    }
    ways
}

fn numbers(ranges: &[(char, char)]) -> Ranges {
    ranges.iter().map(|&(start, end)| (u32::from(start), u32::from(end))).collect()
}

/// The characters of `a` that are in `b`, and those that are not.
fn split(a: &[(u32, u32)], b: &[(u32, u32)]) -> (Ranges, Ranges) {
    if a == b {
        return (a.to_vec(), Vec::new());
    }
    let (mut common, mut rest) = (Vec::new(), Vec::new());
    let mut others = b.iter().copied().peekable();
    for &(mut start, end) in a {
        while others.peek().is_some_and(|other| other.1 < start) {
            others.next();
        }
        let mut taken = false;
        while let Some(&(from, to)) = others.peek().filter(|other| other.0 <= end) {
            add(&mut rest, start, from.checked_sub(1));
            add(&mut common, start.max(from), Some(end.min(to)));
            start = start.max(to.saturating_add(1));
            taken = to >= end;
            if taken {
                break;
            }
            others.next();
        }
        if !taken {
            add(&mut rest, start, Some(end));
        }
    }
    (common, rest)
}

/// Adds a range, if there is a character in it: the surrogates are none.
fn add(ranges: &mut Ranges, start: u32, end: Option<u32>) {
    let Some(end) = end.filter(|end| start <= *end) else { return };
    if start < 0xD800 || end > 0xDFFF {
        ranges.push((start, end));
    }
}

/// The most readable character of some: a small letter if there is one.
fn readable(ranges: &[(u32, u32)]) -> char {
    let has = |c: char| ranges.iter().any(|(start, end)| (*start..=*end).contains(&u32::from(c)));
    let plain = ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(['-', '_', '.', '~', '/']);
    let visible = plain.chain('!'..='~');
    let starts = || ranges.iter().filter_map(|(start, _)| char::from_u32(*start));
    visible
        .into_iter()
        .find(|c| has(*c))
        .or_else(|| starts().find(|c| c.is_alphanumeric()))
        .or_else(|| starts().next())
        .unwrap_or('\u{E000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_split_into_what_is_common_and_what_is_not() {
        let (common, rest) = split(&[(10, 20), (30, 40)], &[(0, 12), (15, 16), (20, 35), (40, 99)]);
        assert_eq!(common, [(10, 12), (15, 16), (20, 20), (30, 35), (40, 40)]);
        assert_eq!(rest, [(13, 14), (17, 19), (36, 39)]);
        assert_eq!(split(&[(1, 3)], &[(1, 3)]), (vec![(1, 3)], vec![]));
        assert_eq!(split(&[(1, 3)], &[]), (vec![], vec![(1, 3)]));
    }

    #[test]
    fn surrogates_are_no_characters() {
        let all = [(0, 0x10_FFFF)];
        let (_, rest) = split(&all, &[(0, 0xD7FF), (0xE000, 0x10_FFFF)]);
        assert_eq!(rest, []);
    }

    #[test]
    fn small_letters_are_the_most_readable() {
        assert_eq!(readable(&[(0, 0x10_FFFF)]), 'a');
        assert_eq!(readable(&[(0x30, 0x5A)]), '0');
        assert_eq!(readable(&[(0xE8, 0x2FF)]), 'è');
        assert_eq!(readable(&[(0x2028, 0x2029), (0x3B1, 0x3B9)]), 'α');
    }
}
