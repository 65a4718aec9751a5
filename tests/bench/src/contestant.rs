//! What is measured: something that finds the route and the captures of a path.

use std::hint::black_box;

/// What a lookup came to: the place of the route in its table, and what each of its groups
/// captured, in the order of the groups.
pub type Answer = Option<(usize, Vec<Option<String>>)>;

/// A matcher of one table.
pub trait Contestant {
    /// What it is called in the results.
    fn name(&self) -> &'static str;

    /// Looks a path up and reads what its API delivers, as [`digest`] has it; nothing found is 0.
    fn digest(&self, path: &str) -> u64;

    /// The same, written down for comparison.
    fn answer(&self, path: &str) -> Answer;

    /// Looks every path up. Being a method of the trait, it is compiled for each matcher, so that
    /// nothing but the lookup is called for a path.
    fn digest_all(&self, paths: &[&str]) -> u64 {
        paths.iter().fold(0, |sum, path| sum.wrapping_add(self.digest(black_box(path))))
    }
}

/// A number for a route and its captures, for which the first and the last byte of each capture
/// must be read.
#[inline]
pub fn digest<'p>(route: usize, captures: impl IntoIterator<Item = &'p str>) -> u64 {
    captures.into_iter().fold(1 + route as u64, |sum, capture| sum + ends(capture))
}

#[inline]
fn ends(capture: &str) -> u64 {
    match capture.as_bytes() {
        [] => 0,
        [one] => 257 * u64::from(*one),
        [first, .., last] => 256 * u64::from(*first) + u64::from(*last),
    }
}

/// What all contestants must agree on before they are measured.
///
/// # Errors
/// The first path about which two disagree, and what they say.
pub fn agree(contestants: &[Box<dyn Contestant>], paths: &[&str]) -> Result<(), String> {
    let Some((first, others)) = contestants.split_first() else { return Ok(()) };
    for path in paths {
        let (answer, digest) = (first.answer(path), first.digest(path));
        for other in others {
            let (theirs, their_digest) = (other.answer(path), other.digest(path));
            if answer != theirs || digest != their_digest {
                let (name, their_name) = (first.name(), other.name());
                return Err(format!(
                    "{path:?}: {name}: {answer:?} ({digest}); {their_name}: {theirs:?} ({their_digest})"
                ));
            }
        }
    }
    Ok(())
}
