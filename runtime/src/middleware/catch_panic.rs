//! A panic becomes a response where it happens.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Middleware, Passage};
use crate::{Reply, gateway};

/// Makes a 500 of a panic inside, so that the middleware around this sees a response and can still
/// do its part.
///
/// The panics of handlers are caught without it, and every gateway catches the rest: this is for
/// applications of bare functions and for middleware of one's own. The message of the panic goes to
/// the log, never to the client.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::{CatchPanic, request_id};
///
/// fn broken(_: &mut Environ, _: StartResponse<'_>) -> Reply<'static> {
///     panic!("not today")
/// }
///
/// let client = lychgate::test::Client::new(request_id(CatchPanic.wrap(broken)));
/// let answer = client.get("/").send();
/// assert_eq!(answer.status(), 500);
/// assert!(answer.header("X-Request-Id").is_some());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CatchPanic;

impl Middleware for CatchPanic {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        match catch_unwind(AssertUnwindSafe(|| passage.proceed())) {
            Ok(reply) => gateway::caught(reply, "the application"),
            Err(panic) => Reply::failed(gateway::panicked(&*panic, "the application")),
        }
    }
}
