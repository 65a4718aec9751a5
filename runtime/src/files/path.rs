//! From the path of a request to a place below a directory.

use std::path::PathBuf;

/// The place that a path names, or `None` where it can name none: an empty segment, `.` or `..`, a
/// character that separates or ends names on some system, a name that begins with a dot.
///
/// The path is percent-decoded already, so that what was `%2e%2e%2f` is seen as it is meant.
pub(super) fn inside(path: &str, hidden: bool) -> Option<PathBuf> {
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(PathBuf::from("."));
    }
    let is_name = |segment: &&str| {
        let strange = |c: char| c.is_control() || ['\\', ':'].contains(&c);
        let dots = segment.starts_with('.') && !hidden || ["", ".", ".."].contains(segment);
        !dots && !segment.contains(strange)
    };
    path.split('/').all(|segment| is_name(&segment)).then(|| path.split('/').collect())
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_path_is_of_plain_names() {
        assert_eq!(inside("a/b.css", false), Some("a/b.css".into()));
        assert_eq!(inside("a b/ü", false), Some("a b/ü".into()));
        assert_eq!(inside("", false), Some(".".into()));
        assert_eq!(inside("a/", false), Some("a".into()));
        assert_eq!(inside(".well-known/x", true), Some(".well-known/x".into()));
        for path in [
            "..",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a//b",
            "//a",
            "/a",
            "a\0b",
            "a\\..\\b",
            "C:a",
            "a:b",
            "a\nb",
            ".git/config",
            "a/.env",
            "a//",
            "\u{85}",
        ] {
            assert_eq!(inside(path, false), None, "{path:?}");
        }
        for path in ["..", ".", "a/./b", "a/../b"] {
            assert_eq!(inside(path, true), None, "{path:?}");
        }
    }
}
