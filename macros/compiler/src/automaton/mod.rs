//! From patterns to automata: pure computer science, by the names of the textbooks.

pub mod dfa;

pub use dfa::{Accept, Dfa, Edge, State, Value};
