//! Syntax analysis: from tokens to what the user wrote. It never fails: what cannot be read is
//! reported and kept as tokens.

mod args;
mod arguments;
mod attributes;
mod item;
mod items;
mod parameters;

pub use arguments::arguments;
pub use item::{item, without_helpers};
pub use parameters::DEPENDS_ON_PARAMETER;
