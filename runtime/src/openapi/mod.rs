//! An OpenAPI 3.1 document of an application: its paths from the patterns, its parameters and bodies
//! from the types, its texts from the documentation.
//!
//! ```
//! use lychgate::openapi::Document;
//! use lychgate::prelude::*;
//! use schemars::JsonSchema;
//! use serde::Serialize;
//!
//! #[derive(JsonSchema, Serialize)]
//! struct Book { title: String }
//!
//! #[application]
//! mod shop {
//!     use super::*;
//!
//!     /// The book with this number.
//!     #[get(r"^books/(?<id>\d+)$")]
//!     fn book(id: u32) -> Option<Json<Book>> {
//!         (id == 1).then(|| Json(Book { title: "Emma".into() }))
//!     }
//!
//!     #[mount("^docs/")]
//!     fn docs() -> impl Application {
//!         Document::new("Shop", "1.0").of(ROUTES)
//!     }
//! }
//!
//! fn main() {
//!     let client = lychgate::test::Client::new(shop::application);
//!     let document = client.get("/docs/openapi.json").send().text();
//!     assert!(document.contains("The book with this number."));
//!     assert!(document.contains(r#""/books/{id}""#));
//! }
//! ```
//!
//! `JsonSchema` is of the crate `schemars`. A type without it is no error: its schema is open.
//!
//! | in the document | is from |
//! |---|---|
//! | `paths` | the patterns: a capture is a parameter with the regular expression of its group |
//! | `parameters` | captures, `Query<T>`, `Header<T>`: a field of a query's `T` is a parameter |
//! | `requestBody` | `Json<T>`, `Form<T>`, `Multipart`, `String`, `Bytes`, `Input` |
//! | `responses` | the return type, and what is refused before the handler is called |
//! | `summary`, `description` | the documentation: its first paragraph, and the rest |
//! | `tags`, `operationId` | the mounts, and the name of the handler |
//!
//! # Statuses
//!
//! A type says that there is a status, as in `(Status, Json<Book>)`, and not which. The documentation of
//! the handler does, in a list; it also describes those that are known already. Without a list the
//! response is `default`.
//!
//! ```
//! # use lychgate::prelude::*;
//! # #[application]
//! # mod shop {
//! #     use super::*;
//! /// Adds a book.
//! ///
//! /// # Responses
//! ///
//! /// - 201: the book, as it was added
//! /// - 409: there is one with this title
//! #[post("^books$")]
//! fn add(title: String) -> Result<(Status, String)> {
//! #   Ok((Status::CREATED, title))
//!     // …
//! }
//! # }
//! # fn main() {
//! # use lychgate::openapi::Document;
//! # let document = Document::new("Shop", "1.0").of(shop::ROUTES);
//! # let responses = &document.value()["paths"]["/books"]["post"]["responses"];
//! # assert_eq!(responses["201"]["description"], "the book, as it was added");
//! # assert!(responses["409"]["content"]["application/problem+json"].is_object());
//! # assert!(responses.get("default").is_none());
//! # }
//! ```
//!
//! # What a template cannot say
//!
//! A pattern says more than a path of a document. Each operation has its own as `x-lychgate-pattern`, and
//! below a mount those around it as `x-lychgate-mounts`.
//!
//! - Of what may be left out, a path has as little as there can be: `/?` is nothing. Where there are
//!   groups in it, there are several paths.
//! - The regular expression of a capture is in the dialect of JSON Schema (ECMA-262). Of a class with many
//!   characters, as `\w` and `\d` are, it has those of ASCII: what fits the document fits the pattern,
//!   which may take more. What looks around (`\b`) is left out.
//! - A number is one by its type. Where the group counts digits (`\d{4}`), it is text with a pattern.
//! - A capture that takes slashes has `x-lychgate-slashes`; OpenAPI forbids them, the application does not.
//! - A route for any method is told of as one for GET, or for POST where it takes a body, with
//!   `x-lychgate-methods`. HEAD and OPTIONS are answered and not told of.
//! - Paths that differ only in the names of their captures are one path. The names of the first are
//!   those of all; `x-lychgate-capture` has the other.
//!
//! What is not among the paths is in `x-lychgate-left-out`, each with its pattern and `why`: a pattern with
//! a part that may be several texts and has no name, a route behind another one at the same path, an
//! application without a table that is mounted.
//!
//! Middleware is not looked into: what it refuses belongs into the documentation of the handlers, or is
//! added by [`Document::change`].

mod answers;
mod operation;
mod page;
mod paths;
mod schemas;
mod texts;
mod types;

use std::fmt;
use std::sync::OnceLock;

pub use ::schemars;
use serde_json::{Map, Value, json};

use self::paths::Paths;
use crate::{Application, Bytes, Environ, Error, Reply, Response, Route, StartResponse, Status};

pub use operation::Operation;
pub use types::{Around, Type};

/// What generated code calls the methods of, and has no name for.
#[doc(hidden)]
pub mod told {
    pub use super::types::{TellParameter as _, TellResponse as _, Untold as _};
}

/// An OpenAPI 3.1 document of route tables; and the application that shows it: `openapi.json`, and a
/// page for people beside it. Where it is mounted is yours: see [the module](self).
///
/// The document is made when it is first asked for.
pub struct Document {
    title: String,
    version: String,
    description: String,
    servers: Vec<String>,
    tables: Vec<(String, &'static [Route])>,
    changes: Vec<Change>,
    viewer: Option<Viewer>,
    made: OnceLock<(Value, String)>,
}

type Change = Box<dyn Fn(&mut Value) + Send + Sync>;

/// A script of someone else's that shows documents.
struct Viewer {
    script: Bytes,
    element: String,
}

impl Document {
    /// A document without routes yet; `version` is that of the interface.
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Document {
            title: title.into(),
            version: version.into(),
            description: String::new(),
            servers: Vec::new(),
            tables: Vec::new(),
            changes: Vec::new(),
            viewer: None,
            made: OnceLock::new(),
        }
    }

    /// Adds the routes of a table: `site::ROUTES`, `Blog::ROUTES`, or what
    /// [`Application::routes`] returns. Those of mounted applications are among them, as far as the
    /// table knows them.
    #[must_use]
    pub fn of(self, routes: &'static [Route]) -> Self {
        self.below("/", routes)
    }

    /// Adds the routes of a table that is below a path: of an application that a method with `&self`
    /// mounts, for one.
    #[must_use]
    pub fn below(mut self, prefix: impl Into<String>, routes: &'static [Route]) -> Self {
        self.tables.push((prefix.into(), routes));
        self
    }

    /// What there is to say of the whole, in CommonMark.
    #[must_use]
    pub fn describe(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// The URL that the paths are relative to. Without one it is where the document's host is.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.servers.push(url.into());
        self
    }

    /// Changes the document when it is otherwise ready: for what neither types nor texts can say.
    ///
    /// ```
    /// use lychgate::openapi::Document;
    ///
    /// let document = Document::new("Shop", "1.0").change(|document| {
    ///     document["info"]["license"] = [("name", "MIT")].into_iter().collect();
    /// });
    /// assert_eq!(document.value()["info"]["license"]["name"], "MIT");
    /// ```
    #[must_use]
    pub fn change(mut self, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        self.changes.push(Box::new(change));
        self
    }

    /// Has a script show the document, instead of the page that is there without one. The script is
    /// served beside the page, which loads nothing from elsewhere; `element` is the HTML in front of it,
    /// in which `{document}` stands for the URL of the document.
    ///
    /// ```no_run
    /// use lychgate::openapi::Document;
    ///
    /// # fn main() -> std::io::Result<()> {
    /// let script = std::fs::read("vendor/rapidoc-min.js")?;
    /// let element = r#"<rapi-doc spec-url="{document}" load-fonts="false"></rapi-doc>"#;
    /// let document = Document::new("Shop", "1.0").viewer(script, element);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The [guide](crate::guide::openapi) tells where such scripts are from.
    #[must_use]
    pub fn viewer(mut self, script: impl Into<Bytes>, element: impl Into<String>) -> Self {
        self.viewer = Some(Viewer { script: script.into(), element: element.into() });
        self
    }

    /// The document as a value.
    pub fn value(&self) -> &Value {
        &self.made().0
    }

    fn made(&self) -> &(Value, String) {
        self.made.get_or_init(|| {
            let value = self.make();
            let text = format!("{value:#}\n");
            (value, text)
        })
    }

    fn make(&self) -> Value {
        let mut paths = Paths::default();
        for (prefix, routes) in &self.tables {
            paths.add(prefix, routes);
        }
        let (paths, schemas, left_out) = paths.finish();
        let (mut schemas, names) = schemas.finish();
        schemas.insert(schemas::PROBLEM.to_owned(), schemas::problem());
        let mut info = json!({ "title": self.title, "version": self.version });
        if !self.description.is_empty() {
            info["description"] = self.description.as_str().into();
        }
        let mut document = Map::from_iter([
            ("openapi".to_owned(), json!("3.1.0")),
            ("info".to_owned(), info),
            ("paths".to_owned(), paths.into()),
            ("components".to_owned(), json!({ "schemas": schemas })),
        ]);
        if !self.servers.is_empty() {
            let servers = self.servers.iter().map(|url| json!({ "url": url })).collect();
            document.insert("servers".to_owned(), servers);
        }
        if !left_out.is_empty() {
            document.insert("x-lychgate-left-out".to_owned(), left_out.into());
        }
        let mut document = Value::from(document);
        schemas::rename(&mut document, &names);
        self.changes.iter().for_each(|change| change(&mut document));
        document
    }

    fn answer(&self, environ: &Environ) -> Result<Response, Error> {
        let path = environ.path().unwrap_or_default().trim_start_matches('/');
        let response = match (path, &self.viewer) {
            ("", None) => page::plain(self.value(), environ),
            ("", Some(viewer)) => page::viewer(&self.title, &viewer.element, environ),
            ("viewer.js", Some(viewer)) => {
                let script = Response::new(viewer.script.clone());
                script.media_type("text/javascript; charset=utf-8")
            }
            ("openapi.json", _) => {
                Response::new(self.made().1.clone()).media_type("application/json")
            }
            _ => return Err(Error::new(Status::NOT_FOUND, "")),
        };
        if !matches!(environ.method().as_str(), "GET" | "HEAD") {
            return Ok(Response::from(Status::METHOD_NOT_ALLOWED).header("Allow", "GET, HEAD"));
        }
        Ok(response.header("Cache-Control", "no-cache"))
    }
}

/// The document as JSON, as `openapi.json` has it.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.made().1)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} {})", self.title, self.version)
    }
}

#[diagnostic::do_not_recommend]
impl Application for Document {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        match self.answer(environ) {
            Ok(response) => start_response.respond(environ, response),
            Err(error) => Reply::failed(error),
        }
    }
}
