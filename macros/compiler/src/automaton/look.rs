//! Assertions about the characters on both sides of an offset.

use std::ops::{BitAnd, BitOr};

/// What an assertion may ask about the character on one side of an offset, as a set of facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Context(u8);

impl Context {
    /// Nothing is known, or nothing is asked.
    pub const NONE: Context = Context(0);
    /// There is no character: the text begins or ends.
    pub const EDGE: Context = Context(1);
    /// It is a character of a word.
    pub const WORD: Context = Context(2);
    /// It is an ASCII character of a word.
    pub const ASCII_WORD: Context = Context(4);
    /// It is a line feed.
    pub const LINE_FEED: Context = Context(8);
    /// It is a carriage return.
    pub const CARRIAGE_RETURN: Context = Context(16);

    /// Whether one of the facts of `other` is among these.
    #[must_use]
    pub fn has(self, other: Context) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Context {
    type Output = Context;

    fn bitor(self, other: Context) -> Context {
        Context(self.0 | other.0)
    }
}

impl BitAnd for Context {
    type Output = Context;

    fn bitand(self, other: Context) -> Context {
        Context(self.0 & other.0)
    }
}

/// An assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// `^`: the text begins here.
    Start,
    /// `$`: the text ends here.
    End,
    /// `(?m)^`: a line begins here.
    StartLine,
    /// `(?m)$`: a line ends here.
    EndLine,
    /// `(?mR)^`: a line begins here, and `\r\n` ends lines too.
    StartLineCrlf,
    /// `(?mR)$`: a line ends here, and `\r\n` ends lines too.
    EndLineCrlf,
    /// `\b` and its kin: about words made of the given characters.
    Word(Boundary, Context),
}

/// What is asked of the characters of words on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// `\b`: just one of them is.
    Either,
    /// `\B`: both are or none is.
    Neither,
    /// `\b{start}`: only the one behind is.
    Start,
    /// `\b{end}`: only the one before is.
    End,
    /// `\b{start-half}`: the one before is not.
    StartHalf,
    /// `\b{end-half}`: the one behind is not.
    EndHalf,
}

impl Look {
    /// Whether the assertion holds between two characters.
    #[must_use]
    pub fn holds(self, before: Context, after: Context) -> bool {
        let (edge, feed, carriage) = (Context::EDGE, Context::LINE_FEED, Context::CARRIAGE_RETURN);
        match self {
            Look::Start => before.has(edge),
            Look::End => after.has(edge),
            Look::StartLine => before.has(edge | feed),
            Look::EndLine => after.has(edge | feed),
            Look::StartLineCrlf => {
                before.has(edge | feed) || before.has(carriage) && !after.has(feed)
            }
            Look::EndLineCrlf => {
                after.has(edge | carriage) || after.has(feed) && !before.has(carriage)
            }
            Look::Word(boundary, word) => boundary.holds(before.has(word), after.has(word)),
        }
    }

    /// What the assertion asks about the character before.
    #[must_use]
    pub fn asks_before(self) -> Context {
        match self {
            Look::Start => Context::EDGE,
            Look::StartLine => Context::EDGE | Context::LINE_FEED,
            Look::StartLineCrlf => Context::EDGE | Context::LINE_FEED | Context::CARRIAGE_RETURN,
            Look::EndLineCrlf => Context::CARRIAGE_RETURN,
            Look::Word(Boundary::EndHalf, _) | Look::End | Look::EndLine => Context::NONE,
            Look::Word(_, word) => word,
        }
    }

    /// What the assertion asks about the character behind.
    #[must_use]
    pub fn asks_after(self) -> Context {
        match self {
            Look::End => Context::EDGE,
            Look::EndLine => Context::EDGE | Context::LINE_FEED,
            Look::EndLineCrlf => Context::EDGE | Context::LINE_FEED | Context::CARRIAGE_RETURN,
            Look::StartLineCrlf => Context::LINE_FEED,
            Look::Word(Boundary::StartHalf, _) | Look::Start | Look::StartLine => Context::NONE,
            Look::Word(_, word) => word,
        }
    }
}

impl Boundary {
    fn holds(self, before: bool, after: bool) -> bool {
        match self {
            Boundary::Either => before != after,
            Boundary::Neither => before == after,
            Boundary::Start => !before && after,
            Boundary::End => before && !after,
            Boundary::StartHalf => !before,
            Boundary::EndHalf => !after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_does_not_end_inside_crlf() {
        let (feed, carriage) = (Context::LINE_FEED, Context::CARRIAGE_RETURN);
        assert!(!Look::StartLineCrlf.holds(carriage, feed));
        assert!(!Look::EndLineCrlf.holds(carriage, feed));
        assert!(Look::StartLineCrlf.holds(carriage, Context::NONE));
        assert!(Look::EndLineCrlf.holds(Context::NONE, feed));
        assert!(Look::EndLine.holds(carriage, feed));
    }

    /// Facts that an assertion does not ask for must not change its answer.
    #[test]
    fn what_is_not_asked_does_not_matter() {
        let mut looks = vec![
            Look::Start,
            Look::End,
            Look::StartLine,
            Look::EndLine,
            Look::StartLineCrlf,
            Look::EndLineCrlf,
        ];
        for word in [Context::WORD, Context::ASCII_WORD] {
            for boundary in [
                Boundary::Either,
                Boundary::Neither,
                Boundary::Start,
                Boundary::End,
                Boundary::StartHalf,
                Boundary::EndHalf,
            ] {
                looks.push(Look::Word(boundary, word));
            }
        }
        for look in looks {
            for (before, after) in (0..32).flat_map(|b| (0..32).map(move |a| (b, a))) {
                let (before, after) = (Context(before), Context(after));
                let masked = (before & look.asks_before(), after & look.asks_after());
                assert_eq!(look.holds(before, after), look.holds(masked.0, masked.1), "{look:?}");
            }
        }
    }
}
