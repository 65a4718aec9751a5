//! Which nodes get functions of their own.

use super::class::Classes;
use super::graph::{Arc, Graph, Place};

/// Functions are kept under about so many lines.
const LINES: usize = 80;
/// So few lines are written again where they are needed, rather than called.
const COPY: usize = 12;

/// About how many lines the code of each node takes.
struct Sizes {
    /// In the function where it stands.
    inline: Vec<usize>,
    /// With the parts that were moved to functions.
    whole: Vec<usize>,
}

impl Graph<'_> {
    /// Decides which nodes get functions, from the ends of the automaton to its start.
    pub(super) fn place(&mut self, order: &[Vec<usize>], classes: &Classes) {
        let mut incoming = vec![0_usize; self.nodes.len()];
        for arc in order.iter().flatten().flat_map(|number| &self.node(*number).arcs) {
            incoming.iter_mut().skip(arc.target).take(1).for_each(|count| *count += 1);
        }
        let mut sizes =
            Sizes { inline: vec![0; self.nodes.len()], whole: vec![0; self.nodes.len()] };
        for &number in order.iter().flatten() {
            let whole = self.measure(number, &sizes.whole, classes, true);
            let inline = self.cut(number, &sizes, classes);
            set(&mut sizes.whole, number, whole);
            set(&mut sizes.inline, number, inline);
            let again = get(&incoming, number).saturating_sub(1);
            // Where the rest of the path is any, the offset does not matter any more.
            let any = self.node(number).repeat.is_some_and(|repeat| repeat.class.is_any());
            if self.node(number).place == Place::Inline && again * whole > COPY && !any {
                set_place(self, number, Place::Shared);
            }
        }
    }

    /// Moves the largest nodes after this one to functions, until what is left is short enough.
    fn cut(&mut self, number: usize, sizes: &Sizes, classes: &Classes) -> usize {
        let in_cycle = matches!(self.node(number).place, Place::Cycle(_));
        loop {
            let total = self.measure(number, &sizes.inline, classes, false);
            if total <= if in_cycle { COPY } else { LINES } {
                return total;
            }
            match self.largest_part(number, &sizes.inline) {
                Some(part) if get(&sizes.inline, part) > COPY => {
                    set_place(self, part, Place::Part);
                }
                _ => return total,
            }
        }
    }

    fn measure(&self, number: usize, sizes: &[usize], classes: &Classes, whole: bool) -> usize {
        let node = self.node(number);
        let accept = match (node.accepts.len(), node.arcs.len()) {
            (0, _) => 0,
            (_, 0) => 2,
            _ => 4,
        };
        let arcs = match node.arcs.as_slice() {
            [] => 0,
            [arc] => usize::from(!self.continues(arc, classes)),
            arcs => 2 + 2 * arcs.len(),
        };
        let after = node.arcs.iter().map(|arc| match self.node(arc.target).place {
            Place::Inline => get(sizes, arc.target),
            Place::Part if whole => get(sizes, arc.target),
            _ => 1,
        });
        after.fold(accept + arcs + usize::from(node.repeat.is_some()), usize::saturating_add)
    }

    /// Whether the arc's character stands in the same literal as the one after it.
    fn continues(&self, arc: &Arc<'_>, classes: &Classes) -> bool {
        let literal = |arc: &Arc<'_>| classes.single(arc.class).is_some();
        literal(arc) && self.is_link(arc.target) && self.node(arc.target).arcs.iter().all(literal)
    }

    /// Whether a node has one way out and nothing else.
    pub(super) fn is_link(&self, number: usize) -> bool {
        let node = self.node(number);
        node.place == Place::Inline
            && node.repeat.is_none()
            && node.accepts.is_empty()
            && node.arcs.len() == 1
    }

    /// The largest of the nodes after this one that can be moved.
    fn largest_part(&self, number: usize, sizes: &[usize]) -> Option<usize> {
        let mut parts = Vec::new();
        let mut arcs: Vec<&Arc<'_>> = self.node(number).arcs.iter().rev().collect();
        while let Some(mut arc) = arcs.pop() {
            // A literal stays where it is: what is moved begins after it.
            while self.is_link(arc.target) {
                let Some(next) = self.node(arc.target).arcs.first() else { break };
                arc = next;
            }
            let node = self.node(arc.target);
            if node.place != Place::Inline {
                continue;
            }
            // So does the first character of a repeat.
            if node.repeat.is_some_and(|repeat| repeat.class == arc.class) {
                arcs.extend(node.arcs.iter().rev());
            } else {
                parts.push(arc.target);
            }
        }
        // Of several that are as large, the first.
        parts.into_iter().rev().max_by_key(|part| get(sizes, *part))
    }
}

fn set_place(graph: &mut Graph<'_>, number: usize, place: Place) {
    if let Some(node) = graph.nodes.get_mut(number) {
        node.place = place;
    }
}

fn get(sizes: &[usize], number: usize) -> usize {
    sizes.get(number).copied().unwrap_or_default()
}

fn set(sizes: &mut [usize], number: usize, size: usize) {
    sizes.iter_mut().skip(number).take(1).for_each(|old| *old = size);
}
