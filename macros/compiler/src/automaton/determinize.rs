//! Determinisation with captures: the subset construction for several tagged automata at once.
//!
//! A state is the ordered list of nodes that the automata may have reached *after* the last
//! character, preferred ones first and route after route, with the values of their tags. What
//! lies behind a node without reading (choices, tags, assertions) is followed only when the next
//! symbol is known: so assertions may look at both sides, and a tag is set once and not on every
//! turn of a loop (a TDFA with one symbol of lookahead). Registers hold *values*: two tags that
//! must be equal share one, whichever route or group they belong to, and states are the same when
//! they differ only in the numbers of their registers.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::alphabet::{Alphabet, ClassId};
use super::dfa::{Accept, Value};
use super::hash::{Map, Set};
use super::look::Context;
use super::nfa::{Nfa, Node};
use super::symbols::Symbols;
use super::union::{Nodes, Union};

/// How much a construction may cost before it is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// States made.
    pub states: usize,
    /// Edges made, of which each becomes a few lines of code.
    pub edges: usize,
    /// Nodes visited and values copied.
    pub steps: usize,
}

/// A construction was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// Whether there were too many edges, and not too many states or steps.
    pub by_edges: bool,
    /// What it had cost by then, in the steps of [`Budget`].
    pub steps: usize,
}

/// A deterministic automaton over symbols, as the construction leaves it: not minimal, and its
/// states in the order of their discovery.
#[derive(Clone, Debug, Default)]
pub struct Determinized {
    /// The states; the first is the start.
    pub states: Vec<SymbolState>,
    /// How many edges the states have.
    pub edges: usize,
    /// What it has cost, in the steps of [`Budget`].
    pub steps: usize,
}

/// A state of [`Determinized`].
#[derive(Clone, Debug, Default)]
pub struct SymbolState {
    /// How many registers are alive here.
    pub registers: usize,
    /// The ways out, with disjoint sets of symbols, at most one edge for each target and moves.
    pub edges: Vec<SymbolEdge>,
    /// The routes that match when the path ends here.
    pub accepts: Vec<Accept>,
}

/// An edge of [`Determinized`].
#[derive(Clone, Debug)]
pub struct SymbolEdge {
    /// The symbols that take this edge.
    pub symbols: Symbols,
    /// The state it leads to.
    pub target: usize,
    /// What each register of the target holds.
    pub moves: Vec<Value>,
}

/// One automaton for all of `routes`. A `certain` route always answers, so that routes after it
/// cannot win where it matches.
///
/// # Errors
///
/// When it costs more than the budget.
pub fn determinize(
    routes: &[(usize, &Nfa)],
    certain: &[bool],
    alphabet: &Alphabet,
    budget: Budget,
) -> Result<Determinized, Exceeded> {
    let union = Union::new(routes, certain);
    let symbols = union.symbols(alphabet);
    let contexts = union.contexts(alphabet);
    let mut subsets = Subsets { union: &union, visited: Nodes::new(&union), steps: 0 };
    let mut states = States::default();
    states.number(State::start(&union));
    let mut done = Determinized::default();
    while let Some(state) = states.list.get(done.states.len()).cloned() {
        let asked = union.asked_after(state.nodes());
        let at_end = subsets.closure(&state, Context::EDGE & asked);
        let accepts = accepts(&at_end, &union);
        let mut edges: Vec<SymbolEdge> = Vec::new();
        let mut closures = vec![(Context::EDGE & asked, at_end)];
        for (context, among) in &contexts {
            let after = *context & asked;
            if closures.iter().all(|known| known.0 != after) {
                closures.push((after, subsets.closure(&state, after)));
            }
            let Some((_, leaves)) = closures.iter().find(|known| known.0 == after) else {
                continue;
            };
            for group in groups(among, leaves, &union, &symbols) {
                let (target, moves) = subsets.target(leaves, &group, &symbols, *context);
                subsets.steps += group.words();
                let target = states.number(target);
                match edges.iter_mut().find(|edge| edge.target == target && edge.moves == moves) {
                    Some(edge) => edge.symbols.add(&group),
                    None => edges.push(SymbolEdge { symbols: group, target, moves }),
                }
            }
            let by_edges = done.edges + edges.len() > budget.edges;
            if by_edges || states.list.len() > budget.states || subsets.steps > budget.steps {
                return Err(Exceeded { by_edges, steps: subsets.steps });
            }
        }
        done.edges += edges.len();
        done.states.push(SymbolState { registers: state.registers, edges, accepts });
    }
    done.steps = subsets.steps;
    Ok(done)
}

/// A node that may have been reached, and the values of its route's tags.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    node: usize,
    values: Vec<Option<Value>>,
}

// One word for each value: there are many, and this is hashed often.
impl Hash for Item {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_usize(self.node);
        for value in &self.values {
            hasher.write_usize(match value {
                None => 0,
                Some(Value::Here) => 1,
                Some(Value::Register(number)) => number + 2,
            });
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    /// What assertions may still ask about the character before.
    before: Context,
    registers: usize,
    items: Vec<Item>,
}

impl State {
    /// Every route at its beginning.
    fn start(union: &Union) -> State {
        let items: Vec<Item> = union
            .routes
            .iter()
            .map(|route| Item { node: route.start, values: vec![None; route.tags] })
            .collect();
        let asked = union.asked_before(items.iter().map(|item| item.node));
        State { before: Context::EDGE & asked, registers: 0, items }
    }

    fn nodes(&self) -> impl Iterator<Item = usize> + '_ {
        self.items.iter().map(|item| item.node)
    }
}

/// The states met so far.
#[derive(Default)]
struct States {
    list: Vec<Rc<State>>,
    numbers: Map<Rc<State>, usize>,
}

impl States {
    fn number(&mut self, state: State) -> usize {
        if let Some(number) = self.numbers.get(&state) {
            return *number;
        }
        let state = Rc::new(state);
        self.list.push(Rc::clone(&state));
        self.numbers.insert(state, self.list.len() - 1);
        self.list.len() - 1
    }
}

/// What is left to do on the way through the nodes that read nothing.
enum Todo {
    Visit(usize),
    Restore(usize, Option<Value>),
}

struct Subsets<'a> {
    union: &'a Union,
    visited: Nodes,
    steps: usize,
}

impl Subsets<'_> {
    /// What can be reached from a state without reading, when `after` is known of what follows:
    /// nodes that read, and matches, by preference. A match ends the list of its route.
    fn closure(&mut self, state: &State, after: Context) -> Vec<Item> {
        self.visited.clear();
        let mut leaves = Vec::new();
        let mut matched = None;
        for item in &state.items {
            let owner = self.union.owner(item.node);
            if matched != Some(owner) && self.follow(item, state.before, after, &mut leaves) {
                matched = Some(owner);
            }
        }
        leaves
    }

    /// Follows one item; the answer is whether it led to a match.
    fn follow(
        &mut self,
        item: &Item,
        before: Context,
        after: Context,
        leaves: &mut Vec<Item>,
    ) -> bool {
        let mut values = item.values.clone();
        let mut stack = vec![Todo::Visit(item.node)];
        while let Some(todo) = stack.pop() {
            self.steps += 1;
            let at = match todo {
                Todo::Visit(node) => node,
                Todo::Restore(tag, value) => {
                    set(&mut values, tag, value);
                    continue;
                }
            };
            if !self.visited.insert(at) {
                continue;
            }
            match self.union.nodes.get(at) {
                Some(Node::Split(places)) => {
                    stack.extend(places.iter().rev().map(|place| Todo::Visit(*place)));
                }
                Some(Node::Tag { tag, next }) => {
                    let value = values.get(*tag).copied().flatten();
                    stack.push(Todo::Restore(*tag, value));
                    stack.push(Todo::Visit(*next));
                    set(&mut values, *tag, Some(Value::Here));
                }
                Some(Node::Look { look, next }) if look.holds(before, after) => {
                    stack.push(Todo::Visit(*next));
                }
                Some(Node::Look { .. }) | None => {}
                Some(Node::Class { .. }) => {
                    self.steps += values.len();
                    leaves.push(Item { node: at, values: values.clone() });
                }
                Some(Node::Match) => {
                    leaves.push(Item { node: at, values });
                    return true;
                }
            }
        }
        false
    }

    /// The state that one of the symbols of a group leads to, and what its registers hold.
    fn target(
        &mut self,
        leaves: &[Item],
        group: &Symbols,
        symbols: &Map<ClassId, Symbols>,
        context: Context,
    ) -> (State, Vec<Value>) {
        self.visited.clear();
        let mut items: Vec<Item> = Vec::new();
        let mut moves = Vec::new();
        let mut matched = None;
        for leaf in leaves {
            let owner = self.union.owner(leaf.node);
            if matched == Some(owner) {
                continue;
            }
            let node = match self.union.nodes.get(leaf.node) {
                Some(Node::Class { class, next })
                    if symbols.get(class).is_some_and(|symbols| symbols.meets(group)) =>
                {
                    *next
                }
                Some(Node::Match) => leaf.node,
                _ => continue,
            };
            if !self.visited.insert(node) {
                continue;
            }
            self.steps += 1 + leaf.values.len() + leaf.values.len() * moves.len() / 16;
            let values = leaf.values.iter().map(|value| value.map(|v| register(v, &mut moves)));
            let first = items.last().is_none_or(|last| self.union.owner(last.node) != owner);
            items.push(Item { node, values: values.collect() });
            if self.union.is_match(node) {
                // Nothing can take the match away any more, nor give it other captures.
                if first && self.union.is_certain(owner) {
                    break;
                }
                matched = Some(owner);
            }
        }
        let before = context & self.union.asked_before(items.iter().map(|item| item.node));
        (State { before, registers: moves.len(), items }, moves)
    }
}

fn set(values: &mut [Option<Value>], tag: usize, value: Option<Value>) {
    if let Some(place) = values.get_mut(tag) {
        *place = value;
    }
}

/// The register that holds `value` in the state being made; registers are numbered by first use.
fn register(value: Value, moves: &mut Vec<Value>) -> Value {
    let known = moves.iter().position(|held| *held == value);
    Value::Register(known.unwrap_or_else(|| {
        moves.push(value);
        moves.len() - 1
    }))
}

/// The routes that match when the path ends behind these leaves, up to the first that hides all
/// later ones.
fn accepts(leaves: &[Item], union: &Union) -> Vec<Accept> {
    let mut accepts = Vec::new();
    for leaf in leaves.iter().filter(|leaf| union.is_match(leaf.node)) {
        let Some(route) = union.routes.get(union.owner(leaf.node)) else { continue };
        let captures = leaf.values.chunks(2).map(|pair| match pair {
            [Some(start), Some(end)] => Some((*start, *end)),
            _ => None,
        });
        accepts.push(Accept { route: route.number, captures: captures.collect() });
        if route.certain {
            break;
        }
    }
    accepts
}

/// Splits symbols into groups that all leaves treat alike, without those that no leaf takes.
fn groups(
    among: &Symbols,
    leaves: &[Item],
    union: &Union,
    symbols: &Map<ClassId, Symbols>,
) -> Vec<Symbols> {
    let mut seen = Set::default();
    let classes = leaves.iter().filter_map(|leaf| match union.nodes.get(leaf.node) {
        Some(Node::Class { class, .. }) if seen.insert(*class) => symbols.get(class),
        _ => None,
    });
    let (mut groups, rest) = among.split(classes);
    if leaves.iter().any(|leaf| union.is_match(leaf.node)) && !rest.is_empty() {
        groups.push(rest);
    }
    groups
}

#[cfg(test)]
mod tests;
