//! A guestbook: what most sites are made of, in one that is small enough to be read.

pub mod accounts;
pub mod api;
pub mod form;
pub mod pages;
pub mod pictures;
mod random;
pub mod session;
pub mod site;
pub mod store;

pub use site::Guestbook;
