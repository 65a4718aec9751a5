//! Character classes in a form that is quickly copied and compared.

use std::collections::BTreeMap;

use crate::pattern::CharClass;

/// A class of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// One bit for each ASCII character.
    pub(super) ascii: u128,
    /// What it holds beyond ASCII.
    pub(super) wide: Wide,
}

/// What a class holds beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    /// Nothing.
    Nothing,
    /// Everything.
    All,
    /// One of the sets in [`Classes`].
    Part(usize),
}

impl Class {
    /// The class of ASCII characters with these bits.
    pub(super) fn ascii(ascii: u128) -> Class {
        Class { ascii, wide: Wide::Nothing }
    }

    /// Whether every character belongs to the class.
    pub(super) fn is_any(self) -> bool {
        self.ascii == u128::MAX && self.wide == Wide::All
    }

    /// Whether no character beyond ASCII belongs to the class.
    pub(super) fn is_ascii(self) -> bool {
        self.wide == Wide::Nothing
    }

    /// Whether the class can be tested byte by byte.
    pub(super) fn is_bytewise(self) -> bool {
        !matches!(self.wide, Wide::Part(_))
    }

    /// Whether `self` surely holds all of `other`: sets beyond ASCII are compared as a whole.
    pub(super) fn holds(self, other: Class) -> bool {
        let wide = other.wide == Wide::Nothing || self.wide == Wide::All || self.wide == other.wide;
        wide && other.ascii & !self.ascii == 0
    }

    /// The only character, when it is an ASCII one.
    pub(super) fn single_byte(self) -> Option<u8> {
        if self.is_ascii() && self.ascii.count_ones() == 1 {
            u8::try_from(self.ascii.trailing_zeros()).ok()
        } else {
            None
        }
    }

    /// The only byte that a class of all others leaves out.
    pub(super) fn all_but(self) -> Option<u8> {
        if self.wide == Wide::All { Class::ascii(!self.ascii).single_byte() } else { None }
    }
}

/// A class that the run-time crate has a function for.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) negated: bool,
    pub(super) class: Class,
}

/// All classes of an automaton.
#[derive(Default)]
pub(super) struct Classes {
    parts: Vec<Vec<(char, char)>>,
    numbers: BTreeMap<Vec<(char, char)>, usize>,
    known: Option<Vec<Known>>,
}

/// Up to so many ranges are written out where the class is used. All known classes have more.
pub(super) const SMALL: usize = 7;

impl Classes {
    /// The class of the emitted code for one of the automaton.
    pub(super) fn intern(&mut self, class: &CharClass) -> Class {
        let mut ascii = 0;
        let mut wide = Vec::new();
        for &(start, end) in class.ranges() {
            if start.is_ascii() {
                ascii |= bits(start, end.min('\u{7f}'));
            }
            if !end.is_ascii() {
                wide.push((start.max('\u{80}'), end));
            }
        }
        let wide = match wide.as_slice() {
            [] => Wide::Nothing,
            [('\u{80}', char::MAX)] => Wide::All,
            _ => Wide::Part(self.part(wide)),
        };
        Class { ascii, wide }
    }

    fn part(&mut self, ranges: Vec<(char, char)>) -> usize {
        if ranges.len() > SMALL && self.known.is_none() {
            self.learn();
        }
        if let Some(number) = self.numbers.get(&ranges) {
            return *number;
        }
        self.numbers.insert(ranges.clone(), self.parts.len());
        self.parts.push(ranges);
        self.parts.len() - 1
    }

    /// Learns the classes that have names; only tables with large classes need them.
    fn learn(&mut self) {
        self.known = Some(Vec::new());
        let mut known = Vec::new();
        let named = [("word", r"\w", r"\W"), ("digit", r"\d", r"\D"), ("space", r"\s", r"\S")];
        for (name, positive, negative) in named {
            for (pattern, negated) in [(positive, false), (negative, true)] {
                if let Some(class) = perl_class(pattern) {
                    known.push(Known { name, negated, class: self.intern(&class) });
                }
            }
        }
        self.known = Some(known);
    }

    /// The known class that holds the same characters beyond ASCII.
    pub(super) fn known(&self, class: Class) -> Option<Known> {
        self.known.iter().flatten().find(|known| known.class.wide == class.wide).copied()
    }

    /// The only character of the class.
    pub(super) fn single(&self, class: Class) -> Option<char> {
        match self.wide_ranges(class) {
            [] => class.single_byte().map(char::from),
            [(start, end)] if start == end && class.ascii == 0 => Some(*start),
            _ => None,
        }
    }

    /// The lower-case letter that the class holds in either case, as `(?i)` makes it, and whether
    /// that includes a character beyond ASCII.
    pub(super) fn folded(&self, class: Class) -> Option<(u8, bool)> {
        let upper = u8::try_from(class.ascii.trailing_zeros()).ok()?;
        let lower = upper.to_ascii_lowercase();
        if lower == upper || class.ascii != 1 << upper | 1 << lower {
            return None;
        }
        match (lower, self.wide_ranges(class)) {
            (_, []) => Some((lower, false)),
            (b's', [('\u{17f}', '\u{17f}')]) | (b'k', [('\u{212a}', '\u{212a}')]) => {
                Some((lower, true))
            }
            _ => None,
        }
    }

    /// Whether every character belongs to one of the classes.
    pub(super) fn are_all(&self, classes: &[Class]) -> bool {
        if classes.iter().fold(0, |all, class| all | class.ascii) != u128::MAX {
            return false;
        }
        let wide = classes.iter().flat_map(|class| self.wide_ranges(*class));
        let ranges = wide.map(|&(start, end)| start..=end).chain(['\0'..='\u{7f}']);
        CharClass::new(ranges) == CharClass::any()
    }

    /// How many bytes each character of the class has, when all have the same number.
    pub(super) fn width(&self, class: Class) -> Option<usize> {
        match self.wide_ranges(class) {
            [] => Some(1),
            [(start, _), .., (_, end)] | [(start, end)] => {
                let width = start.len_utf8();
                (class.ascii == 0 && end.len_utf8() == width).then_some(width)
            }
        }
    }

    fn wide_ranges(&self, class: Class) -> &[(char, char)] {
        match class.wide {
            Wide::Part(part) => self.parts.get(part).map_or(&[], Vec::as_slice),
            Wide::All => &[('\u{80}', char::MAX)],
            Wide::Nothing => &[],
        }
    }

    /// The ranges of the class. They may hold what is `free` where that makes them fewer.
    pub(super) fn ranges(&self, class: Class, free: u128) -> Vec<(char, char)> {
        let mut ranges: Vec<(char, char)> = Vec::new();
        for byte in (0..=127_u8).filter(|byte| class.ascii >> byte & 1 == 1) {
            let c = char::from(byte);
            match ranges.last_mut() {
                Some(last) if bits(last.1, c) & !(class.ascii | free) == 0 => last.1 = c,
                _ => ranges.push((c, c)),
            }
        }
        for &(start, end) in self.wide_ranges(class) {
            match ranges.last_mut() {
                Some(last) if last.1 == '\u{7f}' && start == '\u{80}' => last.1 = end,
                _ => ranges.push((start, end)),
            }
        }
        ranges
    }

    /// The ranges of what does not belong to the class. They leave out what is `free`.
    pub(super) fn others(&self, class: Class, free: u128) -> Vec<(char, char)> {
        let ascii = class.ascii | free;
        between(&self.ranges(Class { ascii, ..class }, 0))
    }
}

/// The characters between the ranges.
fn between(ranges: &[(char, char)]) -> Vec<(char, char)> {
    let mut between = Vec::new();
    let mut next = Some('\0');
    for &(start, end) in ranges {
        if let Some(first) = next.filter(|first| *first < start) {
            between.extend(before(start).map(|last| (first, last)));
        }
        next = after(end);
    }
    between.extend(next.map(|first| (first, char::MAX)));
    between
}

fn before(c: char) -> Option<char> {
    if c == '\u{e000}' { Some('\u{d7ff}') } else { char::from_u32(u32::from(c).checked_sub(1)?) }
}

fn after(c: char) -> Option<char> {
    if c == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(c) + 1) }
}

/// The bits of the ASCII characters from `start` to `end`.
fn bits(start: char, end: char) -> u128 {
    let below = |c: u32| if c < 128 { (1_u128 << c) - 1 } else { u128::MAX };
    below(u32::from(end) + 1) & !below(u32::from(start))
}

fn perl_class(pattern: &str) -> Option<CharClass> {
    match regex_syntax::parse(pattern).ok()?.into_kind() {
        regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
            Some(CharClass::new(class.ranges().iter().map(|range| range.start()..=range.end())))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(pattern: &str) -> (Classes, Class) {
        let mut classes = Classes::default();
        let class = classes.intern(&perl_class(pattern).unwrap());
        (classes, class)
    }

    #[test]
    fn a_class_is_split_into_ascii_and_the_rest() {
        let (_, slug) = class("[a-z-]");
        assert!(slug.is_ascii() && slug.ascii.count_ones() == 27);
        let (_, segment) = class("[^/]");
        assert_eq!((segment.wide, segment.all_but()), (Wide::All, Some(b'/')));
        assert!(segment.holds(slug) && !slug.holds(segment));
        let (classes, umlaut) = class("[äöü]");
        assert_eq!((classes.width(umlaut), classes.single(umlaut)), (Some(2), None));
    }

    #[test]
    fn known_classes_are_recognised_by_what_they_hold_beyond_ascii() {
        for (pattern, name, negated) in
            [(r"\w", "word", false), (r"[\w-]", "word", false), (r"\D", "digit", true)]
        {
            let (classes, class) = class(pattern);
            let known = classes.known(class).unwrap();
            assert_eq!((known.name, known.negated), (name, negated));
        }
        let (classes, greek) = class(r"\p{Greek}");
        assert!(classes.known(greek).is_none());
    }

    #[test]
    fn free_characters_join_ranges() {
        let (classes, letters) = class("[a-rt-z]");
        assert_eq!(classes.ranges(letters, 0), [('a', 'r'), ('t', 'z')]);
        assert_eq!(classes.ranges(letters, 1 << b's'), [('a', 'z')]);
    }

    #[test]
    fn folding_knows_the_long_s_and_the_kelvin_sign() {
        for (pattern, folded) in [
            ("(?i)a", Some((b'a', false))),
            ("(?i)s", Some((b's', true))),
            ("(?i)k", Some((b'k', true))),
            ("[ab]", None),
            ("(?i)é", None),
        ] {
            let (classes, class) = class(pattern);
            assert_eq!(classes.folded(class), folded, "{pattern}");
        }
    }
}
