//! Where the match has got to, in terms of the variables of the emitted code.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::graph::Arc;
use crate::automaton::{Accept, Value};

/// A variable that holds an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Variable {
    /// `i`: where a shared function or a loop stands.
    Index,
    /// `e1`, `e2`, …: where a step of this number ended.
    End(usize),
    /// `r0`, `r1`, …: a register of a shared function or a loop.
    Register(usize),
    /// `*r0`, `*r1`, …: a register that a loop sets.
    Held(usize),
}

impl Variable {
    pub(super) fn name(self) -> Ident {
        match self {
            Variable::Index => Ident::new("i", Span::call_site()),
            Variable::End(number) => format_ident!("e{number}"),
            Variable::Register(number) | Variable::Held(number) => format_ident!("r{number}"),
        }
    }

    /// The variable's value.
    pub(super) fn tokens(self) -> TokenStream {
        let name = self.name();
        match self {
            Variable::Held(_) => quote!(*#name),
            _ => quote!(#name),
        }
    }
}

/// An offset into the path: a known distance after the start or after a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// So many bytes after the start.
    Fixed(usize),
    /// So many bytes after a variable.
    After(Variable, usize),
    /// The end of the path.
    End,
}

impl Position {
    /// The position so many bytes later.
    pub(super) fn plus(self, bytes: usize) -> Position {
        match self {
            Position::Fixed(at) => Position::Fixed(at + bytes),
            Position::After(variable, at) => Position::After(variable, at + bytes),
            Position::End => Position::End,
        }
    }

    /// The variable that the position needs.
    pub(super) fn variable(self) -> Option<Variable> {
        match self {
            Position::After(variable, _) => Some(variable),
            _ => None,
        }
    }

    /// The expression for it.
    pub(super) fn tokens(self) -> TokenStream {
        match self {
            Position::Fixed(at) => {
                let at = Literal::usize_unsuffixed(at);
                quote!(#at)
            }
            Position::After(variable, 0) => variable.tokens(),
            Position::After(variable, after) => {
                let (name, after) = (variable.tokens(), Literal::usize_unsuffixed(after));
                quote!(#name + #after)
            }
            Position::End => quote!(b.len()),
        }
    }
}

/// The condition that the path ends at a position.
pub(super) fn ends_at(at: Position) -> TokenStream {
    if at == Position::Fixed(0) {
        return quote!(b.is_empty());
    }
    let at = at.tokens();
    quote!(b.len() == #at)
}

/// The byte at a position.
pub(super) fn byte_at(at: Position) -> TokenStream {
    if at == Position::Fixed(0) {
        return quote!(b.first());
    }
    let at = at.tokens();
    quote!(b.get(#at))
}

/// The part of the path between two positions.
pub(super) fn part(start: Position, end: Position) -> TokenStream {
    let (from, to) = (start.tokens(), end.tokens());
    match (start, end) {
        (Position::Fixed(0), Position::End) => quote!(Some(path)),
        (Position::Fixed(0), _) => quote!(path.get(..#to)),
        (_, Position::End) => quote!(path.get(#from..)),
        _ => quote!(part(path, #from, #to)),
    }
}

/// What is known at a place of the emitted code.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// How far the path has been read.
    pub(super) at: Position,
    /// What the registers hold.
    pub(super) registers: Vec<Position>,
    /// How many end variables there are.
    pub(super) ends: usize,
    /// The literal characters read so far, for the names of functions.
    pub(super) read: String,
}

impl Scope {
    /// The start of the path.
    pub(super) fn start() -> Scope {
        Scope { at: Position::Fixed(0), registers: Vec::new(), ends: 0, read: String::new() }
    }

    /// A fresh variable, at which the match now stands.
    pub(super) fn end(&mut self) -> Ident {
        self.ends += 1;
        let variable = Variable::End(self.ends);
        self.at = Position::After(variable, 0);
        variable.name()
    }

    /// What a value means here. An unknown register is never read.
    pub(super) fn value(&self, value: Value) -> Position {
        match value {
            Value::Here => self.at,
            Value::Register(number) => self.registers.get(number).copied().unwrap_or(self.at),
        }
    }

    /// Sets the registers as the arc says; the character is still to be read.
    pub(super) fn take(&mut self, arc: &Arc<'_>) {
        self.registers = arc.moves.iter().map(|value| self.value(*value)).collect();
    }

    /// What is known where a function begins that is called from several places.
    pub(super) fn generic(&self, live: &[bool]) -> Scope {
        let registers = (0..live.len().max(self.registers.len()))
            .map(|number| Position::After(Variable::Register(number), 0))
            .collect();
        let at = Position::After(Variable::Index, 0);
        Scope { at, registers, ends: 0, read: self.read.clone() }
    }

    /// The same in a function that is handed the variables: nothing is held there.
    pub(super) fn released(&self) -> Scope {
        let release = |position| match position {
            Position::After(Variable::Held(number), after) => {
                Position::After(Variable::Register(number), after)
            }
            other => other,
        };
        let registers = self.registers.iter().copied().map(release).collect();
        Scope { at: release(self.at), registers, ..self.clone() }
    }

    /// What a variable of such a function is called here.
    pub(super) fn here(&self, variable: Variable) -> Variable {
        let held = |number| {
            let mut held = self.registers.iter().chain([&self.at]);
            held.any(|position| position.variable() == Some(Variable::Held(number)))
        };
        match variable {
            Variable::Register(number) if held(number) => Variable::Held(number),
            other => other,
        }
    }

    /// Makes room for a register whose value does not matter.
    pub(super) fn forget(&mut self, number: usize) {
        self.registers.resize(self.registers.len().max(number + 1), Position::Fixed(0));
        self.registers
            .iter_mut()
            .skip(number)
            .take(1)
            .for_each(|register| *register = Position::Fixed(0));
    }

    /// Notes literal text for the names of functions; `None` stands for anything else.
    pub(super) fn note(&mut self, c: Option<char>) {
        match c {
            Some(c) if c.is_ascii_alphanumeric() => self.read.push(c.to_ascii_lowercase()),
            _ if self.read.is_empty() || self.read.ends_with('_') => {}
            _ => self.read.push('_'),
        }
    }

    /// What the routes capture if the path ends here.
    pub(super) fn captures(&self, accepts: &[Accept]) -> Vec<Captures> {
        let position = |(start, end): (Value, Value)| (self.value(start), self.value(end));
        accepts
            .iter()
            .map(|accept| Captures {
                route: accept.route,
                groups: accept.captures.iter().map(|ends| ends.map(position)).collect(),
            })
            .collect()
    }

    /// The variables that a function must be given to go on from here.
    pub(super) fn variables(&self, live: &[bool]) -> Vec<Variable> {
        let registers = self.registers.iter().zip(live).filter(|(_, live)| **live).map(|(r, _)| *r);
        let mut variables: Vec<Variable> =
            registers.chain([self.at]).filter_map(Position::variable).collect();
        variables.sort_unstable();
        variables.dedup();
        variables
    }
}

/// A route that matches, and the start and end of each of its groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Captures {
    pub(super) route: usize,
    pub(super) groups: Vec<Option<(Position, Position)>>,
}
