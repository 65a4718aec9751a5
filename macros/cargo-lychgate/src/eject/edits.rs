//! Changes of a text, which leave all else as it is, byte for byte.

use std::cmp::Reverse;
use std::ops::Range;

/// A part of a text, and what stands there instead.
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Edit {
    /// Something new at a place.
    pub(super) fn insertion(place: usize, text: String) -> Self {
        Edit { range: place..place, text }
    }
}

/// The text with all changes made. What is removed twice is removed; a change inside of what is
/// replaced is made by that already.
pub(super) fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, Reverse(edit.range.end)));
    let newline = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for Edit { range, text: new } in edits {
        if range.start >= done {
            text.push_str(source.get(done..range.start).unwrap_or_default());
            text.push_str(&new.replace("\r\n", "\n").replace('\n', newline));
        }
        done = done.max(range.end);
    }
    text.push_str(source.get(done..).unwrap_or_default());
    text
}

/// Removes some parts, with the lines that they had for themselves, and the space behind them.
pub(super) fn removals(source: &str, mut parts: Vec<Range<usize>>) -> Vec<Edit> {
    parts.sort_by_key(|part| part.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let is_blank =
            |range: Range<usize>| source.get(range).is_none_or(|it| it.trim().is_empty());
        match merged.last_mut().filter(|last| is_blank(last.end..part.start)) {
            Some(last) => last.end = last.end.max(part.end),
            None => merged.push(part),
        }
    }
    let edits =
        merged.into_iter().map(|part| Edit { range: wider(source, part), text: String::new() });
    edits.collect()
}

fn wider(source: &str, part: Range<usize>) -> Range<usize> {
    let (before, behind) = (&source[..part.start], &source[part.end..]);
    let line = before.rfind('\n').map_or(0, |place| place + 1);
    let begins_line = before[line..].trim().is_empty();
    let rest = behind.find('\n').map_or(behind, |place| &behind[..=place]);
    if begins_line && rest.trim().is_empty() {
        return line..part.end + rest.len();
    }
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    part.start..part.end + spaces
}

/// Which parts of a list are removed: those that are not kept, each with one comma.
pub(super) fn from_list(elements: &[(Range<usize>, bool)]) -> Vec<Range<usize>> {
    let mut removed = Vec::new();
    let mut kept_until = None;
    for (place, (range, is_kept)) in elements.iter().enumerate() {
        match (is_kept, elements.get(place + 1), kept_until) {
            (true, ..) => kept_until = Some(range.end),
            (false, Some((next, _)), _) => removed.push(range.start..next.start),
            (false, None, Some(end)) => removed.push(end..range.end),
            (false, None, None) => removed.push(range.clone()),
        }
    }
    removed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(source: &str, parts: &[&str]) -> String {
        let find = |part: &&str| source.find(*part).map(|place| place..place + part.len());
        apply(source, removals(source, parts.iter().filter_map(find).collect()))
    }

    #[test]
    fn what_had_a_line_for_itself_goes_with_it() {
        let source = "a\n    #[b]\n    #[c(\n    )] // why\n    d\n";
        assert_eq!(without(source, &["#[b]"]), "a\n    #[c(\n    )] // why\n    d\n");
        assert_eq!(without(source, &["#[b]", "#[c(\n    )]"]), "a\n    // why\n    d\n");
        assert_eq!(without("f(#[b] d: u8)", &["#[b]"]), "f(d: u8)");
        assert_eq!(without("#[b] #[c]\nd", &["#[b]", "#[c]"]), "d");
    }

    #[test]
    fn what_is_removed_of_a_list_takes_a_comma_along() {
        let source = "{a, b, c}";
        let kept = |keep: &str| {
            let ranges = [1..2, 4..5, 7..8];
            let list: Vec<(Range<usize>, bool)> =
                ranges.into_iter().map(|it| (it.clone(), keep.contains(&source[it]))).collect();
            let removed = from_list(&list).into_iter();
            apply(source, removed.map(|range| Edit { range, text: String::new() }).collect())
        };
        let results = ["abc", "ab", "ac", "bc", "a", "b", "c", ""].map(kept);
        assert_eq!(results, ["{a, b, c}", "{a, b}", "{a, c}", "{b, c}", "{a}", "{b}", "{c}", "{}"]);
    }

    #[test]
    fn lines_end_as_the_others_do() {
        let edit = Edit::insertion(3, "b\nc\n".to_owned());
        assert_eq!(apply("a\r\nd\r\n", vec![edit]), "a\r\nb\r\nc\r\nd\r\n");
    }
}
