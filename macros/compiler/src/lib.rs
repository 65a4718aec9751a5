//! The passes behind lychgate's attribute macros, as an ordinary library.

pub mod automaton;
pub mod codegen;
pub mod pattern;
