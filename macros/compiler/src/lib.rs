//! The passes behind lychgate's attribute macros, as an ordinary library: what the macros expand to
//! can be tested, measured and shown without a compiler around it.
//!
//! `expand` is the driver; the passes are `parse`, `pattern`, `check`, `automaton` and `codegen`,
//! and none of them calls the next. The README of this crate has the map.

pub mod ast;
pub mod automaton;
pub mod check;
pub mod codegen;
pub mod errors;
pub mod expand;
pub mod model;
pub mod parse;
pub mod pattern;
