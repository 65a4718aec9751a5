//! The page about an application.

use std::thread;

use lychgate::inspect::Inspector;
use lychgate::prelude::*;
use lychgate::test::{Answer, Client};

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

#[application]
mod api {
    #[get(r"^users/(?<id>\d+)$")]
    fn user(id: u8) -> String {
        format!("user {id}")
    }

    #[get(r"^users/(?<name>\w+)$")]
    fn named(name: &str) -> String {
        format!("named {name}")
    }

    #[post("^users$")]
    fn create() {}
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "index"
    }

    #[get("^<b>(?<rest>.*)$")]
    #[with(timing)]
    fn bold(rest: Option<String>, environ: &Environ) -> String {
        format!("{rest:?} {}", environ.method())
    }

    #[mount("^api/")]
    fn inside() -> impl Application {
        api::application
    }
}

/// Has a server with the page answer.
fn with_server(test: impl Fn(&Client<'_>)) {
    let server = lychgate::make_server("127.0.0.1:0", site::application).expect("a free port");
    let server = server.quiet().inspect();
    let (address, handle) = (server.local_addr().expect("an address"), server.handle());
    let serving = thread::spawn(move || server.serve_forever());
    test(&Client::connect(address));
    handle.stop();
    serving.join().expect("no panic").expect("a graceful stop");
}

/// The text of a page without its tags and its style.
fn text(answer: &Answer) -> String {
    let html = answer.text();
    let (_, body) = html.split_once("</style>").expect("a page");
    let parts = body.split('<').filter_map(|part| Some(part.split_once('>')?.1));
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_has_the_table_with_what_is_inside() {
    with_server(|client| {
        let answer = client.get(Inspector::<()>::PATH).send();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        let text = text(&answer);
        for part in [
            "index() ",
            "bold(rest: Option&lt;String&gt;, environ: &amp;Environ)",
            "tests/it/inspect.rs:",
            "GET ^&lt;b&gt;(?&lt;rest&gt;.*)$ through timing",
            "user(id: u8)",
            "ANY ^api/",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(answer.text().contains("<svg "));
        assert_eq!(client.get("/").send().text(), "index", "all else is the application's");
    });
}

#[test]
fn the_page_says_which_route_answers() {
    with_server(|client| {
        let ask = |q: &str| text(&client.get(&format!("/__lychgate?q={q}")).send());
        let answer = ask("GET+/api/users/7");
        assert!(
            answer.contains(
                "GET /api/users/7 is passed on by the mount inside , which leaves users/7"
            ),
            "{answer}"
        );
        assert!(
            answer.contains("users/7 is answered by user(id: u8) id = &quot;7&quot;"),
            "{answer}"
        );
        let answer = ask("/api/users/700");
        assert!(answer.contains("is answered by named(name: &amp;str)"), "{answer}");
        assert!(answer.contains("expects more, or a value of another type"), "{answer}");
        let answer = ask("GET%20/%3Cb%3Ex%2541");
        assert!(answer.contains("rest = &quot;xA&quot;"), "{answer}");
        assert!(ask("PUT+/").contains("405 Method Not Allowed: there is GET, HEAD, OPTIONS"));
        assert!(ask("GET+/nothing").contains("404 Not Found"));
    });
}

#[test]
fn nobody_else_sees_the_page() {
    with_server(|client| {
        let ask = |name: &str, value: &str| {
            client.get("/__lychgate").header(name, value).send().status().as_u16()
        };
        assert_eq!(ask("Host", "localhost:8080"), 200);
        assert_eq!(ask("Host", "[::1]:80"), 200);
        assert_eq!(ask("Host", "rebound.example"), 404);
        assert_eq!(ask("X-Forwarded-For", "192.0.2.7"), 404);
        assert_eq!(client.post("/__lychgate").send().status(), 404);
    });
    let elsewhere = Client::new(Inspector::new(site::application)).get("/__lychgate").send();
    assert_eq!(elsewhere.status(), 404, "no connection, no page");
}

#[test]
fn a_lookup_is_what_find_says_through_middleware_and_mounts() {
    let application = timing(site::application);
    let lookup = application.lookup("GET", "/api/users/7").expect("it has a table");
    assert_eq!(lookup.route.map(|route| route.handler), Some("inside"));
    let nested = lookup.nested.expect("the mount has a table");
    assert_eq!(nested.captures, [("id", Some("7".to_owned()))]);
    assert_eq!(application.lookup("DELETE", "/").unwrap().allow.to_string(), "GET, HEAD, OPTIONS");
    let bare = lychgate::from_fn(|_, start| Ok(start.start("200 OK", &[])?.body("")));
    assert!(bare.lookup("GET", "/").is_none());
}
