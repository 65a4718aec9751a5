//! What the templates show. They escape all that they are given.

use askama::Template;
use lychgate::prelude::*;

use crate::form::Field;
use crate::site::Guestbook;
use crate::store::{Entry, Page, User};

/// What is around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Who sees it.
    pub visitor: Option<User>,
    /// What its forms bring back.
    pub token: String,
}

impl Frame {
    /// Whether the visitor has written an entry.
    fn is_author(&self, entry: &Entry) -> bool {
        self.visitor.as_ref() == Some(&entry.author)
    }
}

/// The entries, and a form for another one.
#[derive(Template, Respond)]
#[template(path = "index.html")]
pub struct IndexPage {
    /// What is around it.
    pub frame: Frame,
    /// The entries.
    pub page: Page,
    /// Whether these are the latest.
    pub is_first: bool,
    /// What was written, and is not right yet.
    pub text: Field,
    /// What is wrong with the picture.
    pub fault: Option<&'static str>,
}

/// One entry, and a form for its author.
#[derive(Template, Respond)]
#[template(path = "entry.html")]
pub struct EntryPage {
    /// What is around it.
    pub frame: Frame,
    /// The entry, as it is.
    pub entry: Entry,
    /// Its text, as it is to be.
    pub text: Field,
}

/// The form of a new account.
#[derive(Template, Respond)]
#[template(path = "signup.html")]
pub struct SignupPage {
    /// What is around it.
    pub frame: Frame,
    /// Who it is for.
    pub name: Field,
    /// The secret.
    pub password: Field,
}

/// The form to log in by.
#[derive(Template, Respond)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// What is around it.
    pub frame: Frame,
    /// Who logs in.
    pub name: Field,
}

/// Why there is no page.
#[derive(Template, Respond)]
#[template(path = "failure.html")]
pub struct FailurePage {
    /// What kind of failure it is.
    pub status: Status,
    /// What is said about it.
    pub message: String,
}

impl Entry {
    /// The page of this entry.
    pub(crate) fn url(&self) -> Url {
        Guestbook::urls().entry(self.id)
    }

    /// When it was written, for people: `2026-11-22, 22:31 UTC`.
    fn date(&self) -> String {
        match (self.written.get(..10), self.written.get(11..16)) {
            (Some(day), Some(time)) => format!("{day}, {time} UTC"),
            _ => self.written.clone(),
        }
    }
}
