//! Segments compared as keys of two numbers and a length.

// Written once, compiled for each kind of word.
#[allow(clippy::duplicate_mod)]
#[path = "tree.rs"]
mod tree;

mod words {
    crate::github::handwritten::words::words!(super::Key, super::Key::of_word);
}

pub use tree::find;

type Segments<'p> = super::segments::Segments<'p, Key>;

/// A segment as numbers: exact up to sixteen bytes, and no word of the table is longer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    length: usize,
    head: u64,
    tail: u64,
}

impl From<&[u8]> for Key {
    #[inline]
    fn from(segment: &[u8]) -> Self {
        Key::of(segment)
    }
}

impl Key {
    const fn of_word(word: &str) -> Key {
        Key::of(word.as_bytes())
    }

    /// The first bytes and the last, which overlap in a segment that is not twice as long.
    #[inline]
    const fn of(bytes: &[u8]) -> Key {
        let length = bytes.len();
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            return Key {
                length,
                head: u64::from_le_bytes(*first),
                tail: u64::from_le_bytes(*last),
            };
        }
        let head = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << 32
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            u16::from_le_bytes(*first) as u64 | (u16::from_le_bytes(*last) as u64) << 16
        } else if let Some(byte) = bytes.first() {
            *byte as u64
        } else {
            0
        };
        Key { length, head, tail: 0 }
    }
}
