//! Syntax analysis: from tokens to what the user wrote. It never fails: what cannot be read is
//! reported and kept as tokens.

mod args;
mod arguments;
mod attributes;
mod item;
mod items;
mod middleware;
mod parameters;
mod with;

pub use arguments::{arguments, of_middleware};
pub use item::{item, without_helpers};
pub use middleware::middleware;
pub use parameters::DEPENDS_ON_PARAMETER;
pub use with::behind_application;
