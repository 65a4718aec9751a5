//! The GitHub table, three times: as an application, and by hand.

pub mod handwritten;
mod routes;

pub use routes::github;
