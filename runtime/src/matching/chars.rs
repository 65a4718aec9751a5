//! Steps over characters: for classes that hold some of what is not ASCII.

use super::tables;

/// The character at `i`.
///
/// ```
/// # use lychgate::matching::char_at;
/// assert_eq!(char_at("caf\u{e9}", 3), Some('\u{e9}'));
/// assert_eq!(char_at("cafe", 4), None);
/// ```
#[inline]
pub fn char_at(path: &str, i: usize) -> Option<char> {
    match path.as_bytes().get(i)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => path.get(i..)?.chars().next(),
    }
}

/// That the literal stands at `i`; in [`literal`](super::literal) it is of ASCII characters.
///
/// ```
/// # use lychgate::matching::literal_str;
/// assert!(literal_str("caf\u{e9}/", 0, "caf\u{e9}").is_some());
/// ```
#[inline]
pub fn literal_str(path: &str, i: usize, literal: &str) -> Option<()> {
    path.as_bytes().get(i..)?.starts_with(literal.as_bytes()).then_some(())
}

/// Where the character at `i` ends, if it is one of the class.
///
/// ```
/// # use lychgate::matching::{digit, one_char};
/// assert_eq!(one_char("a\u{663}", 1, digit), Some(3));
/// ```
#[inline]
pub fn one_char(path: &str, i: usize, class: impl Fn(char) -> bool) -> Option<usize> {
    let c = char_at(path, i)?;
    class(c).then_some(i + c.len_utf8())
}

/// Where the `n` characters of the class that stand at `i` end.
///
/// ```
/// # use lychgate::matching::{digit, run_chars};
/// assert_eq!(run_chars("on 2024", 3, 4, digit), Some(7));
/// assert_eq!(run_chars("on 202", 3, 4, digit), None);
/// ```
#[inline]
pub fn run_chars(path: &str, i: usize, n: usize, class: impl Fn(char) -> bool) -> Option<usize> {
    (0..n).try_fold(i, |i, _| one_char(path, i, &class))
}

/// Where the characters of the class that stand at `i` end; there may be none.
///
/// ```
/// # use lychgate::matching::{star_chars, word};
/// assert_eq!(star_chars("Zo\u{eb}/", 0, word), 4);
/// assert_eq!(star_chars("/Zo\u{eb}", 0, word), 0);
/// ```
#[inline]
pub fn star_chars(path: &str, i: usize, class: impl Fn(char) -> bool) -> usize {
    let mut end = i;
    while let Some(byte) = path.as_bytes().get(end) {
        if byte.is_ascii() {
            if !class(char::from(*byte)) {
                break;
            }
            end += 1;
        } else {
            let Some(next) = one_char(path, end, &class) else { break };
            end = next;
        }
    }
    end
}

/// Where the characters of the class that stand at `i` end, if there is at least one.
///
/// ```
/// # use lychgate::matching::{plus_chars, word};
/// assert_eq!(plus_chars("Zo\u{eb}/", 0, word), Some(4));
/// assert_eq!(plus_chars("/Zo\u{eb}", 0, word), None);
/// ```
#[inline]
pub fn plus_chars(path: &str, i: usize, class: impl Fn(char) -> bool) -> Option<usize> {
    let end = star_chars(path, i, class);
    (end > i).then_some(end)
}

/// Where the characters of the class that stand at `i` end, at most `n` of them.
///
/// ```
/// # use lychgate::matching::{digit, up_to_chars};
/// assert_eq!(up_to_chars("12345", 0, 3, digit), 3);
/// ```
#[inline]
pub fn up_to_chars(path: &str, i: usize, n: usize, class: impl Fn(char) -> bool) -> usize {
    let mut end = i;
    for _ in 0..n {
        match one_char(path, end, &class) {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

/// Where the literal that stands at `i` ends, its letters in either case. The literal is in lower
/// case ASCII; as in `(?i)`, `k` is also the Kelvin sign and `s` the long s.
///
/// ```
/// # use lychgate::matching::literal_fold;
/// assert_eq!(literal_fold("TASKS", 0, "tasks"), Some(5));
/// assert_eq!(literal_fold("ta\u{17f}\u{212a}S", 0, "tasks"), Some(8));
/// ```
#[inline]
pub fn literal_fold(path: &str, i: usize, literal: &str) -> Option<usize> {
    literal.chars().try_fold(i, |i, expected| {
        one_char(path, i, |found| match found {
            '\u{17f}' => expected == 's',
            '\u{212a}' => expected == 'k',
            found => found.to_ascii_lowercase() == expected,
        })
    })
}

/// Whether one of the ranges, which are ascending, holds the character.
///
/// ```
/// # use lychgate::matching::within;
/// assert!(within('\u{3b2}', &[('a', 'z'), ('\u{3b1}', '\u{3c9}')]));
/// ```
pub fn within(c: char, ranges: &[(char, char)]) -> bool {
    let after = ranges.partition_point(|&(start, _)| start <= c);
    ranges[..after].last().is_some_and(|&(_, end)| c <= end)
}

/// Whether `\w` holds the character: letters, marks, digits and `_` of all scripts.
///
/// ```
/// # use lychgate::matching::word;
/// assert!(word('_') && word('\u{eb}') && !word('-'));
/// ```
#[inline]
pub fn word(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => ASCII_WORD[usize::from(byte)],
        _ => within(c, tables::WORD),
    }
}

/// Whether `\d` holds the character: the decimal digits of all scripts.
///
/// ```
/// # use lychgate::matching::digit;
/// assert!(digit('7') && digit('\u{667}') && !digit('x'));
/// ```
#[inline]
pub fn digit(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { within(c, tables::DIGIT) }
}

/// Whether `\s` holds the character: white space of all scripts.
///
/// ```
/// # use lychgate::matching::space;
/// assert!(space(' ') && space('\u{a0}') && !space('x'));
/// ```
#[inline]
pub fn space(c: char) -> bool {
    if c.is_ascii() { matches!(c, '\t'..='\r' | ' ') } else { within(c, tables::SPACE) }
}

/// A look into this table is measurably quicker than comparing with four ranges.
static ASCII_WORD: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    table
};
