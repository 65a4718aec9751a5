//! An OCI image registry (distribution-spec 1.1) that keeps its images in a directory.
//!
//! `site` has the routes, one pattern each; `store` what is kept on the disk and how; the others are
//! the words of the specification as types. There are no accounts: put a proxy in front that asks who
//! comes in.

mod digest;
mod manifest;
mod name;
mod problem;
mod site;
mod store;

pub use digest::{Algorithm, Digest};
pub use manifest::Descriptor;
pub use name::{Name, Reference};
pub use problem::{Code, Problem};
pub use site::Registry;
pub use store::{Report, Store};
