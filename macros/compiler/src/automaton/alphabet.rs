//! The alphabet: characters that no class tells apart are one symbol.

use std::collections::BTreeMap;

use super::hash::Map;
use super::look::Context;
use super::symbols::Symbols;
use crate::pattern::{CharClass, word_characters};

/// A class, by its place in [`Classes`].
pub type ClassId = usize;

/// The classes in use, each once.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    list: Vec<CharClass>,
    found: Map<Outline, Vec<ClassId>>,
}

/// The number of ranges and the first one, which are cheaper to hash than a `\w`.
type Outline = (usize, Option<(char, char)>);

impl Classes {
    /// The number of the class with these ranges, which are sorted and disjoint.
    pub fn intern(&mut self, ranges: &[(char, char)]) -> ClassId {
        let known = self.found.entry((ranges.len(), ranges.first().copied())).or_default();
        let same = |id: &&ClassId| self.list.get(**id).is_some_and(|c| c.ranges() == ranges);
        if let Some(id) = known.iter().find(same) {
            return *id;
        }
        known.push(self.list.len());
        self.list.push(CharClass::new(ranges.iter().map(|&(start, end)| start..=end)));
        self.list.len() - 1
    }

    /// How many classes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no class.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The class of a number.
    #[must_use]
    pub fn get(&self, id: ClassId) -> Option<&CharClass> {
        self.list.get(id)
    }
}

/// The symbols of some classes: the coarsest partition of all characters of which every class is
/// a union of parts. ASCII and other characters never share a symbol, and neither do characters
/// that assertions tell apart.
#[derive(Clone, Debug, Default)]
pub struct Alphabet {
    /// The characters of each symbol.
    characters: Vec<CharClass>,
    /// The symbols of each class.
    members: Vec<Symbols>,
    /// What assertions may know of each symbol.
    contexts: Vec<Context>,
    /// All symbols.
    all: Symbols,
    /// The symbols that are ASCII.
    ascii: Symbols,
}

impl Alphabet {
    /// The alphabet of some classes and of the facts that assertions ask for.
    #[must_use]
    pub fn new(classes: &Classes, asked: Context) -> Alphabet {
        let mut sets: Vec<CharClass> = classes.list.clone();
        sets.push(CharClass::new(['\0'..='\x7F']));
        let facts = facts(asked);
        sets.extend(facts.iter().map(|(_, class)| class.clone()));
        let parts = partition(&sets);
        let mut alphabet = Alphabet {
            characters: Vec::with_capacity(parts.len()),
            members: vec![Symbols::none(parts.len()); classes.list.len()],
            contexts: vec![Context::NONE; parts.len()],
            all: Symbols::none(parts.len()),
            ascii: Symbols::none(parts.len()),
        };
        for (symbol, (ranges, of)) in parts.into_iter().enumerate() {
            alphabet.characters.push(CharClass::new(ranges.into_iter().map(|(s, e)| s..=e)));
            alphabet.all.insert(symbol);
            if of.contains(classes.list.len()) {
                alphabet.ascii.insert(symbol);
            }
            for set in of.iter() {
                let fact = set.checked_sub(classes.list.len() + 1).and_then(|i| facts.get(i));
                if let Some(members) = alphabet.members.get_mut(set) {
                    members.insert(symbol);
                } else if let (Some(context), Some((fact, _))) =
                    (alphabet.contexts.get_mut(symbol), fact)
                {
                    *context = *context | *fact;
                }
            }
        }
        alphabet
    }

    /// How many symbols there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.characters.len()
    }

    /// Whether there is no symbol.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// The symbols of a class; none for a class that the alphabet was not made of.
    #[must_use]
    pub fn symbols(&self, class: ClassId) -> Symbols {
        self.members.get(class).cloned().unwrap_or_else(|| Symbols::none(self.len()))
    }

    /// The characters of some symbols.
    #[must_use]
    pub fn class(&self, symbols: &Symbols) -> CharClass {
        // The smaller side is spelt out.
        if 2 * symbols.len() > self.len() {
            return self.spell(&self.all.without(symbols)).complement();
        }
        self.spell(symbols)
    }

    fn spell(&self, symbols: &Symbols) -> CharClass {
        let classes = symbols.iter().filter_map(|symbol| self.characters.get(symbol));
        CharClass::new(classes.flat_map(CharClass::ranges).map(|&(start, end)| start..=end))
    }

    /// All symbols, those apart of which assertions know different things.
    #[must_use]
    pub fn by_context(&self) -> Vec<(Context, Symbols)> {
        let mut parts: BTreeMap<Context, Symbols> = BTreeMap::new();
        for (symbol, context) in self.contexts.iter().enumerate() {
            parts.entry(*context).or_insert_with(|| Symbols::none(self.len())).insert(symbol);
        }
        parts.into_iter().collect()
    }
}

/// The characters of sets of symbols, each set spelt out once.
#[derive(Debug)]
pub struct Spelling<'a> {
    alphabet: &'a Alphabet,
    known: Map<Symbols, CharClass>,
}

impl<'a> Spelling<'a> {
    /// Nothing is spelt out yet.
    #[must_use]
    pub fn new(alphabet: &'a Alphabet) -> Self {
        Spelling { alphabet, known: Map::default() }
    }

    /// The characters of some symbols.
    #[must_use]
    pub fn class(&mut self, symbols: &Symbols) -> CharClass {
        if let Some(class) = self.known.get(symbols) {
            return class.clone();
        }
        // Sets differ in ASCII, while beyond it they are few: and there lie the many ranges.
        let ascii = symbols.and(&self.alphabet.ascii);
        let class = if ascii.is_empty() {
            self.alphabet.class(symbols)
        } else {
            let beyond = self.class(&symbols.without(&self.alphabet.ascii));
            self.alphabet.class(&ascii).union(&beyond)
        };
        self.known.insert(symbols.clone(), class.clone());
        class
    }
}

/// The characters for which each of the facts holds that are asked for.
fn facts(asked: Context) -> Vec<(Context, CharClass)> {
    let mut facts = Vec::new();
    if asked.has(Context::WORD) {
        facts.push((Context::WORD, word_characters()));
    }
    if asked.has(Context::ASCII_WORD) {
        let word = CharClass::new(['0'..='9', 'A'..='Z', '_'..='_', 'a'..='z']);
        facts.push((Context::ASCII_WORD, word));
    }
    if asked.has(Context::LINE_FEED | Context::CARRIAGE_RETURN) {
        facts.push((Context::LINE_FEED, CharClass::one('\n')));
        facts.push((Context::CARRIAGE_RETURN, CharClass::one('\r')));
    }
    facts
}

type Part = (Vec<(char, char)>, Symbols);

/// Splits all characters into parts that lie inside or outside of each set, ordered by their
/// first character; with each part, the sets it lies in.
fn partition(sets: &[CharClass]) -> Vec<Part> {
    // Where a character range of a set begins, and where it has ended.
    let mut changes: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (set, class) in sets.iter().enumerate() {
        for &(start, end) in class.ranges() {
            changes.entry(u32::from(start)).or_default().push(set);
            changes.entry(u32::from(end) + 1).or_default().push(set);
        }
    }
    let end = u32::from(char::MAX) + 1;
    let ends = changes.keys().skip(1).copied().chain([end]);
    let mut parts: Vec<Part> = Vec::new();
    let mut places: Map<Symbols, usize> = Map::default();
    let mut inside = Symbols::none(sets.len());
    for ((&start, turned), end) in changes.iter().zip(ends) {
        for set in turned {
            inside.toggle(*set);
        }
        let Some(range) = scalar_range(start, end) else {
            continue;
        };
        let place = *places.entry(inside.clone()).or_insert_with(|| {
            parts.push((Vec::new(), inside.clone()));
            parts.len() - 1
        });
        if let Some((ranges, _)) = parts.get_mut(place) {
            ranges.push(range);
        }
    }
    parts
}

/// The characters from `start` up to and without `end`, without the surrogates, if there are any.
fn scalar_range(start: u32, end: u32) -> Option<(char, char)> {
    let start = if (0xD800..0xE000).contains(&start) { 0xE000 } else { start };
    let last = end.checked_sub(1)?;
    let last = if (0xD800..0xE000).contains(&last) { 0xD7FF } else { last };
    let range = (char::from_u32(start)?, char::from_u32(last)?);
    (range.0 <= range.1).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alphabet(texts: &[&[(char, char)]], asked: Context) -> (Vec<ClassId>, Alphabet) {
        let mut classes = Classes::default();
        let ids = texts.iter().map(|ranges| classes.intern(ranges)).collect();
        (ids, Alphabet::new(&classes, asked))
    }

    #[test]
    fn characters_that_no_class_tells_apart_are_one_symbol() {
        let (ids, alphabet) = alphabet(&[&[('a', 'f')], &[('d', 'z')]], Context::NONE);
        // [a-c], [d-f], [g-z], other ASCII, everything else.
        assert_eq!(alphabet.len(), 5);
        let both = alphabet.symbols(ids[0]).and(&alphabet.symbols(ids[1]));
        assert_eq!(alphabet.class(&both).ranges(), [('d', 'f')]);
        let first = alphabet.symbols(ids[0]).without(&both);
        assert_eq!(alphabet.class(&first).ranges(), [('a', 'c')]);
    }

    #[test]
    fn the_symbols_are_a_partition_of_all_characters() {
        let (_, alphabet) = alphabet(
            &[&[('a', 'é')], &[('\0', '/'), ('1', char::MAX)], &[('\u{D000}', '\u{E000}')]],
            Context::WORD | Context::LINE_FEED,
        );
        let mut all = Symbols::none(alphabet.len());
        for (_, symbols) in alphabet.by_context() {
            assert!(!all.meets(&symbols));
            all.add(&symbols);
        }
        assert_eq!(alphabet.class(&all), CharClass::any());
        for symbol in 0..alphabet.len() {
            let class = &alphabet.characters[symbol];
            let ascii = class.ranges().iter().filter(|r| r.0.is_ascii()).count();
            assert!(!class.is_empty() && (ascii == 0 || ascii == class.ranges().len()));
        }
    }

    #[test]
    fn what_assertions_ask_for_is_told_apart() {
        let (_, alphabet) = alphabet(&[], Context::WORD | Context::LINE_FEED);
        let contexts = alphabet.by_context();
        let class_of = |wanted: Context| {
            let found = contexts.iter().find(|(context, _)| *context == wanted);
            alphabet.class(&found.expect("the context").1)
        };
        assert_eq!(class_of(Context::LINE_FEED), CharClass::one('\n'));
        assert_eq!(class_of(Context::WORD), word_characters());
    }

    #[test]
    fn the_same_class_is_interned_once() {
        let mut classes = Classes::default();
        let first = classes.intern(&[('a', 'z')]);
        assert_ne!(first, classes.intern(&[('a', 'y')]));
        assert_eq!(first, classes.intern(&[('a', 'z')]));
    }
}
