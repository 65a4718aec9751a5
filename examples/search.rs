//! A pattern without an anchor, beside the same with one.
//!
//! Run it with `cargo run --example search`, then `curl http://localhost:8080/xhello` and
//! `curl http://localhost:8080/anchored/xhello`.

use lychgate::prelude::*;

/// The program that `hello` is modelled on is WSGI's: a list of patterns, each searched for in
/// `path.lstrip('/')`. Its pattern for the greeting had no `^`, so that `/xhello` was greeted too.
/// Whoever wants that says `search`; without the word it is a compile error.
#[application]
mod site {
    #[route("^anchored/hello/?$")]
    fn anchored() -> &'static str {
        "Hello page, anchored"
    }

    #[route("hello/?$", search)]
    fn hello() -> &'static str {
        "Hello page"
    }

    #[not_found]
    fn not_found() -> &'static str {
        "Not Found Page"
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn what_is_searched_for_may_stand_anywhere() {
        let client = Client::new(site::application);
        for (path, text) in [
            ("/hello", "Hello page"),
            ("///hello/", "Hello page"),
            ("/xhello", "Hello page"),
            ("/say/hello", "Hello page"),
            ("/anchored/hello", "Hello page, anchored"),
            ("/anchored/xhello", "Hello page"),
            ("/hello/Ann", "Not Found Page"),
        ] {
            assert_eq!(client.get(path).send().text(), text, "{path}");
        }
    }
}
