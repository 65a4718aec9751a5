//! A pattern as the templates of an OpenAPI document: `/posts/{year}/{month}`.
//!
//! A template knows texts and captures, one behind the other. So a part that may be left out, and has
//! groups, is one template more; and what a group takes is said beside the template, by a regular
//! expression of ECMA-262, as JSON Schema has them: what fits it fits the pattern, and sometimes more
//! does.

use std::fmt::Write;

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use super::inverse::Piece;
use super::{Group, Pattern};

/// The most templates of a pattern.
const MOST: usize = 16;

/// The most ranges of characters that are said one by one: of a larger class it is its part in ASCII.
const RANGES: usize = 16;

/// What a group takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// A regular expression of ECMA-262, if one can say it.
    pub pattern: Option<String>,
    /// Whether there may be a slash in it, so that it is more than a segment.
    pub has_slash: bool,
}

impl Pattern {
    /// The templates, each with a slash in front.
    ///
    /// # Errors
    /// Why there is none.
    pub fn templates(&self) -> Result<Vec<String>, String> {
        let pieces = self
            .inverse()
            .map_err(|part| format!("`{part}` may be several texts, and no group names it"))?;
        let mut ways = ways(pieces);
        ways.dedup();
        if ways.len() > MOST {
            return Err("what may be left out has too many combinations".to_owned());
        }
        let groups = self.groups();
        ways.iter().map(|way| template(way, groups)).collect()
    }

    /// What a group takes, by its place in the pattern.
    #[must_use]
    pub fn taken(&self, group: usize) -> Taken {
        let name = self.groups().get(group).map_or("", |group| group.name.as_str());
        match find(self.hir(), name) {
            Some(inside) => Taken { pattern: expression(inside), has_slash: has_slash(inside) },
            None => Taken { pattern: None, has_slash: false },
        }
    }
}

/// The sequences of texts and captures, without choices; few more than are allowed.
fn ways(pieces: &[Piece]) -> Vec<Vec<&Piece>> {
    let mut all: Vec<Vec<&Piece>> = vec![Vec::new()];
    for piece in pieces {
        let Piece::Choice(branches) = piece else {
            all.iter_mut().for_each(|way| way.push(piece));
            continue;
        };
        // One branch alone may be left out; of several, one is there.
        let mut ends = if branches.len() == 1 { vec![Vec::new()] } else { Vec::new() };
        ends.extend(branches.iter().flat_map(|branch| ways(branch)));
        let joined = all.iter().flat_map(|way| {
            ends.iter().map(move |end| way.iter().chain(end).copied().collect::<Vec<_>>())
        });
        all = joined.take(MOST + 1).collect();
    }
    all
}

fn template(way: &[&Piece], groups: &[Group]) -> Result<String, String> {
    let mut path = "/".to_owned();
    let mut seen = Vec::new();
    for piece in way {
        match piece {
            Piece::Text(text) => quote(text, &mut path),
            Piece::Capture { group, .. } => {
                let name = groups.get(*group).map_or("", |group| group.name.as_str());
                if seen.contains(group) {
                    return Err(format!("`{name}` is repeated"));
                }
                seen.push(*group);
                // Writing into a string does not fail.
                let _ = write!(path, "{{{name}}}");
            }
            Piece::Choice(_) => {}
        }
    }
    Ok(path)
}

/// The text as it stands in a path (RFC 3986, 3.3).
fn quote(text: &str, path: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => path.push(char::from(byte)),
            _ if b"-._~!$&'()*+,;=:@/".contains(&byte) => path.push(char::from(byte)),
            _ => {
                let _ = write!(path, "%{byte:02X}");
            }
        }
    }
}

fn find<'h>(hir: &'h Hir, name: &str) -> Option<&'h Hir> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some(name) => Some(&capture.sub),
        HirKind::Capture(capture) => find(&capture.sub, name),
        HirKind::Repetition(repetition) => find(&repetition.sub, name),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().find_map(|part| find(part, name))
        }
        _ => None,
    }
}

fn has_slash(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.contains(&b'/'),
        HirKind::Class(class) => characters(class)
            .is_some_and(|class| class.iter().any(|it| it.start() <= '/' && '/' <= it.end())),
        HirKind::Capture(capture) => has_slash(&capture.sub),
        HirKind::Repetition(repetition) => has_slash(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(has_slash),
        HirKind::Empty | HirKind::Look(_) => false,
    }
}

/// The regular expression of ECMA-262 with this meaning, or one for a part of it; none for what looks
/// around, as dialects differ in that.
fn expression(hir: &Hir) -> Option<String> {
    Some(match hir.kind() {
        HirKind::Empty => String::new(),
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).ok()?.chars().fold(String::new(), |mut text, c| {
                escape(c, "\\^$.*+?()[]{}|", &mut text);
                text
            })
        }
        HirKind::Class(class) => set(&characters(class)?)?,
        HirKind::Look(_) => return None,
        HirKind::Repetition(repetition) => repeated(repetition)?,
        HirKind::Capture(capture) => expression(&capture.sub)?,
        HirKind::Concat(parts) => {
            let parts: Option<Vec<String>> = parts
                .iter()
                .map(|part| {
                    let text = expression(part)?;
                    Some(if is_choice(part) { format!("(?:{text})") } else { text })
                })
                .collect();
            parts?.concat()
        }
        HirKind::Alternation(parts) => {
            parts.iter().map(expression).collect::<Option<Vec<_>>>()?.join("|")
        }
    })
}

fn repeated(repetition: &Repetition) -> Option<String> {
    let inside = inside(&repetition.sub);
    let text = expression(inside)?;
    let is_one = match inside.kind() {
        HirKind::Class(_) => true,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().count() == 1)
        }
        _ => false,
    };
    let text = if is_one { text } else { format!("(?:{text})") };
    let times = match (repetition.min, repetition.max) {
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (min, None) => format!("{{{min},}}"),
        (min, Some(max)) if min == max => format!("{{{min}}}"),
        (min, Some(max)) => format!("{{{min},{max}}}"),
    };
    Some(text + &times)
}

fn is_choice(hir: &Hir) -> bool {
    matches!(inside(hir).kind(), HirKind::Alternation(_))
}

/// What the groups around it leave.
fn inside(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) => inside(&capture.sub),
        _ => hir,
    }
}

fn characters(class: &Class) -> Option<ClassUnicode> {
    match class {
        Class::Unicode(class) => Some(class.clone()),
        Class::Bytes(class) => class.to_unicode_class(),
    }
}

/// `[0-9A-Z]`, or `[^/]` where that is shorter.
fn set(class: &ClassUnicode) -> Option<String> {
    let mut others = class.clone();
    others.negate();
    let count = |class: &ClassUnicode| class.ranges().len();
    let (mark, shown) = match () {
        () if count(&others) < count(class) && count(&others) <= RANGES => ("^", others),
        () if count(class) <= RANGES => ("", class.clone()),
        () => {
            let mut ascii = class.clone();
            ascii.intersect(&ClassUnicode::new([ClassUnicodeRange::new('\0', '\x7f')]));
            ("", ascii)
        }
    };
    if count(&shown) == 0 {
        return None;
    }
    let mut text = format!("[{mark}");
    for range in shown.iter() {
        escape(range.start(), "\\]^-[", &mut text);
        if range.start() != range.end() {
            if u32::from(range.end()) > u32::from(range.start()) + 1 {
                text.push('-');
            }
            escape(range.end(), "\\]^-[", &mut text);
        }
    }
    text.push(']');
    Some(text)
}

fn escape(c: char, special: &str, text: &mut String) {
    if c.is_control() || c == '\u{2028}' || c == '\u{2029}' {
        let _ = write!(text, "\\u{:04x}", u32::from(c));
        return;
    }
    if special.contains(c) {
        text.push('\\');
    }
    text.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(text: &str) -> Result<Vec<String>, String> {
        Pattern::parse(text).expect("it parses").templates()
    }

    #[test]
    fn a_template_has_the_texts_and_the_groups() {
        for (pattern, expected) in [
            ("^$", vec!["/"]),
            ("^hello/?$", vec!["/hello"]),
            (r"^hello/(?<name>\w+)/?$", vec!["/hello/{name}"]),
            (r"^f/(?<stem>[^/]+)\.(?<ending>\w+)$", vec!["/f/{stem}.{ending}"]),
            (r"^(?<y>\d{4})(?:/(?<d>\d\d))?/?$", vec!["/{y}", "/{y}/{d}"]),
            (r"^e/(?:(?<n>\d+)|(?<w>[a-z]*))$", vec!["/e/{n}", "/e/{w}"]),
            ("^a b/é/\\{x\\}$", vec!["/a%20b/%C3%A9/%7Bx%7D"]),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(templates(pattern), Ok(expected), "{pattern}");
        }
    }

    #[test]
    fn what_has_no_template_says_why() {
        for (pattern, why) in [
            (r"^x/\d+$", r"`\d` may be several texts, and no group names it"),
            (r"^(?:(?<x>\d)-){2}$", "`x` is repeated"),
            (
                r"^(?<a>x)?/(?<b>x)?/(?<c>x)?/(?<d>x)?/(?<e>x)?$",
                "what may be left out has too many combinations",
            ),
        ] {
            assert_eq!(templates(pattern), Err(why.to_owned()), "{pattern}");
        }
    }

    #[test]
    fn what_a_group_takes_is_said_in_the_dialect_of_json_schema() {
        for (group, pattern, has_slash) in [
            (r"\d+", Some("[0-9]+"), false),
            (r"\d{4}", Some("[0-9]{4}"), false),
            (r"\w+", Some("[0-9A-Z_a-z]+"), false),
            ("[^/]+", Some("[^/]+"), false),
            (".+", Some(r"[^\u000a]+"), true),
            (r"[a-z][-\w]{1,9}", Some(r"[a-z][\-0-9A-Z_a-z]{1,9}"), false),
            (r"(?:ab|c\.d)+", Some(r"(?:ab|c\.d)+"), false),
            ("(?i)k", Some("[Kk\u{212a}]"), false),
            ("(x|yy)z", Some("(?:x|yy)z"), false),
            ("a/b", Some("a/b"), true),
            (r"\bx", None, false),
            (r"\p{Greek}", None, false),
        ] {
            let text = format!("^(?<g>{group})$");
            let taken = Pattern::parse(&text).expect("it parses").taken(0);
            let pattern = pattern.map(str::to_owned);
            assert_eq!(taken, Taken { pattern, has_slash }, "{group}");
        }
    }
}
