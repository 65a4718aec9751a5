//! The names that a part of a form says in its `Content-Disposition` (RFC 7578, section 4.2).
//!
//! They are read here because the parser of the form takes `filename=` for the file's name wherever it
//! finds it, also within the quotes of the field's name.

use std::str;

/// The name of the field, and that of the file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Names {
    pub(super) name: Option<String>,
    pub(super) file_name: Option<String>,
}

impl Names {
    /// Reads the header; `None` where it is malformed.
    pub(super) fn read(header: &[u8]) -> Option<Self> {
        let header = str::from_utf8(header).ok()?;
        let mut rest = header.find(';').map_or("", |end| &header[end..]);
        let mut names = Names::default();
        loop {
            rest = rest.trim_start_matches([' ', '\t', ';']);
            if rest.is_empty() {
                return Some(names);
            }
            let (parameter, value, after) = parameter(rest)?;
            let place = match parameter.to_ascii_lowercase().as_str() {
                "name" => &mut names.name,
                "filename" => &mut names.file_name,
                _ => &mut None,
            };
            place.get_or_insert(value);
            rest = after.trim_start_matches([' ', '\t']);
            if !rest.is_empty() && !rest.starts_with(';') {
                return None;
            }
        }
    }
}

/// `name=value` or `name="value"`, and what is behind it.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = text.split_once('=')?;
    let name = name.trim_end_matches([' ', '\t']);
    if name.is_empty() || name.contains([' ', '\t', ';', '"']) {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '\t']);
    let Some(quoted) = rest.strip_prefix('"') else {
        let (value, rest) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        return Some((name, value.trim_end_matches([' ', '\t']).to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices().peekable();
    loop {
        match characters.next()? {
            (place, '"') => return Some((name, value, &quoted[place + 1..])),
            // Browsers write any other backslash as it is: `C:\a.png`.
            (_, '\\') if matches!(characters.peek(), Some((_, '"' | '\\'))) => {
                value.push(characters.next()?.1);
            }
            (_, other) => value.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_was_written() {
        for (header, name, file_name) in [
            (r#"form-data; name="a""#, Some("a"), None),
            (r#"form-data; name="a"; filename="b.png""#, Some("a"), Some("b.png")),
            (r#"form-data; filename="b.png"; name="a""#, Some("a"), Some("b.png")),
            (r#"Form-Data ;NAME = "a";FileName= "b";"#, Some("a"), Some("b")),
            (r#"form-data; name="a"; filename="""#, Some("a"), Some("")),
            ("form-data; name=a; filename=b c.png ", Some("a"), Some("b c.png")),
            ("form-data; name=; filename=b", Some(""), Some("b")),
            ("form-data; name=\"über\"; filename=\"你好\"", Some("über"), Some("你好")),
            // What is in quotes is text.
            (r#"form-data; name="a; filename=b""#, Some("a; filename=b"), None),
            (r#"form-data; name="a ; filename="; filename="b""#, Some("a ; filename="), Some("b")),
            (r#"form-data; name="a\" \\"; filename="C:\b.png""#, Some("a\" \\"), Some(r"C:\b.png")),
            // The first counts, and no others do.
            (r#"form-data; name="a"; name="b""#, Some("a"), None),
            (r#"form-data; name="a"; filename*=UTF-8''b; size=1"#, Some("a"), None),
            ("form-data", None, None),
            ("", None, None),
        ] {
            let expected =
                Names { name: name.map(str::to_owned), file_name: file_name.map(str::to_owned) };
            assert_eq!(Names::read(header.as_bytes()), Some(expected), "{header}");
        }
    }

    #[test]
    fn what_is_malformed_is_not_guessed() {
        for header in [
            &br#"form-data; name="a"#[..],
            br#"form-data; name="a\""#,
            br#"form-data; name="a ; filename="b.png""#,
            br#"form-data; name="a" filename="b""#,
            br#"form-data; inline; name="a""#,
            br#"form-data; ="a""#,
            b"form-data; name",
            b"form-data; name=\"\xe4\"",
        ] {
            assert_eq!(Names::read(header), None, "{}", header.escape_ascii());
        }
    }
}
