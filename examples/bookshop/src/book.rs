//! What is sent and kept.

use lychgate::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A book, as it is added or changed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What stands on it.
    #[schemars(length(min = 1, max = 200))]
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// How long it is.
    pub pages: u32,
    /// Shelves, for one.
    #[serde(default)]
    pub tags: Vec<String>,
}

impl Draft {
    /// The draft, unless its title is none: the schema says the same.
    pub(crate) fn checked(self) -> Result<Self, Rejection> {
        if (1..=200).contains(&self.title.chars().count()) {
            return Ok(self);
        }
        let message = "title: has 1 to 200 characters";
        Err(Rejection::new(Status::UNPROCESSABLE_ENTITY, message).at("title"))
    }
}

/// A book of the shop.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Book {
    /// Its number, which stays.
    pub number: u32,
    /// What stands on it.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// How long it is.
    pub pages: u32,
    /// Shelves, for one.
    pub tags: Vec<String>,
    /// What was said of it since it was changed.
    pub reviews: Vec<Review>,
}

impl Book {
    pub(crate) fn new(number: u32, draft: Draft) -> Self {
        let Draft { title, author, pages, tags } = draft;
        Book { number, title, author, pages, tags, reviews: Vec::new() }
    }
}

/// An opinion.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct Review {
    /// How good it is.
    pub stars: Stars,
    /// Why.
    pub text: Option<String>,
}

/// How good a book is.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stars {
    /// Not at all.
    One,
    /// It is read to its end.
    Two,
    /// It is read again.
    Three,
}

/// Which books are listed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Filter {
    /// Those of this author.
    pub author: Option<String>,
    /// No more than so many.
    pub limit: Option<u8>,
}

impl Filter {
    pub(crate) fn admits(&self, book: &Book) -> bool {
        self.author.as_ref().is_none_or(|author| *author == book.author)
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit.map_or(usize::MAX, usize::from)
    }
}
