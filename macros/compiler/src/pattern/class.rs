//! Sets of characters: what a bracketed class, a `\w` or a `.` stands for.

use std::ops::RangeInclusive;
use std::sync::Arc;

/// A set of Unicode scalar values, kept as sorted ranges that neither touch nor overlap.
///
/// A `\w` has hundreds of ranges and stands on thousands of edges, so clones share them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharClass {
    ranges: Arc<[(char, char)]>,
}

impl CharClass {
    /// Every character there is.
    #[must_use]
    pub fn any() -> Self {
        CharClass { ranges: [('\0', char::MAX)].into() }
    }

    /// The class of the given ranges, in any order; overlapping and touching ones are merged.
    #[must_use]
    pub fn new(ranges: impl IntoIterator<Item = RangeInclusive<char>>) -> Self {
        let mut sorted: Vec<(char, char)> =
            ranges.into_iter().map(|r| (*r.start(), *r.end())).filter(|r| r.0 <= r.1).collect();
        // Not the unstable sort: this one is quick where a few sorted lists follow each other.
        sorted.sort();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(sorted.len());
        for (start, end) in sorted {
            match merged.last_mut() {
                Some(last) if next(last.1).is_none_or(|after| start <= after) => {
                    last.1 = last.1.max(end);
                }
                _ => merged.push((start, end)),
            }
        }
        CharClass { ranges: merged.into() }
    }

    /// The class that holds one character.
    #[must_use]
    pub fn one(c: char) -> Self {
        CharClass { ranges: [(c, c)].into() }
    }

    /// The ranges, ascending, disjoint and not touching.
    #[must_use]
    pub fn ranges(&self) -> &[(char, char)] {
        &self.ranges
    }

    /// Whether no character belongs to the class.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `c` belongs to the class.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        self.ranges
            .binary_search_by(|&(start, end)| {
                if end < c {
                    std::cmp::Ordering::Less
                } else if start > c {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    }

    /// The only character of the class, when there is exactly one.
    #[must_use]
    pub fn single(&self) -> Option<char> {
        match &*self.ranges {
            [(start, end)] if start == end => Some(*start),
            _ => None,
        }
    }

    /// The characters of either class.
    #[must_use]
    pub fn union(&self, other: &CharClass) -> CharClass {
        CharClass::new(self.ranges.iter().chain(&*other.ranges).map(|&(s, e)| s..=e))
    }

    /// The characters that are not in the class.
    #[must_use]
    pub fn complement(&self) -> CharClass {
        let mut gaps = Vec::with_capacity(self.ranges.len() + 1);
        let mut from = Some('\0');
        for &(start, end) in &*self.ranges {
            if let (Some(from), Some(to)) = (from, previous(start)) {
                gaps.push(from..=to);
            }
            from = next(end);
        }
        gaps.extend(from.map(|from| from..=char::MAX));
        CharClass::new(gaps)
    }
}

/// The scalar value after `c`, stepping over the surrogates.
fn next(c: char) -> Option<char> {
    match c {
        '\u{D7FF}' => Some('\u{E000}'),
        char::MAX => None,
        c => char::from_u32(u32::from(c) + 1),
    }
}

/// The scalar value before `c`, stepping over the surrogates.
fn previous(c: char) -> Option<char> {
    match c {
        '\u{E000}' => Some('\u{D7FF}'),
        c => u32::from(c).checked_sub(1).and_then(char::from_u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_or_overlap_are_merged() {
        let class = CharClass::new(['d'..='f', 'a'..='b', 'c'..='d', 'x'..='x']);
        assert_eq!(class.ranges(), [('a', 'f'), ('x', 'x')]);
    }

    #[test]
    fn ranges_on_both_sides_of_the_surrogates_touch() {
        let class = CharClass::new(['\0'..='\u{D7FF}', '\u{E000}'..=char::MAX]);
        assert_eq!(class, CharClass::any());
    }

    #[test]
    fn membership_is_by_range() {
        let class = CharClass::new(['a'..='c', 'é'..='é']);
        assert!(class.contains('b') && class.contains('é'));
        assert!(!class.contains('d') && !class.contains('\0'));
        assert_eq!(CharClass::one('/').single(), Some('/'));
        assert_eq!(class.single(), None);
    }

    #[test]
    fn a_class_and_its_complement_are_all_characters() {
        for class in [
            CharClass::default(),
            CharClass::any(),
            CharClass::one('/'),
            CharClass::new(['\0'..='a', 'c'..='\u{D7FF}']),
            CharClass::new(['\u{E000}'..='\u{E000}', 'x'..='é', char::MAX..=char::MAX]),
        ] {
            let others = class.complement();
            assert_eq!(class.union(&others), CharClass::any());
            assert_eq!(others.complement(), class);
            for c in ['\0', '/', 'b', 'é', '\u{D7FF}', '\u{E000}', char::MAX] {
                assert_ne!(class.contains(c), others.contains(c));
            }
        }
    }
}
