//! What came back.

use bytes::Bytes;
use http::HeaderMap;

use crate::Status;

/// The answer to a test's request.
#[derive(Clone, Debug)]
pub struct Answer {
    status: Status,
    headers: HeaderMap,
    body: Bytes,
    /// Why the body ended before its end, when it did.
    cut: Option<String>,
}

impl Answer {
    pub(super) fn new(
        status: Status,
        headers: HeaderMap,
        body: Bytes,
        cut: Option<String>,
    ) -> Self {
        Answer { status, headers, body, cut }
    }

    /// The status; it compares with a number.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.clone()
    }

    /// The first value of a header, where there is one and it is visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as bytes, as far as it came.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// The body as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        match String::from_utf8(self.body.to_vec()) {
            Ok(text) => text,
            Err(error) => panic!("the body is not UTF-8 ({error}): {:?}", self.body),
        }
    }

    /// Why the body broke off, when it did: the client of a server would have seen the connection
    /// close.
    #[must_use]
    pub fn cut(&self) -> Option<&str> {
        self.cut.as_deref()
    }
}
