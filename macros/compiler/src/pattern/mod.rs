//! From the text of a pattern to its meaning. Text and offsets only: no tokens here.

mod class;
mod error;
mod inverse;
mod mount;
mod parse;
mod required;
mod size;
mod template;

pub use class::CharClass;
pub use error::{PatternError, underlined};
pub use inverse::Piece;
pub use mount::MountError;
pub use parse::{Group, Pattern};
pub use required::{Place, Required};
pub use template::Taken;

pub(crate) use parse::word_characters;
