//! Segments that are scanned for their end, eight bytes at a time, and compared as slices.

use super::{Hit, Route};

#[path = "tree.rs"]
mod tree;

mod words {
    crate::github::handwritten::words::words!(&[u8], str::as_bytes);
}

pub use tree::find;

/// A path that is read segment by segment.
struct Segments<'p> {
    path: &'p str,
    /// Where the last segment was.
    start: usize,
    end: usize,
}

impl<'p> Segments<'p> {
    /// The path without its first slash: the segment before it counts as read.
    #[inline]
    fn new(path: &'p str) -> Self {
        if path.starts_with('/') {
            Segments { path, start: 0, end: 0 }
        } else {
            Segments { path: "", start: 0, end: 0 }
        }
    }

    /// The next segment; none where the path ends, or ends after a slash.
    #[inline]
    fn next(&mut self) -> Option<&'p [u8]> {
        self.start = self.end + 1;
        let rest = self.path.as_bytes().get(self.start..)?;
        if rest.is_empty() {
            return None;
        }
        let length = until_slash(rest);
        self.end = self.start + length;
        rest.get(..length)
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

const LOW: u64 = 0x0101_0101_0101_0101;

/// How many bytes stand before the first slash.
#[inline]
fn until_slash(bytes: &[u8]) -> usize {
    let mut seen = 0;
    let mut left = bytes;
    while let Some((eight, rest)) = left.split_first_chunk() {
        let word = u64::from_le_bytes(*eight) ^ (LOW * u64::from(b'/'));
        let found = word.wrapping_sub(LOW) & !word & (LOW << 7);
        if found != 0 {
            return seen + found.trailing_zeros() as usize / 8;
        }
        seen += 8;
        left = rest;
    }
    seen + left.iter().position(|byte| *byte == b'/').unwrap_or(left.len())
}
