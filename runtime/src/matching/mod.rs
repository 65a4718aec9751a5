//! What the generated matcher calls: the steps of a match that do not depend on the routes.
//!
//! Every function takes the text and an offset into it. A step that must succeed answers an
//! `Option`, so that generated code reads as a list of requirements, each ended by `?`:
//!
//! ```
//! use lychgate::matching::{Accept, accept, literal, part, plus_chars, slash_end, word};
//!
//! /// ^hello/(?<name>\w+)/?$
//! fn matches(path: &str) -> Option<Accept<'_, 1>> {
//!     let b = path.as_bytes();
//!     literal(b, 0, b"hello/")?;
//!     let e1 = plus_chars(path, 6, word)?;
//!     slash_end(b, e1)?;
//!     accept(&[0], [part(path, 6, e1)])
//! }
//!
//! let found = matches("hello/Zoë/").unwrap();
//! assert_eq!((found.routes, found.captures), (&[0][..], [Some("Zoë")]));
//! assert!(matches("hello//").is_none());
//! ```

mod bytes;
mod chars;
mod tables;

pub use bytes::{
    literal, literal_anywhere, literal_anywhere_ignore_case, literal_end, literal_end_ignore_case,
    literal_ignore_case, one, plus, plus_until, run, slash_end, star, until, up_to,
};
pub use chars::{
    char_at, digit, literal_fold, literal_str, one_char, plus_chars, run_chars, space, star_chars,
    up_to_chars, within, word,
};

/// The routes that match a path, and what their groups captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accept<'p, const N: usize> {
    /// The matching routes by their place in the table, in the order of their declaration.
    pub routes: &'static [usize],
    /// The captured parts of the path. Each route knows which slot each of its groups has.
    pub captures: [Option<&'p str>; N],
}

/// Keeps the registers of a loop in memory, which the optimiser cannot look into.
///
/// A loop over states moves several registers at once. LLVM 22 has been seen to lose one of them
/// where it keeps them in processor registers, so it is not let to.
///
/// ```
/// let mut registers = [1, 2];
/// let [a, b] = lychgate::matching::held(&mut registers);
/// (*a, *b) = (*b, *a);
/// assert_eq!(registers, [2, 1]);
/// ```
#[inline]
pub fn held<const N: usize>(registers: &mut [usize; N]) -> &mut [usize; N] {
    std::hint::black_box(registers)
}

/// The answer that these routes match; slots after those given are empty.
///
/// ```
/// let found = lychgate::matching::accept::<3, 1>(&[4, 7], [Some("Ann")]).unwrap();
/// assert_eq!(found.routes, [4, 7]);
/// assert_eq!(found.captures, [Some("Ann"), None, None]);
/// ```
#[inline]
pub fn accept<'p, const N: usize, const M: usize>(
    routes: &'static [usize],
    first: [Option<&'p str>; M],
) -> Option<Accept<'p, N>> {
    let mut captures = [None; N];
    for (slot, capture) in captures.iter_mut().zip(first) {
        *slot = capture;
    }
    Some(Accept { routes, captures })
}

/// The part of the path from `start` to `end`: what a group captured.
///
/// ```
/// # use lychgate::matching::part;
/// assert_eq!(part("users/ann/posts", 6, 9), Some("ann"));
/// ```
// Measurably quicker than `path.get(start..end)`, which is not inlined.
#[inline(always)]
pub fn part(path: &str, start: usize, end: usize) -> Option<&str> {
    let (before, _) = path.split_at_checked(end)?;
    let (_, part) = before.split_at_checked(start)?;
    Some(part)
}

/// That the path ends at `i`.
///
/// ```
/// # use lychgate::matching::end;
/// assert!(end(b"about", 5).is_some());
/// assert!(end(b"about/", 5).is_none());
/// ```
#[inline]
pub fn end(b: &[u8], i: usize) -> Option<()> {
    (b.len() == i).then_some(())
}
