//! The life of a server's process: how it starts, is replaced, and stops.
#![cfg(unix)]

mod client;
mod inheriting;
mod program;
mod replacing;
mod stopping;
