//! Runs of like states, such as those of `\d{1,3}`: they differ only in how many characters may
//! still follow, so one node with a limited repeat stands for them.

use super::class::Class;
use super::graph::{Arc, Node, Repeat, keeps};

/// What follows a state in a run, and the class between them.
type Next = Option<(usize, Class)>;

/// Makes the first state of every run a node that stands for the whole run.
pub(super) fn collapse(nodes: &mut [Node<'_>]) {
    let next: Vec<Next> = (0..nodes.len()).map(|number| next(number, nodes)).collect();
    for (start, follows) in next.iter().enumerate() {
        let Some((_, class)) = *follows else { continue };
        let Some((last, limit)) = walk(start, class, &next) else { continue };
        let Some(arcs) = nodes.get(last).map(|node| node.arcs.clone()) else { continue };
        if let Some(node) = nodes.get_mut(start) {
            node.arcs = arcs;
            node.repeat = Some(Repeat { class, limit: Some(limit) });
        }
    }
}

/// The last state of the run, and how many characters lead there.
fn walk(start: usize, class: Class, next: &[Next]) -> Option<(usize, usize)> {
    let (mut last, mut limit) = (start, 0);
    loop {
        match next.get(last)? {
            Some((after, same)) if *same == class => (last, limit) = (*after, limit + 1),
            // The first state of another run: its ways out may have been rewritten.
            Some(_) => return None,
            None => return Some((last, limit)),
        }
        if limit > next.len() {
            return None;
        }
    }
}

fn next(number: usize, nodes: &[Node<'_>]) -> Next {
    let node = nodes.get(number)?;
    node.arcs.iter().find_map(|arc| {
        let target = nodes.get(arc.target)?;
        let alike = arc.target != number
            && arc.keyword.is_none()
            && node.repeat.is_none()
            && target.repeat.is_none()
            && target.live == node.live
            && keeps(arc.moves, &node.live)
            && target.accepts == node.accepts
            && without(arc.class, node).eq(without(arc.class, target));
        // Where the run must not end early it is a literal or has a fixed length.
        let early = !node.accepts.is_empty() || node.arcs.len() > 1;
        // `/?$` has a step of its own.
        let slash = arc.class.single_byte() == Some(b'/') && target.arcs.is_empty();
        (alike && early && !slash).then_some((arc.target, arc.class))
    })
}

fn without<'n, 'a>(class: Class, node: &'n Node<'a>) -> impl Iterator<Item = &'n Arc<'a>> {
    node.arcs.iter().filter(move |arc| arc.class != class)
}
