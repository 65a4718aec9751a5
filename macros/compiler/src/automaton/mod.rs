//! From patterns to automata: pure computer science, by the names of the textbooks.

pub mod alphabet;
pub mod ambiguity;
pub mod analysis;
pub mod determinize;
pub mod dfa;
mod hash;
mod limits;
pub mod look;
pub mod minimize;
pub mod nfa;
pub mod plan;
pub mod simulate;
pub mod symbols;
mod union;

pub use dfa::{Accept, Dfa, Edge, State, Value};
pub use limits::Limits;
pub use nfa::{Nfa, Node};
pub use plan::{Part, Plan, Reason, plan};
