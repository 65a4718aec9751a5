//! Expansions in surroundings that are not kind to them.

mod conditions;
mod dependencies;
mod lints;
mod macros;
mod names;
mod prelude;
mod renamed;
mod signatures;
