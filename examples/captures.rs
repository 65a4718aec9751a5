//! Named groups as parameters: their types decide what text they take.
//!
//! Run it with `cargo run --example captures`, then `curl http://localhost:8080/posts/2026/11/22`.

use lychgate::prelude::*;

/// A type of one's own is a parameter by `FromStr`: what it refuses does not match.
struct Month(u8);

impl std::str::FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(month @ 1..=12) => Ok(Month(month)),
            _ => Err(format!("{text} is not a month")),
        }
    }
}

#[application]
mod site {
    use super::Month;

    #[get(r"^posts/(?<year>\d{4})/(?<month>\d\d)(/(?<day>\d\d))?/?$")]
    fn posts(year: u16, month: Month, day: Option<u8>) -> String {
        let Month(month) = month;
        match day {
            Some(day) => format!("posts of {year}-{month:02}-{day:02}"),
            None => format!("posts of {year}-{month:02}"),
        }
    }

    /// What `posts` refuses comes here: the thirteenth month, for one.
    #[get("^posts/(?<rest>.*)$")]
    fn no_posts(rest: &str) -> (lychgate::Status, String) {
        (lychgate::Status::NOT_FOUND, format!("no posts under {rest}"))
    }

    /// Two captures in one segment, and one over several segments.
    #[get(r"^files/(?<directory>.+)/(?<stem>[^/]+)\.(?<ending>\w+)$")]
    fn file(ending: &str, stem: &str, directory: String) -> String {
        format!("{stem}, a {ending} file in {directory}")
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
    fn captures_are_parsed_by_their_types() {
        let client = Client::new(site::application);
        for (path, text) in [
            ("/posts/2026/11", "posts of 2026-11"),
            ("/posts/2026/11/22/", "posts of 2026-11-22"),
            ("/posts/2026/13", "no posts under 2026/13"),
            ("/posts/x", "no posts under x"),
            ("/files/a/b/c.tar.gz", "c.tar, a gz file in a/b"),
        ] {
            assert_eq!(client.get(path).send().text(), text, "{path}");
        }
        assert_eq!(client.get("/files/c.gz").send().status(), 404);
    }

    #[test]
    fn what_a_type_refuses_is_found_as_another_route() {
        assert_eq!(site::find("GET", "/posts/2026/12").route().map(|r| r.handler), Some("posts"));
        assert_eq!(
            site::find("GET", "/posts/2026/13").route().map(|r| r.handler),
            Some("no_posts")
        );
    }
}
