//! A bookshop as an interface in JSON, with its OpenAPI document.
//!
//! ```sh
//! cargo run -p lychgate-bookshop
//! curl -i http://localhost:8080/books --json '{"title": "Emma", "author": "Jane Austen", "pages": 474}'
//! curl http://localhost:8080/docs/openapi.json
//! ```

mod book;
mod client;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lychgate::openapi::Document;
use lychgate::prelude::*;

pub use book::{Book, Draft, Filter, Review};
pub use client::{Client, Csv};

/// The books by their numbers, and what the shop says of itself: the state of the application.
#[derive(Debug)]
pub struct Shop {
    books: Mutex<BTreeMap<u32, Book>>,
    document: Document,
}

impl Shop {
    /// A shop that is not empty.
    #[must_use]
    pub fn with_some_books(document: Document) -> Self {
        let shop = Shop { books: Mutex::default(), document };
        for (title, author, pages) in
            [("Emma", "Jane Austen", 474), ("Middlemarch", "George Eliot", 880)]
        {
            let draft = Draft { title: title.into(), author: author.into(), pages, tags: vec![] };
            shop.keep(draft);
        }
        shop
    }

    fn keep(&self, draft: Draft) -> Book {
        let mut books = self.books();
        let number = books.keys().next_back().map_or(1, |last| last + 1);
        books.entry(number).or_insert(Book::new(number, draft)).clone()
    }

    fn books(&self) -> MutexGuard<'_, BTreeMap<u32, Book>> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A status, headers and a body.
type Added = (Status, [(&'static str, String); 1], Json<Book>);

/// The routes.
#[application]
impl Shop {
    /// Lists the books.
    ///
    /// Those of one author, or all; no more than `limit`.
    #[get("^books/?$")]
    fn list(&self, Query(filter): Query<Filter>) -> Json<Vec<Book>> {
        let books = self.books();
        let wanted = books.values().filter(|book| filter.admits(book));
        Json(wanted.take(filter.limit()).cloned().collect())
    }

    /// Adds a book.
    ///
    /// # Responses
    ///
    /// - 201: the book with its number; `Location` says where it is
    /// - 422: it is no book, or one without a title
    #[post("^books/?$")]
    fn add(&self, _client: Client, Json(draft): Json<Draft>) -> Result<Added, Rejection> {
        let book = self.keep(draft.checked()?);
        let location = Self::urls().book(book.number).to_string();
        Ok((Status::CREATED, [("Location", location)], Json(book)))
    }

    /// One book.
    #[get(r"^books/(?<number>\d+)$")]
    fn book(&self, number: u32) -> Option<Json<Book>> {
        self.books().get(&number).cloned().map(Json)
    }

    /// Changes a book.
    ///
    /// # Responses
    ///
    /// - 422: it is no book, or one without a title
    #[put(r"^books/(?<number>\d+)$")]
    fn change(
        &self,
        number: u32,
        Json(draft): Json<Draft>,
    ) -> Result<Option<Json<Book>>, Rejection> {
        let draft = draft.checked()?;
        Ok(self.books().get_mut(&number).map(|book| {
            *book = Book::new(number, draft);
            Json(book.clone())
        }))
    }

    /// Removes a book.
    ///
    /// # Responses
    ///
    /// - 204: it is gone
    /// - 404: there was none
    #[delete(r"^books/(?<number>\d+)$")]
    fn remove(&self, number: u32) -> Status {
        match self.books().remove(&number) {
            Some(_) => Status::NO_CONTENT,
            None => Status::NOT_FOUND,
        }
    }

    /// Says what one thinks of a book, as a form does.
    #[post(r"^books/(?<number>\d+)/reviews$")]
    fn review(&self, number: u32, Form(review): Form<Review>) -> Option<Redirect> {
        let mut books = self.books();
        books.get_mut(&number)?.reviews.push(review);
        Some(Redirect::to(Self::urls().book(number).to_string()))
    }

    /// All books as a table, or those of a shelf.
    #[get(r"^tables/(?:(?<shelf>[a-z]{1,8})/)?books\.csv$")]
    fn table(&self, shelf: Option<&str>) -> Csv {
        let mut table = "number,title\n".to_owned();
        let is_on =
            |book: &&Book| shelf.is_none_or(|shelf| book.tags.iter().any(|tag| tag == shelf));
        for book in self.books().values().filter(is_on) {
            table.push_str(&format!("{},{:?}\n", book.number, book.title));
        }
        Csv(table)
    }

    #[mount("^docs/")]
    fn docs(&self) -> &impl Application {
        &self.document
    }
}

/// The document, which the application shows below `/docs/`.
#[must_use]
pub fn document() -> Document {
    let text = "Books, which are kept in memory. Every one has a number.";
    Document::new("Bookshop", "1.0").describe(text).of(Shop::ROUTES)
}
