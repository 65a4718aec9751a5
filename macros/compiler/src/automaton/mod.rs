//! From patterns to automata: pure computer science, by the names of the textbooks.

pub mod alphabet;
pub mod ambiguity;
pub mod determinize;
pub mod dfa;
mod hash;
pub mod look;
pub mod minimize;
pub mod nfa;
pub mod plan;
pub mod simulate;
pub mod symbols;
mod union;

pub use dfa::{Accept, Dfa, Edge, State, Value};
pub use nfa::{Nfa, Node};
pub use plan::{Limits, Part, Plan, Reason, plan};
