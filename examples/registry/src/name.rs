//! The names of repositories and of what is in them (distribution-spec, "Pulling manifests").

use std::fmt;
use std::str::FromStr;

use crate::Digest;

/// The name of a repository: components of lower-case letters and digits, with a separator between
/// some of them, and slashes between components.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Longer ones do not fit into a file name's folder, and clients refuse them as well.
        const LONGEST: usize = 255;
        if text.len() <= LONGEST && text.split('/').all(is_component) {
            return Ok(Name(text.to_owned()));
        }
        Err(format!("`{text}` is no name of a repository"))
    }
}

/// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
fn is_component(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separators = text.split(is_plain).filter(|separator| !separator.is_empty());
    text.starts_with(is_plain)
        && text.ends_with(is_plain)
        && separators.into_iter().all(|separator| {
            matches!(separator, "." | "_" | "__") || separator.chars().all(|c| c == '-')
        })
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a manifest is asked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Its digest.
    Digest(Digest),
    /// A name that may be moved to another one: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
    Tag(String),
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.contains(':') {
            return text.parse().map(Reference::Digest);
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_tag = text.starts_with(is_word)
            && text.len() <= 128
            && text.chars().all(|c| is_word(c) || matches!(c, '.' | '-'));
        if is_tag {
            Ok(Reference::Tag(text.to_owned()))
        } else {
            Err(format!("`{text}` is no tag"))
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Digest(digest) => digest.fmt(f),
            Reference::Tag(tag) => f.write_str(tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_components_with_slashes_between() {
        for good in ["a", "a/b", "library/debian", "a.b_c__d---e/0", "x/blobs/uploads"] {
            assert!(good.parse::<Name>().is_ok(), "{good}");
        }
        let long = "a".repeat(256);
        for bad in
            ["", "/", "a/", "/a", "A", "a..b", "a___b", "a.-b", "-a", "a.", "ä", "a//b", &long]
        {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }

    #[test]
    fn references_are_tags_or_digests() {
        assert_eq!("v1.0-rc_1".parse(), Ok(Reference::Tag("v1.0-rc_1".to_owned())));
        let digest = format!("sha256:{}", "0".repeat(64));
        assert_eq!(digest.parse(), Ok(Reference::Digest(digest.parse().unwrap())));
        let long = "a".repeat(129);
        for bad in ["", ".a", "-a", "a b", "sha256:1", &long] {
            assert!(bad.parse::<Reference>().is_err(), "{bad}");
        }
    }
}
