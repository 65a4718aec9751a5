//! How fast routes are found, and what compiling them costs, beside other routers.
//!
//! `cargo run --release -p lychgate-bench --bin dispatch` measures the first, and
//! `cargo run -p lychgate-bench --bin expansion` the second.

pub mod contestant;
pub mod github;
pub mod measure;
pub mod own;
pub mod paths;
pub mod peers;
pub mod random;
pub mod rustc;
pub mod sources;
pub mod varied;
