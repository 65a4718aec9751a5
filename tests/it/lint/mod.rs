//! The lint: every rule is broken once, and what breaks none is left alone.

mod broken;
mod clean;
mod strict;

use std::sync::{Arc, Mutex};

use lychgate::lint::{Lint, Violation};
use lychgate::middleware::Passage;
use lychgate::prelude::*;
use lychgate::test::{Answer, Client};
use lychgate::{Head, Layer, Way};

const TEXT: (&str, &str) = ("Content-Type", "text/plain");

/// A function of the contract, as `lychgate::from_fn` makes one.
type Started = lychgate::Result<Reply<'static>>;

fn hello(_: &mut Environ, start_response: StartResponse<'_>) -> Started {
    Ok(start_response.start("200 OK", &[TEXT])?.body("hello"))
}

fn streamed(_: &mut Environ, start_response: StartResponse<'_>) -> Started {
    Ok(start_response.start("200 OK", &[TEXT])?.stream(["one ", "two ", "three ", "four"]))
}

/// An application with this status, these headers and this body.
fn answering(
    status: &'static str,
    headers: &'static [(&str, &str)],
    body: impl Fn() -> Body<'static> + Send + Sync,
) -> impl Application {
    lychgate::from_fn(move |_, start_response| {
        Ok(start_response.start(status, headers)?.body(body()))
    })
}

/// A middleware that changes the request.
struct Hands(fn(&mut Environ));

impl Middleware for Hands {
    fn call<'a>(&'a self, mut passage: Passage<'a>) -> Reply<'a> {
        (self.0)(passage.environ_mut());
        passage.proceed()
    }
}

/// A middleware that changes the response.
struct Gives(for<'b> fn(Head, Body<'b>) -> (Head, Body<'b>));

impl Middleware for Gives {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        passage.proceed().map(self.0)
    }
}

/// The same as an application around another.
struct Around<A>(for<'b> fn(Head, Body<'b>) -> (Head, Body<'b>), A);

impl<A: Application> Application for Around<A> {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        self.1.call(environ, start_response).map(self.0)
    }
}

/// What a lint finds.
#[derive(Clone, Default)]
struct Found(Arc<Mutex<Vec<Violation>>>);

impl Found {
    fn lint<A>(&self, application: A) -> Lint<A> {
        let found = Arc::clone(&self.0);
        Lint::reporting(application, move |violation| found.lock().unwrap().push(violation))
    }

    fn codes(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().iter().map(|violation| violation.rule.code).collect()
    }
}

fn get(application: impl Application) -> Answer {
    Client::new(application).get("/").unlinted().send()
}

/// The codes of the rules that an application breaks.
fn codes(application: impl Application) -> Vec<&'static str> {
    let found = Found::default();
    let _ = get(found.lint(application));
    found.codes()
}

/// The codes of the rules that a change of the request breaks.
fn codes_of_request(change: fn(&mut Environ)) -> Vec<&'static str> {
    let found = Found::default();
    let _ = get(Layer::new(Hands(change), found.lint(hello)));
    found.codes()
}
