//! Pages that the client has already.

use std::hash::{DefaultHasher, Hash, Hasher};

use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use http::{Method, StatusCode};

use super::{Middleware, Passage};
use crate::conditional::{self, Verdict};
use crate::{Body, Head, Reply, Status};

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
        let environ = passage.environ();
        let method = environ.method().clone();
        if ![Method::GET, Method::HEAD].contains(&method) {
            return passage.proceed();
        }
        let asked = environ.headers().iter().filter(|(name, _)| CONDITIONS.contains(name));
        let asked: HeaderMap = asked.map(|(name, it)| (name.clone(), it.clone())).collect();
        passage.proceed().map(move |mut head, body| {
            if head.status != StatusCode::OK {
                return (head, body);
            }
            tag(&mut head, &body);
            match conditional::judge(&method, &asked, &head.headers) {
                Verdict::NotModified => (not_modified(head), Body::empty()),
                Verdict::Proceed | Verdict::Failed => (head, body),
            }
        })
    }
}

/// What is asked once the page is there. (The other conditions are about changing it.)
const CONDITIONS: [HeaderName; 2] = [IF_NONE_MATCH, IF_MODIFIED_SINCE];

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
