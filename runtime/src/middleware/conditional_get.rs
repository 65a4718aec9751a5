//! Pages that the client has already.

use std::hash::{DefaultHasher, Hash, Hasher};

use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use http::{Method, StatusCode};

use super::{Middleware, Passage};
use crate::{Body, Environ, Head, Reply, Status};

/// Answers 304 Not Modified where the client's copy of a page is still good (RFC 9110, 13): by
/// `If-None-Match` against the response's `ETag`, and without one by `If-Modified-Since` against
/// its `Last-Modified`.
///
/// A response of one block that has neither gets a weak `ETag` of its content. What is saved is the
/// way to the client: the page itself is made each time.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::ConditionalGet;
///
/// #[application]
/// mod site {
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(ConditionalGet.wrap(site::application));
///     let first = client.get("/").send();
///     let again = client.get("/").header("If-None-Match", first.header("ETag").unwrap()).send();
///     assert_eq!((again.status().as_u16(), again.text()), (304, String::new()));
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ConditionalGet;

impl Middleware for ConditionalGet {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        let Some(condition) = Condition::of(passage.environ()) else { return passage.proceed() };
        passage.proceed().map(move |mut head, body| {
            if head.status != StatusCode::OK {
                return (head, body);
            }
            tag(&mut head, &body);
            if condition.holds(&head.headers) {
                return (not_modified(head), Body::empty());
            }
            (head, body)
        })
    }
}

/// What the client has.
struct Condition {
    tags: Option<Vec<HeaderValue>>,
    since: Option<HeaderValue>,
}

impl Condition {
    fn of(environ: &Environ) -> Option<Self> {
        if ![Method::GET, Method::HEAD].contains(environ.method()) {
            return None;
        }
        let headers = environ.headers();
        let tags: Vec<HeaderValue> = headers.get_all(IF_NONE_MATCH).iter().cloned().collect();
        Some(Condition {
            tags: (!tags.is_empty()).then_some(tags),
            since: headers.get(IF_MODIFIED_SINCE).cloned(),
        })
    }

    /// Whether the client's copy is the one that the headers are of. The tags decide where there are
    /// any (RFC 9110, 13.2.2).
    fn holds(&self, headers: &HeaderMap) -> bool {
        match (&self.tags, headers.get(ETAG)) {
            (Some(tags), Some(tag)) => tags.iter().any(|list| lists(list.as_bytes(), tag.as_bytes())),
            (Some(_), None) => false,
            (None, _) => self.since.as_ref().is_some_and(|since| {
                let date = |value: &HeaderValue| httpdate::parse_http_date(value.to_str().ok()?).ok();
                let modified = headers.get(LAST_MODIFIED).and_then(date);
                matches!((modified, date(since)), (Some(modified), Some(since)) if modified <= since)
            }),
        }
    }
}

/// Whether a list of tags names this one, weakly compared (RFC 9110, 8.8.3.2): `*`, or a tag with or
/// without its `W/`. A comma may stand inside the quotes of a tag.
fn lists(list: &[u8], tag: &[u8]) -> bool {
    let strong = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_vec();
    if list.trim_ascii() == b"*" {
        return true;
    }
    let mut quoted = false;
    let tags = list.split(|&byte| {
        quoted ^= byte == b'"';
        byte == b',' && !quoted
    });
    tags.map(<[u8]>::trim_ascii).any(|listed| strong(listed) == strong(tag))
}

/// Gives a response of one block a tag, where nothing else tells its age.
fn tag(head: &mut Head, body: &Body<'_>) {
    let has_validator = [ETAG, LAST_MODIFIED].iter().any(|name| head.headers.contains_key(name));
    let Some(bytes) = body.as_bytes().filter(|_| !has_validator) else { return };
    let mut hash = DefaultHasher::new();
    bytes.hash(&mut hash);
    if let Ok(tag) = HeaderValue::from_str(&format!("W/\"{:016x}\"", hash.finish())) {
        head.headers.insert(ETAG, tag);
    }
}

/// The head without what describes a body that is not sent (RFC 9110, 15.4.5).
fn not_modified(mut head: Head) -> Head {
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_RANGE] {
        head.headers.remove(name);
    }
    head.status = Status::NOT_MODIFIED;
    head
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn tags_are_compared_weakly_and_whole() {
        for (list, tag, named) in [
            ("\"a\"", "\"a\"", true),
            ("W/\"a\"", "\"a\"", true),
            ("\"b\", W/\"a\"", "W/\"a\"", true),
            ("*", "\"a\"", true),
            ("\"a,b\"", "\"a,b\"", true),
            ("\"a,b\"", "\"b\"", false),
            ("\"ab\"", "\"a\"", false),
            ("", "\"a\"", false),
        ] {
            assert_eq!(lists(list.as_bytes(), tag.as_bytes()), named, "{list} {tag}");
        }
    }
}
