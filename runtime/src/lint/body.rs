//! The rules for a body, watched while it goes by.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use bytes::Bytes;

use super::boundary::Boundary;
use super::length::Length;
use super::rules::*;
use super::violation::Finding;
use crate::{Body, Error, Head};

/// Watches a body: a stream stays one, and a body of one block stays as it is.
///
/// # Errors
/// What is wrong with a body of one block, of which all is known.
pub(super) fn watch_body<'a>(
    boundary: Boundary,
    head: &Head,
    body: Body<'a>,
) -> Result<Body<'a>, Error> {
    let mut length = Length::new(head, &body, boundary.is_head);
    if let Some(bytes) = body.len() {
        let surplus = length.add(bytes, &boundary.inside);
        boundary.report(surplus.into_iter().chain(length.end(&boundary.inside)))?;
    }
    if let Some(outside) = &boundary.outside {
        outside.start(&head.headers, body.len());
    }
    let is_ready = body.len().is_some();
    let mut open = Open { boundary, given: 0, ended: false, swallowed: false, taken: false };
    if is_ready {
        return Ok(body.on_close(move |sent| {
            open.taken = sent.bytes > 0;
            drop(open);
        }));
    }
    Ok(Body::stream(Stream { body, length, open }))
}

/// A body that is not closed yet; when it is, what it was made of must be closed, too.
struct Open {
    boundary: Boundary,
    /// Blocks that were given.
    given: u64,
    ended: bool,
    /// Whether it was told that blocks were swallowed.
    swallowed: bool,
    /// Whether its one block was taken.
    taken: bool,
}

impl Open {
    /// Blocks that were taken inside since the last one was given, where that is more than `most`.
    fn swallowed(&mut self, most: u64) -> Option<Finding> {
        let since = std::mem::take(&mut self.boundary.inside.inner().since);
        let fresh = since > most && !std::mem::replace(&mut self.swallowed, since > most);
        fresh.then(|| (&M01, format!("blocks taken: {since}, given: {most}")))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let open = self.boundary.inside.inner().open;
        let left = (open > 0).then(|| (&M03, "the body inside still open".to_owned()));
        // A block that was not in a stream is counted only now.
        let nothing = self.ended && self.given == 0;
        let swallowed = if nothing { self.swallowed(0) } else { None };
        self.boundary.report_late(left.into_iter().chain(swallowed));
        if let Some(outside) = &self.boundary.outside {
            outside.close(self.taken);
        }
    }
}

/// A stream that is watched. (The fields are dropped in this order.)
struct Stream<'a> {
    body: Body<'a>,
    length: Length,
    open: Open,
}

impl Stream<'_> {
    fn check(&mut self, block: &Option<Result<Bytes, Error>>) -> Vec<Finding> {
        let Stream { length, open, .. } = self;
        if open.ended {
            let again = if block.is_some() { "another block" } else { "it asked again" };
            return vec![(&B04, again.to_owned())];
        }
        let mut found = Vec::new();
        match block {
            Some(Ok(block)) => {
                found.extend(length.add(block.len() as u64, &open.boundary.inside));
                found.extend(open.swallowed(1));
                open.given += 1;
            }
            Some(Err(_)) => open.ended = true,
            None => {
                found.extend(length.end(&open.boundary.inside));
                found.extend(open.swallowed(0));
                open.ended = true;
            }
        }
        found
    }
}

impl Iterator for Stream<'_> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.body.next();
        let found = self.check(&block);
        if let Err(error) = self.open.boundary.report(found) {
            self.open.ended = true;
            return Some(Err(error));
        }
        if let (Some(outside), Some(Ok(block))) = (&self.open.boundary.outside, &block) {
            outside.take(block.len());
        }
        block
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.body.size_hint()
    }
}

/// A server asks for no more blocks when it has as many bytes as were declared. Whether there are
/// more is seen here; but only blocks that the stream says it has are asked for, since one that
/// cannot tell might make us wait.
impl Drop for Stream<'_> {
    fn drop(&mut self) {
        let more = !self.open.ended && self.length.is_full() && self.body.size_hint().0 > 0;
        if !more || thread::panicking() {
            return;
        }
        let boundary = &self.open.boundary;
        match catch_unwind(AssertUnwindSafe(|| self.body.next())) {
            Ok(Some(Ok(block))) => {
                let surplus = self.length.add(block.len() as u64, &boundary.inside);
                boundary.report_late(surplus);
            }
            // A strict lint further inside has seen it first.
            Ok(Some(Err(error))) => boundary.watched.log_strict(&error),
            _ => {}
        }
    }
}
