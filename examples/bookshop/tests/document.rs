//! The document is what was reviewed: `BLESS=1` writes it anew.

use std::fs;
use std::path::Path;

use lychgate::test::Client;
use lychgate_bookshop::{Shop, document};
use serde_json::Value;

#[test]
fn the_document_is_what_was_reviewed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let now = document().to_string();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &now).expect("the document can be written");
    }
    let before = fs::read_to_string(&file).expect("the document is there");
    let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(value(&now), value(&before), "see openapi.json");
}

#[test]
fn the_application_shows_its_document() {
    let client = Client::new(Shop::with_some_books(document()));
    let json = client.get("/docs/openapi.json").send();
    assert_eq!(json.header("Content-Type"), Some("application/json"));
    assert_eq!(json.text(), document().to_string());
    let page = client.get("/docs/").send().text();
    assert!(page.contains("Adds a book."), "{page}");
    assert!(page.contains("<code>/books/{number}</code>"), "{page}");
    assert_eq!(client.get("/docs/else").send().status(), 404);
    assert_eq!(client.post("/docs/").send().status(), 405);
}

#[test]
fn a_script_of_someone_elses_is_served_beside_the_page() {
    let document = document().viewer("let shown;", r#"<x-doc at="{document}"></x-doc>"#);
    let client = Client::new(Shop::with_some_books(document));
    let page = client.get("/docs/").send();
    assert!(page.text().contains(r#"<x-doc at="/docs/openapi.json"></x-doc>"#), "{}", page.text());
    assert!(page.text().contains(r#"src="/docs/viewer.js""#), "{}", page.text());
    let policy = page.header("Content-Security-Policy").expect("a policy");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert_eq!(client.get("/docs/viewer.js").send().text(), "let shown;");
}

#[test]
fn books_are_added_changed_and_removed() {
    let client = Client::new(Shop::with_some_books(document()));
    let send = |method, path: &str, body: &str| {
        let request = client.request(method, path).header("Content-Type", "application/json");
        let answer = request.header("X-Client", "test").body(body.to_owned()).send();
        (answer.status().as_u16(), answer.header("Location").map(str::to_owned))
    };
    let emma = r#"{"title": "Emma", "author": "Jane Austen", "pages": 474}"#;
    assert_eq!(send("POST", "/books", emma), (201, Some("/books/3".to_owned())));
    assert_eq!(send("PUT", "/books/3", emma).0, 200);
    assert_eq!(send("PUT", "/books/4", emma).0, 404);
    assert_eq!(send("POST", "/books", &emma.replace("Emma", "")).0, 422);
    assert_eq!(send("DELETE", "/books/3", "").0, 204);
    assert_eq!(send("DELETE", "/books/3", "").0, 404);
}
