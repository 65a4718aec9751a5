//! The parts of a pattern between its slashes.

/// The parts of a pattern, without what holds it to the beginning and the end of the path; the whole
/// pattern where it has no such parts.
pub(super) fn segments(pattern: &str) -> Vec<&str> {
    let Some(inside) = pattern.strip_prefix('^') else { return vec![pattern] };
    let ends = inside.ends_with('$') && !inside.ends_with("\\$");
    let inside = if ends { &inside[..inside.len() - 1] } else { inside };
    let mut segments = Vec::new();
    let mut begin = 0;
    let mut depth = 0_usize;
    let mut characters = inside.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let behind = characters.peek().map(|(_, c)| *c);
        match c {
            '\\' => drop(characters.next()),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return vec![inside],
            // A slash that may be absent, or be there again, parts nothing.
            '/' if depth == 0 && !behind.is_some_and(|c| "?*+{".contains(c)) => {
                segments.push(&inside[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    segments.push(&inside[begin..]);
    segments
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn slashes_part_a_pattern_where_nothing_is_around_them() {
        for (pattern, expected) in [
            ("^$", &[""][..]),
            ("^hello/?$", &["hello/?"]),
            (r"^posts/(?<id>\d+)$", &["posts", r"(?<id>\d+)"]),
            ("^a[/x]b(c/d)*/e$", &["a[/x]b(c/d)*", "e"]),
            (r"^a\/b/c\$", &[r"a\/b", r"c\$"]),
            ("^api/", &["api", ""]),
            ("^a/b|^c", &["a/b|^c"]),
            ("hello/x", &["hello/x"]),
        ] {
            assert_eq!(segments(pattern), expected, "{pattern}");
        }
    }
}
