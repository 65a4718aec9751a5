//! Segments compared as slices of bytes.

// Written once, compiled for each kind of word.
#[allow(clippy::duplicate_mod)]
#[path = "tree.rs"]
mod tree;

mod words {
    crate::github::handwritten::words::words!(&[u8], str::as_bytes);
}

pub use tree::find;

type Segments<'p> = super::segments::Segments<'p, &'p [u8]>;
