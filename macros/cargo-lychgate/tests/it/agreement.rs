//! What `explain` says, and what the application does.

use crate::printed;

// Nobody calls what only `find` tells of.
#[allow(dead_code)]
mod table {
    include!("../../../../tests/expand/table.rs");

    pub(super) fn find(method: &str, path: &str) -> super::Answer {
        super::answer(&site::find(method, path))
    }
}

/// Routes that meet: by type, by method, by a search and everywhere.
#[allow(dead_code)]
mod meetings {
    use lychgate::prelude::*;

    #[application]
    mod meeting {
        #[get(r"^(?<year>\d+)/(?<month>\d+)?$")]
        fn month(year: u16, month: Option<u8>) -> String {
            format!("{year} {month:?}")
        }

        #[put("/draft$", search)]
        fn draft() -> &'static str {
            "draft"
        }

        #[route(r"^(?<a>\w+)/(?<b>\w*)$", GET, POST)]
        fn words(a: &str, b: Option<i8>) -> String {
            format!("{a} {b:?}")
        }

        #[get("^users/(?<rest>.*)$")]
        fn rest(rest: &str) -> String {
            rest.to_owned()
        }

        #[delete("^(?<first>[^/])(?:x|(?<other>y))?$")]
        fn character(first: char, other: Option<&str>) -> String {
            format!("{first} {other:?}")
        }
    }

    pub(super) fn find(method: &str, path: &str) -> super::Answer {
        super::answer(&meeting::find(method, path))
    }
}

/// The handler that answers, or what is allowed instead.
struct Answer {
    handler: Option<&'static str>,
    allow: String,
}

fn answer<const N: usize>(found: &lychgate::Found<'_, N>) -> Answer {
    let handler = found.route().map(|route| route.handler);
    Answer { handler, allow: found.allow().to_string() }
}

/// Compares one request: of the handlers that may answer, each but the last under a condition, the
/// one that does is among them; and so is a refusal.
fn compare(file: &str, name: &str, method: &str, path: &str, answer: &Answer) {
    let (text, code) = printed(&["explain", method, path, file, name]);
    assert_eq!(code, Some(0), "{text}");
    let said = text.rsplit("\n\n").next().unwrap_or_default();
    let lines: Vec<&str> =
        said.lines().map(|line| line.strip_prefix("else ").unwrap_or(line)).collect();
    let answers = |handler: &str| {
        let start = format!("{handler}(");
        lines.iter().position(|line| line.starts_with(&start) && line.contains(" answers"))
    };
    match answer.handler {
        Some(handler) => {
            let place = answers(handler).unwrap_or_else(|| panic!("not {handler}: {text}"));
            let before = lines.iter().take(place);
            assert!(before.into_iter().all(|line| line.contains(" answers if ")), "{text}");
        }
        None => {
            let last = lines.iter().find(|line| !line.contains(" answers")).copied();
            let last = last.unwrap_or_else(|| panic!("somebody answers for certain: {text}"));
            let is_conditional = last.contains(", where ");
            match answer.allow.as_str() {
                "" => assert!(last.starts_with("404 Not Found") || is_conditional, "{text}"),
                allow => {
                    let says = last.ends_with(&format!(" Not Allowed, Allow: {allow}"));
                    assert!(says || is_conditional, "{allow}: {text}");
                }
            }
        }
    }
}

#[test]
fn an_explanation_agrees_with_a_table() {
    for path in ["/", "/users/7", "/users/7/posts", "/users/x", "/tags/a.xml", "/about/tea"] {
        for method in ["GET", "HEAD", "POST", "BREW"] {
            let answer = table::find(method, path);
            compare("tests/expand/table.rs", "site", method, path, &answer);
        }
    }
}

#[test]
fn an_explanation_agrees_where_routes_meet() {
    let file = "macros/cargo-lychgate/tests/it/agreement.rs";
    let mut requests = Vec::new();
    for first in ["", "7", "99999", "users", "é", "u", "ux"] {
        for rest in ["", "/", "/7", "/300", "/x", "/y/draft"] {
            requests.push(format!("/{first}{rest}"));
        }
    }
    for (number, path) in requests.iter().enumerate() {
        let methods = ["GET", "PUT", "DELETE", "POST"];
        // Each path with half of the methods.
        for method in methods.iter().skip(number % 2).step_by(2) {
            compare(file, "meeting", method, path, &meetings::find(method, path));
        }
    }
}
