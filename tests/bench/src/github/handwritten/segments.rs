//! The path as segments, each scanned for its end, eight bytes at a time.

use std::marker::PhantomData;

use super::{Hit, Route};

/// A path that is read segment by segment; the words of the table are compared as `W`.
pub(super) struct Segments<'p, W> {
    path: &'p str,
    /// Where the last segment was.
    start: usize,
    end: usize,
    words: PhantomData<W>,
}

impl<'p, W: From<&'p [u8]>> Segments<'p, W> {
    /// A path begins with a slash: the segment before it counts as read.
    #[inline]
    pub(super) fn new(path: &'p str) -> Self {
        let path = if path.starts_with('/') { path } else { "" };
        Segments { path, start: 0, end: 0, words: PhantomData }
    }

    /// The next segment; none where the path ends, or ends after a slash.
    #[inline]
    pub(super) fn next(&mut self) -> Option<W> {
        self.start = self.end + 1;
        let rest = self.path.as_bytes().get(self.start..)?;
        if rest.is_empty() {
            return None;
        }
        let length = until_slash(rest);
        self.end = self.start + length;
        rest.get(..length).map(W::from)
    }

    /// The last segment, if it is not empty.
    #[inline]
    pub(super) fn text(&self) -> Option<&'p str> {
        if self.start == self.end {
            return None;
        }
        self.path.get(self.start..self.end)
    }

    /// The next segment, if there is one and it is not empty.
    #[inline]
    pub(super) fn capture(&mut self) -> Option<&'p str> {
        self.next()?;
        self.text()
    }

    /// The route, if nothing is left but a slash.
    #[inline]
    pub(super) fn end<const N: usize>(
        &self,
        route: Route,
        captures: [&'p str; N],
    ) -> Option<Hit<'p>> {
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
        let found = slashes(u64::from_le_bytes(*eight));
        if found != 0 {
            return seen + found.trailing_zeros() as usize / 8;
        }
        seen += 8;
        left = rest;
    }
    match bytes.last_chunk() {
        // The last eight bytes again: those already seen leave room for zeros at the other end.
        Some(eight) if !left.is_empty() => {
            let found = slashes(u64::from_le_bytes(*eight) >> (8 * (8 - left.len())));
            seen + (found.trailing_zeros() as usize / 8).min(left.len())
        }
        _ => seen + left.iter().position(|byte| *byte == b'/').unwrap_or(left.len()),
    }
}

/// The top bit of the first byte that is a slash, and perhaps of bytes above it.
#[inline]
fn slashes(eight: u64) -> u64 {
    let word = eight ^ (LOW * u64::from(b'/'));
    word.wrapping_sub(LOW) & !word & (LOW << 7)
}
