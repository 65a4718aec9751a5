//! Where a pattern stops matching a path.

use regex_automata::hybrid::dfa::DFA;
use regex_automata::{Anchored, Input};

/// The offset of the first character that no match could have there; the length of the path where
/// it ends before a match does. `None` where the pattern may begin anywhere, so that no character
/// rules it out, or cannot be looked into.
pub(super) fn stop(pattern: &str, path: &str) -> Option<usize> {
    if !pattern.starts_with('^') {
        return None;
    }
    let dfa = DFA::builder().configure(DFA::config().unicode_word_boundary(true)).build(pattern);
    let dfa = dfa.ok()?;
    let mut cache = dfa.create_cache();
    let input = Input::new(path).anchored(Anchored::Yes);
    let mut state = dfa.start_state_forward(&mut cache, &input).ok()?;
    for (offset, byte) in path.bytes().enumerate() {
        state = dfa.next_state(&mut cache, state, byte).ok()?;
        if state.is_dead() {
            let is_start = |offset: &usize| path.is_char_boundary(*offset);
            return (0..=offset).rev().find(is_start);
        }
        if state.is_quit() {
            return None;
        }
    }
    Some(path.len())
}

#[cfg(test)]
mod tests {
    use super::stop;

    #[test]
    fn the_first_character_that_cannot_be_is_found() {
        for (pattern, path, expected) in [
            ("^hello/?$", "help", Some(3)),
            ("^hello/?$", "hell", Some(4)),
            ("^hello/?$", "hello/x", Some(6)),
            ("^$", "x", Some(0)),
            (r"^users/(?<id>\d+)$", "users/7x", Some(7)),
            (r"^users/(?<id>\d+)$", "users/é", Some(6)),
            (r"^(?<name>\w+)/$", "é", Some(2)),
            ("hello$", "x", None),
        ] {
            assert_eq!(stop(pattern, path), expected, "{pattern} {path}");
        }
    }
}
