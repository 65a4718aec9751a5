//! From a failure to the `#[catch]` function that answers it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::way::dispatch_around;
use super::{Answer, Call, Refusal, Ways, answered, place, reply};
use crate::reply::Head;
use crate::{Environ, Error, Found, Reply, Response, StartResponse, Status, gateway};

/// What [`dispatch`](super::dispatch) does, with `catch` to answer failures: a reply that failed or
/// a handler that panicked, be it while it is awaited; 404, 405, and 400 for a path that is not
/// UTF-8.
///
/// Its response has the error's status unless it says another than 200 OK. Where it fails itself,
/// the default page answers, and the log has that, too.
pub fn catch<'a, const N: usize>(
    environ: &'a mut Environ,
    _: StartResponse<'a>,
    find: impl FnOnce(&str, &'a str) -> Found<'a, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a>,
    catch: impl FnOnce(&mut Call<'a, N>, Arc<Error>) -> Answer<'a> + Send + 'a,
) -> Reply<'a> {
    dispatch_or(environ, find, answer, Some(catch))
}

/// The same for an application with [`Ways`]: `catch` is inside of all middleware.
pub fn catch_by<'a, const N: usize>(
    ways: &'a (impl Ways + ?Sized),
    environ: &'a mut Environ,
    start_response: StartResponse<'a>,
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a> + Send + 'a,
    catch: impl FnOnce(&mut Call<'a, N>, Arc<Error>) -> Answer<'a> + Send + 'a,
) -> Reply<'a> {
    dispatch_around(ways, environ, start_response, find, answer, Some(catch))
}

/// Answers, and has failures caught where there is something to do it.
pub(super) fn dispatch_or<'a, const N: usize>(
    environ: &'a Environ,
    find: impl FnOnce(&str, &'a str) -> Found<'a, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a>,
    catch: Option<impl FnOnce(&mut Call<'a, N>, Arc<Error>) -> Answer<'a> + Send + 'a>,
) -> Reply<'a> {
    let (reply, call) = answered(environ, find, answer);
    let Some(catch) = catch else { return reply };
    gateway::caught(reply, place(call.found.route())).then(move |outcome| match outcome {
        Ok((head, body)) => Reply::started(head, body),
        Err(error) => page(call, Arc::new(error), catch),
    })
}

/// The page that the function makes of an error, or the default one.
fn page<'a, const N: usize>(
    mut call: Call<'a, N>,
    error: Arc<Error>,
    catch: impl FnOnce(&mut Call<'a, N>, Arc<Error>) -> Answer<'a>,
) -> Reply<'a> {
    const PLACE: &str = "the `#[catch]` function";
    let environ = call.environ;
    let made = catch_unwind(AssertUnwindSafe(|| catch(&mut call, Arc::clone(&error))));
    let made = match made {
        Ok(Err(Refusal::NoMatch)) => return default_page(environ, error),
        Ok(answer) => reply(environ, answer),
        Err(panic) => Reply::failed(gateway::panicked(&*panic, PLACE)),
    };
    gateway::caught(made, PLACE).then(move |outcome| match outcome {
        Ok((mut head, body)) => {
            of_error(&mut head, error);
            Reply::started(head, body)
        }
        Err(second) => {
            let (method, path) = (environ.method(), environ.path_info());
            let status = error.status();
            gateway::log(&format!("{method} {path}: no page of its own for {status}: {second}"));
            default_page(environ, error)
        }
    })
}

/// The head of a page says whose page it is.
fn of_error(head: &mut Head, error: Arc<Error>) {
    if head.status == Status::OK {
        head.status = error.status();
    }
    for (name, value) in error.headers().into_iter().flatten() {
        head.headers.entry(name).or_insert_with(|| value.clone());
    }
    head.cause = Some(error);
}

/// The page as if nothing caught the error.
fn default_page(environ: &Environ, error: Arc<Error>) -> Reply<'_> {
    match Arc::try_unwrap(error) {
        Ok(error) => Reply::failed(error),
        // The function keeps it, which it can only if it never ends.
        Err(error) => super::respond(environ, Response::page_of(error)),
    }
}
