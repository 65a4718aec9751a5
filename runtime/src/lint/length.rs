//! The bytes of a body against what its head says of them.

use http::header::{CONTENT_LENGTH, HeaderValue};

use super::between::Between;
use super::rules::*;
use super::violation::Finding;
use crate::{Body, Head, Status};

/// How many bytes were given, and how many may be.
pub(super) struct Length {
    status: Status,
    /// What was declared, where that is one number.
    declared: Option<(HeaderValue, u64)>,
    is_head: bool,
    /// Whether the response relies on the server to end the body where it was declared to end.
    is_cut: bool,
    bytes: u64,
}

impl Length {
    pub(super) fn new(head: &Head, body: &Body<'_>, is_head: bool) -> Self {
        let mut values = head.headers.get_all(CONTENT_LENGTH).iter();
        let declared = match (values.next(), values.next()) {
            (Some(value), None) => number(value).map(|length| (value.clone(), length)),
            _ => None,
        };
        let status = head.status.clone();
        Length { status, declared, is_head, is_cut: body.is_cut(), bytes: 0 }
    }

    /// More bytes are given.
    pub(super) fn add(&mut self, bytes: u64, inside: &Between) -> Option<Finding> {
        let before = self.bytes;
        self.bytes += bytes;
        if self.status.is_bodiless() {
            let first = before == 0 && bytes > 0;
            return first.then(|| (&B03, format!("the status {}, bytes: {bytes}", self.status)));
        }
        let declared = self.declared.as_ref()?.1;
        let crossed = before <= declared && self.bytes > declared && !self.is_cut;
        crossed.then(|| self.judge(&B01, declared, inside)).flatten()
    }

    /// The body has ended.
    pub(super) fn end(&self, inside: &Between) -> Option<Finding> {
        let declared = self.declared.as_ref()?.1;
        // The answer to HEAD may do without the bytes; the server drops them (RFC 9110, 9.3.2).
        let may_be_empty = self.is_head || self.status.is_bodiless();
        let short = self.bytes < declared && !(may_be_empty && self.bytes == 0);
        short.then(|| self.judge(&B02, declared, inside)).flatten()
    }

    /// Whether the server, which has all that was declared, asks for no more although there may be.
    pub(super) fn is_full(&self) -> bool {
        let full = self.declared.as_ref().is_some_and(|(_, declared)| *declared == self.bytes);
        full && !(self.is_head || self.is_cut || self.status.is_bodiless())
    }

    /// Whose mistake a wrong length is: the middleware's, where it passes on the `Content-Length` of
    /// another length than it gives.
    fn judge(&self, rule: &'static Rule, declared: u64, inside: &Between) -> Option<Finding> {
        let inner = inside.inner();
        let length = self.declared.as_ref().map(|(value, _)| value);
        let bytes = self.bytes;
        if inner.length.as_ref() != length {
            return Some((rule, format!("`Content-Length: {declared}`, bytes: {bytes}")));
        }
        let taken = inner.bytes;
        let changed = taken != bytes;
        // If it is the same length, it was judged further inside.
        changed.then(|| {
            let passed = format!("`Content-Length: {declared}` passed on");
            (&M04, format!("{passed}, bytes taken: {taken}, bytes given: {bytes}"))
        })
    }
}

fn number(value: &HeaderValue) -> Option<u64> {
    let digits = value.to_str().ok()?;
    super::environ::is_digits(digits.as_bytes()).then(|| digits.parse().ok()).flatten()
}
