//! Pages made by templates: of askama, in a file or beside the type, and of maud, in Rust.
//!
//! Run it with `cargo run --example templates`, then open `http://localhost:8080/posts/1`.

use askama::Template;
use lychgate::Respond;
use lychgate::prelude::*;
use maud::{DOCTYPE, Markup, html};

const POSTS: [&str; 2] = ["Hello", "Cats & dogs"];

/// `derive(Respond)` makes a page of the template where a handler returns it.
#[derive(Template, Respond)]
#[template(source = "<!DOCTYPE html><title>{{ title }}</title><h1>{{ title }}</h1>", ext = "html")]
struct Post<'a> {
    title: &'a str,
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> Markup {
        html! {
            (DOCTYPE)
            title { "Posts" }
            ul {
                @for (id, title) in POSTS.iter().enumerate() {
                    li { a href=(format!("/posts/{id}")) { (title) } }
                }
            }
        }
    }

    #[get("^posts/(?<id>[0-9]+)$")]
    fn post(id: usize) -> Option<Post<'static>> {
        POSTS.get(id).map(|title| Post { title })
    }

    /// Errors have their page, too.
    #[catch]
    fn failed(error: &Error) -> Markup {
        html! { (DOCTYPE) h1 { (error.status()) } }
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use lychgate::test::Client;

    use super::site;

    #[test]
    fn both_make_pages_and_escape_what_is_in_them() {
        let client = Client::new(site::application);
        for (path, status, part) in [
            ("/", 200, "<li><a href=\"/posts/1\">Cats &amp; dogs</a></li>"),
            ("/posts/1", 200, "<h1>Cats &#38; dogs</h1>"),
            ("/posts/2", 404, "<h1>404 Not Found</h1>"),
        ] {
            let answer = client.get(path).send();
            assert_eq!(answer.status(), status, "{path}");
            assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"), "{path}");
            assert!(answer.text().contains(part), "{path}: {}", answer.text());
        }
    }
}
