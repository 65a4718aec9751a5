//! Words beside a class: in `users/new` and `users/[^/]+`, every letter of `new` is a state that
//! could still turn into the class. One arc that takes the whole word stands for them: where the
//! word is not there, the class begins anew before it.

use super::class::{Class, Classes};
use super::graph::{Arc, Keyword, Node, keeps};

/// Replaces the first arc of every such word by one that takes the whole word.
pub(super) fn join(nodes: &mut [Node<'_>], classes: &Classes) {
    let mut found = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        for (place, arc) in node.arcs.iter().enumerate() {
            let others = node.arcs.iter().filter(|other| *other != arc);
            let keyword = others.filter_map(|class| keyword(nodes, classes, arc, class)).next();
            found.extend(keyword.map(|(target, keyword)| (number, place, target, keyword)));
        }
    }
    for (number, place, target, keyword) in found {
        if let Some(arc) = nodes.get_mut(number).and_then(|node| node.arcs.get_mut(place)) {
            arc.target = target;
            arc.keyword = Some(keyword);
        }
    }
}

/// The word that begins with an arc beside an arc into a repeated class, and where it leads.
fn keyword(
    nodes: &[Node<'_>],
    classes: &Classes,
    first: &Arc<'_>,
    class: &Arc<'_>,
) -> Option<(usize, Keyword)> {
    let loops = nodes.get(class.target)?;
    let repeat = loops.repeat.filter(|repeat| repeat.limit.is_none())?;
    if !repeat.class.holds(first.class)
        || first.class.single_byte().is_none()
        || !same(first, class, &loops.live)
    {
        return None;
    }
    let mut target = first.target;
    let mut text = Vec::new();
    while let Some(arc) = only_other(nodes.get(target)?, class.target, loops, repeat.class) {
        text.push(classes.single(arc.class).and_then(|c| u8::try_from(c).ok())?);
        target = arc.target;
        if !keeps(arc.moves, &nodes.get(target)?.live) || text.len() > nodes.len() {
            return None;
        }
    }
    let text = String::from_utf8(text).ok().filter(|text| !text.is_empty())?;
    Some((target, Keyword { text, class: class.target }))
}

/// The only arc of a node that is not one of the loop's.
fn only_other<'n, 'a>(
    node: &'n Node<'a>,
    number: usize,
    loops: &Node<'a>,
    class: Class,
) -> Option<&'n Arc<'a>> {
    if node.repeat.is_some() || node.accepts != loops.accepts || node.live.len() < loops.live.len()
    {
        return None;
    }
    let is_loop = |arc: &&Arc<'_>| arc.target == number && keeps(arc.moves, &loops.live);
    let back = node.arcs.iter().find(is_loop)?;
    let is_exit = |arc: &&Arc<'a>| loops.arcs.contains(arc);
    let mut others = node.arcs.iter().filter(|arc| *arc != back && !is_exit(arc));
    let (only, more) = (others.next()?, others.next());
    let byte = only.class.single_byte()?;
    let whole = Class { ascii: back.class.ascii | 1 << byte, wide: back.class.wide };
    let complete = node.arcs.len() == loops.arcs.len() + 2;
    (more.is_none() && complete && whole == class).then_some(only)
}

/// Whether two arcs set the registers alike that are read later on.
fn same(one: &Arc<'_>, other: &Arc<'_>, live: &[bool]) -> bool {
    let value = |arc: &Arc<'_>, register: usize| arc.moves.get(register).copied();
    let read = live.iter().enumerate().filter(|(_, live)| **live);
    read.map(|(register, _)| register)
        .all(|register| value(one, register) == value(other, register))
}
