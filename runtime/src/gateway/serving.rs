//! What the gateways share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;

use super::framing::Asked;
use crate::lint::Lint;
use crate::reply::Head;
use crate::{Application, Body, Environ, Error};

/// The next block of a body; a panic is an error, too.
pub(crate) fn next_block(body: &mut Body<'_>) -> Option<Result<Bytes, Error>> {
    catch_unwind(AssertUnwindSafe(|| body.next()))
        .unwrap_or_else(|panic| Some(Err(super::panicked(&*panic, "the body"))))
}

/// A status as it is sent: a byte for each character that Latin-1 has.
#[cfg(any(feature = "cgi", feature = "scgi", feature = "server"))]
pub(crate) fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}

/// The application under the [lint](crate::lint), which writes to the log what it finds.
pub(crate) fn linted(application: Arc<dyn Application>) -> Arc<dyn Application> {
    Arc::new(Lint::reporting(application, |violation| {
        super::log(&format!("{}: {violation}", violation.place));
    }))
}

/// The page of an error that no application had a part in, ready to be sent.
pub(crate) fn fail(environ: &Environ, error: Error) -> (Head, Body<'static>) {
    let request = Asked::of(environ);
    let (head, body) = super::page(&request, error);
    super::log_cause(&request, &head);
    request.frame(head, body)
}
