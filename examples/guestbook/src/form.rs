//! What is typed into the forms, and what is wrong with it.

use lychgate::parameter::Part;
use lychgate::prelude::*;
use serde::Deserialize;

use crate::session::Unchecked;

/// The form of an account: to make one, and to log in.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    /// Who it is for.
    pub name: String,
    /// The secret.
    pub password: String,
}

/// The form of a new entry.
#[derive(Debug)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// The picture, where one was chosen.
    pub picture: Option<Part>,
}

impl Draft {
    /// What a form with a file says.
    ///
    /// # Errors
    /// 422 where it has no text, or that is not UTF-8.
    pub fn of(mut form: Multipart) -> Result<Unchecked<Draft>> {
        let token = form.take("token").map_or(Ok(String::new()), Part::text)?;
        let text = form.take("text")?.text()?;
        // A browser sends a file without bytes where none was chosen.
        let picture = form.take("picture").ok().filter(|part| part.len() > 0);
        Ok(Unchecked::new(token, Draft { text, picture }))
    }
}

/// The form of an entry that is changed.
#[derive(Debug, Deserialize)]
pub struct Change {
    /// The text.
    pub text: String,
    /// Whether the picture is to go: a box that is ticked.
    pub without_picture: Option<String>,
}

/// A form with nothing in it but its button.
#[derive(Debug, Deserialize)]
pub struct Press {}

/// What was typed into a field, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What was typed.
    pub text: String,
    /// What is wrong, for who typed it.
    pub fault: Option<&'static str>,
}

impl Field {
    /// A field without a fault.
    pub fn new(text: impl Into<String>) -> Self {
        Field { text: text.into(), fault: None }
    }

    /// The same, with a fault.
    #[must_use]
    pub fn fault(self, fault: &'static str) -> Self {
        Field { fault: Some(fault), ..self }
    }

    /// A name for a new account.
    #[must_use]
    pub fn name(text: &str) -> Self {
        let field = Field::new(text.trim());
        let is_in_name = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
        match field.text.chars().count() {
            0 => field.fault("Choose a name."),
            31.. => field.fault("A name has up to 30 letters."),
            _ if field.text.chars().all(is_in_name) => field,
            _ => field.fault("A name has letters, digits, - and _ in it, and nothing else."),
        }
    }

    /// A password for a new account. What was typed is not shown again.
    #[must_use]
    pub fn password(text: &str) -> Self {
        match text.chars().count() {
            0..10 => Field::default().fault("A password has at least 10 letters."),
            // So much need not be hashed.
            201.. => Field::default().fault("A password has up to 200 letters."),
            _ => Field::default(),
        }
    }

    /// The text of an entry. Browsers send two characters for a line's end; it counts as one.
    #[must_use]
    pub fn entry(text: &str) -> Self {
        let field = Field::new(text.replace("\r\n", "\n").trim());
        match field.text.chars().count() {
            0 => field.fault("Write something."),
            2001.. => field.fault("An entry has up to 2000 characters."),
            _ => field,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_names() {
        for (text, is_right) in [
            ("Ann", true),
            (" Zoë ", true),
            ("a-b_2", true),
            ("", false),
            ("  ", false),
            ("Ann Lee", false),
            ("<b>", false),
            ("\u{202e}nnA", false),
            (&"a".repeat(30), true),
            (&"a".repeat(31), false),
        ] {
            assert_eq!(Field::name(text).fault.is_none(), is_right, "{text:?}");
        }
    }

    #[test]
    fn passwords_are_neither_short_nor_endless_nor_shown() {
        for (length, is_right) in [(9, false), (10, true), (200, true), (201, false)] {
            let field = Field::password(&"ä".repeat(length));
            assert_eq!((field.fault.is_none(), &*field.text), (is_right, ""), "{length}");
        }
    }

    #[test]
    fn a_line_break_is_one_character() {
        assert_eq!(Field::entry(" a\r\nb\r\n").text, "a\nb");
        assert!(Field::entry(&"\r\n".repeat(1000)).fault.is_some());
        assert!(Field::entry(&"a\r\n".repeat(1000)).fault.is_none());
        assert!(Field::entry(&"a".repeat(2001)).fault.is_some());
    }
}
