//! The places of all slashes, found first, as the bits of a word; segments are compared as keys of
//! two words and a length.

use super::{Hit, Route};

#[path = "tree.rs"]
mod tree;

mod words {
    crate::github::handwritten::words::words!(super::Key, super::Key::of_word);
}

pub use tree::find;

/// A segment as numbers: exact up to sixteen bytes, and no word of the table is longer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    length: usize,
    head: u64,
    tail: u64,
}

impl Key {
    const fn of_word(word: &str) -> Key {
        Key::of(word.as_bytes())
    }

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

/// A path that is read segment by segment.
struct Segments<'p> {
    path: &'p str,
    /// Where the last segment was.
    start: usize,
    end: usize,
    /// The places of the slashes among the 64 bytes from `base` on.
    slashes: u64,
    base: usize,
}

impl<'p> Segments<'p> {
    /// The path without its first slash: the segment before it counts as read.
    #[inline]
    fn new(path: &'p str) -> Self {
        let path = if path.starts_with('/') { path } else { "" };
        Segments { path, start: 0, end: 0, slashes: slashes(path.as_bytes()), base: 0 }
    }

    /// The next segment; none where the path ends, or ends after a slash.
    #[inline]
    fn next(&mut self) -> Option<Key> {
        self.start = self.end + 1;
        if self.start >= self.path.len() {
            return None;
        }
        self.end = self.slash();
        self.path.as_bytes().get(self.start..self.end).map(Key::of)
    }

    /// The first slash at or after `start`, or the end of the path.
    #[inline]
    fn slash(&mut self) -> usize {
        loop {
            let ahead = u32::try_from(self.start.max(self.base) - self.base).ok();
            let left = ahead.and_then(|ahead| self.slashes.checked_shr(ahead)).unwrap_or(0);
            if left != 0 {
                return self.start.max(self.base) + left.trailing_zeros() as usize;
            }
            if self.base + 64 >= self.path.len() {
                return self.path.len();
            }
            self.base += 64;
            self.slashes = self.path.as_bytes().get(self.base..).map_or(0, slashes);
        }
    }

    /// The last segment, if it is not empty.
    #[inline]
    fn text(&self) -> Option<&'p str> {
        if self.start == self.end {
            return None;
        }
        self.path.get(self.start..self.end)
    }

    #[inline]
    fn capture(&mut self) -> Option<&'p str> {
        self.next()?;
        self.text()
    }

    /// The route, if nothing is left but a slash.
    #[inline]
    fn end<const N: usize>(&self, route: Route, captures: [&'p str; N]) -> Option<Hit<'p>> {
        if self.end + 1 >= self.path.len() { Hit::new(route, captures) } else { None }
    }
}

/// The places of the slashes among the first 64 bytes.
#[inline]
fn slashes(bytes: &[u8]) -> u64 {
    let bytes = bytes.get(..64).unwrap_or(bytes);
    let mut mask = 0;
    let mut place = 0;
    let mut left = bytes;
    while let Some((eight, rest)) = left.split_first_chunk() {
        mask |= slashes_of_eight(u64::from_le_bytes(*eight)) << place;
        place += 8;
        left = rest;
    }
    match bytes.last_chunk() {
        Some(eight) if !left.is_empty() => {
            mask | slashes_of_eight(u64::from_le_bytes(*eight)) << (bytes.len() - 8)
        }
        _ => left
            .iter()
            .enumerate()
            .fold(mask, |mask, (i, byte)| mask | u64::from(*byte == b'/') << (place + i)),
    }
}

/// The top bit of each byte that is a slash, exactly; then these bits side by side.
#[inline]
fn slashes_of_eight(eight: u64) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let word = eight ^ (LOW * b'/' as u64);
    let found = !(((word & !(LOW << 7)) + !(LOW << 7)) | word | !(LOW << 7));
    (found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
