//! Sets of symbols, as bits.

/// A set of symbols.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbols(Vec<u64>);

impl Symbols {
    /// No symbol, of an alphabet of `len`.
    pub(super) fn none(len: usize) -> Symbols {
        Symbols(vec![0; len.div_ceil(64)])
    }

    /// Adds one symbol.
    pub(super) fn insert(&mut self, symbol: usize) {
        if let Some(word) = self.0.get_mut(symbol / 64) {
            *word |= 1 << (symbol % 64);
        }
    }

    /// Adds one symbol, or removes it.
    pub(super) fn toggle(&mut self, symbol: usize) {
        if let Some(word) = self.0.get_mut(symbol / 64) {
            *word ^= 1 << (symbol % 64);
        }
    }

    /// Whether a symbol is in the set.
    #[must_use]
    pub fn contains(&self, symbol: usize) -> bool {
        self.0.get(symbol / 64).is_some_and(|word| word >> (symbol % 64) & 1 == 1)
    }

    /// How many machine words the set takes.
    #[must_use]
    pub fn words(&self) -> usize {
        self.0.len()
    }

    /// How many symbols are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether no symbol is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The smallest symbol of the set.
    #[must_use]
    pub fn first(&self) -> Option<usize> {
        let (place, word) = self.0.iter().enumerate().find(|(_, word)| **word != 0)?;
        Some(64 * place + word.trailing_zeros() as usize)
    }

    /// Whether the sets have a symbol in common.
    #[must_use]
    pub fn meets(&self, other: &Symbols) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The symbols of both sets.
    #[must_use]
    pub fn and(&self, other: &Symbols) -> Symbols {
        Symbols(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// The symbols of this set that are not in the other.
    #[must_use]
    pub fn without(&self, other: &Symbols) -> Symbols {
        Symbols(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    /// Adds the symbols of another set.
    pub fn add(&mut self, other: &Symbols) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a |= b;
        }
    }

    /// The symbols, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let bits = |word: u64| (0..64).filter(move |bit| word >> bit & 1 == 1);
        self.0.iter().enumerate().flat_map(move |(i, &word)| bits(word).map(move |b| 64 * i + b))
    }

    /// Splits this set into groups so that each of `classes` has all of a group or nothing of it,
    /// and what no class has.
    pub(super) fn split<'s>(
        &self,
        classes: impl Iterator<Item = &'s Symbols>,
    ) -> (Vec<Symbols>, Symbols) {
        let mut groups: Vec<Symbols> = Vec::new();
        let mut rest = self.clone();
        for class in classes {
            let mut split = Vec::new();
            for group in &mut groups {
                let inside = class.and(group);
                if !inside.is_empty() && inside != *group {
                    *group = group.without(class);
                    split.push(inside);
                }
            }
            groups.append(&mut split);
            let new = rest.and(class);
            if !new.is_empty() {
                rest = rest.without(class);
                groups.push(new);
            }
        }
        (groups, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(symbols: &[usize]) -> Symbols {
        let mut set = Symbols::none(130);
        symbols.iter().for_each(|symbol| set.insert(*symbol));
        set
    }

    #[test]
    fn sets_may_be_larger_than_a_word() {
        let all = set(&[1, 63, 64, 129]);
        assert_eq!(all.iter().collect::<Vec<_>>(), [1, 63, 64, 129]);
        assert!(all.contains(129) && !all.contains(128) && !all.contains(4_000));
        assert_eq!(all.without(&set(&[1, 63])).first(), Some(64));
        assert!(set(&[]).is_empty() && set(&[]).first().is_none());
    }

    #[test]
    fn a_split_leaves_each_group_inside_or_outside_of_each_class() {
        let classes = [set(&[1, 2, 3]), set(&[3, 4]), set(&[100])];
        let (mut groups, rest) = set(&[1, 2, 3, 4, 5, 129]).split(classes.iter());
        groups.sort_unstable_by_key(Symbols::first);
        assert_eq!(groups, [set(&[1, 2]), set(&[3]), set(&[4])]);
        assert_eq!(rest, set(&[5, 129]));
    }
}
