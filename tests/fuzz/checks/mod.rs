//! What must hold for any input, whoever it comes from: a function for each fuzz target, which panics
//! where it does not. `replay.rs` runs them on the seeds, in every test of the workspace.

mod cookies;
mod expansion;
mod forms;
mod heads;
mod multipart;
mod paths;
mod patterns;
mod proxies;
mod ranges;
mod running;

pub use cookies::cookies;
pub use expansion::expansion;
pub use forms::forms;
pub use heads::heads;
pub use multipart::multipart;
pub use paths::paths;
pub use patterns::patterns;
pub use proxies::proxies;
pub use ranges::ranges;
