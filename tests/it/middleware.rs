//! Middleware: around an application, a module, a type, a route.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use lychgate::prelude::*;
use lychgate::test::Client;

/// Notes when it is passed, in the request on the way in and in a header on the way out.
#[middleware]
fn outer(environ: &mut Environ, next: Next<'_>) -> Response {
    note(environ, "outer");
    next.call(environ).header("X-Passed", "outer")
}

#[middleware]
async fn inner(environ: &mut Environ, next: Next<'_>) -> Response {
    note(environ, "inner");
    std::future::ready(()).await;
    next.call_later(environ).await.header("X-Passed", "inner")
}

fn note(environ: &mut Environ, name: &str) {
    let before = environ.get("app.passed").map(ToString::to_string).unwrap_or_default();
    environ.insert("app.passed", format!("{before}{name} "));
}

/// Lets nobody in who does not say who it is.
#[middleware]
pub(crate) fn login(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
    if environ.get("HTTP_AUTHORIZATION").is_none() {
        return Err(Status::UNAUTHORIZED);
    }
    Ok(next.call(environ))
}

#[application]
mod site {
    use super::*;

    #[get("^passed$")]
    fn passed(environ: &Environ) -> String {
        environ.get("app.passed").map(ToString::to_string).unwrap_or_default()
    }

    #[get("^passed/later$")]
    async fn passed_later(environ: &Environ) -> String {
        std::future::ready(()).await;
        passed(environ)
    }

    /// A body that borrows from the request.
    #[get("^agent$")]
    fn agent(environ: &Environ) -> &str {
        let agent = environ.headers().get("user-agent");
        agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default()
    }

    #[get("^stream$")]
    fn stream() -> Body<'static> {
        Body::stream(["one ", "two ", "three"].into_iter())
    }

    #[get("^error$")]
    fn error() -> Result<String> {
        Err(Error::new(Status::CONFLICT, "twice").with_source("the reason"))
    }

    #[get("^name/(?<name>[a-z]+)$")]
    fn name(name: &str) -> &str {
        name
    }
}

fn passed(answer: &lychgate::test::Answer) -> Vec<&str> {
    answer.headers().get_all("x-passed").iter().map(|value| value.to_str().unwrap()).collect()
}

#[test]
fn a_function_is_a_decorator() {
    let client = Client::new(outer(inner(site::application)));
    for path in ["/passed", "/passed/later"] {
        let answer = client.get(path).send();
        assert_eq!(answer.text(), "outer inner ", "{path}");
        assert_eq!(passed(&answer), ["inner", "outer"], "{path}");
    }
    let turned = Client::new(inner(outer(site::application)));
    assert_eq!(turned.get("/passed/later").send().text(), "inner outer ");
}

static SITE: lychgate::Layer<outer, lychgate::Dispatcher<1>> = outer(site::application);

#[test]
fn a_decorated_application_may_be_a_static() {
    assert_eq!(Client::new(SITE).get("/passed").send().text(), "outer ");
    assert_eq!(Client::new(SITE).get("/name/ann").send().text(), "ann");
    assert_eq!(SITE.routes().len(), site::ROUTES.len());
}

#[test]
fn who_does_not_call_next_answers_in_its_place() {
    let client = Client::new(outer(login(inner(site::application))));
    let refused = client.get("/passed").send();
    assert_eq!((refused.status().as_u16(), passed(&refused)), (401, vec!["outer"]));
    let admitted = client.get("/passed").header("Authorization", "me").send();
    assert_eq!(admitted.text(), "outer inner ");
}

#[test]
fn bodies_that_borrow_and_bodies_that_stream_pass() {
    let client = Client::new(outer(inner(site::application)));
    let answer = client.get("/agent").header("User-Agent", "me").send();
    assert_eq!((answer.text().as_str(), passed(&answer).len()), ("me", 2));
    assert_eq!(client.get("/stream").send().text(), "one two three");
}

/// A middleware with state, and methods beside `call`.
#[derive(Default)]
struct Visits {
    count: AtomicUsize,
}

#[middleware]
impl Visits {
    fn call(&self, environ: &mut Environ, next: Next<'_>) -> lychgate::Result<Response> {
        let visit = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if environ.query_string() == "fail" {
            return Err(Error::new(Status::SERVICE_UNAVAILABLE, "not now"));
        }
        Ok(next.call(environ).header("X-Visit", &visit.to_string()))
    }

    fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

/// What a middleware saw of a request that it let through.
struct Seen<T> {
    log: Mutex<Vec<T>>,
}

#[middleware]
impl<T> Seen<T>
where
    T: From<String> + Send,
{
    async fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        let response = next.call_later(environ).await;
        let route = environ.route().map_or("none", |route| route.handler);
        let cause = response.error().map(ToString::to_string).unwrap_or_default();
        let line = format!("{} {route} {} {cause}", environ.path_info(), response.status_code());
        self.log.lock().unwrap().push(line.into());
        response
    }
}

#[test]
fn a_type_with_call_is_a_middleware_that_keeps_state() {
    static VISITS: Visits = Visits { count: AtomicUsize::new(0) };
    let client = Client::new((&VISITS).wrap(site::application));
    assert_eq!(client.get("/passed").send().header("x-visit"), Some("1"));
    assert_eq!(client.get("/passed").send().header("x-visit"), Some("2"));
    let failed = client.get("/passed?fail").send();
    assert_eq!((failed.status().as_u16(), failed.text().as_str()), (503, "not now\n"));
    assert_eq!(VISITS.count(), 3);
}

#[test]
fn the_environ_is_seen_afterwards_and_so_is_the_failure() {
    let seen = std::sync::Arc::new(Seen::<String> { log: Mutex::default() });
    let client = Client::new(std::sync::Arc::clone(&seen).wrap(site::application));
    assert_eq!(client.get("/error").send().status(), 409);
    assert_eq!(client.get("/name/ann").send().text(), "ann");
    assert_eq!(client.get("/else").send().status(), 404);
    let log = seen.log.lock().unwrap();
    assert!(log[0].starts_with("/error error 409 Conflict"), "{log:?}");
    assert!(log[0].contains("twice"), "{log:?}");
    assert_eq!(log[1..], ["/name/ann name 200 OK ", "/else none 404 Not Found "]);
}

/// Sends every request elsewhere.
#[middleware]
fn elsewhere(environ: &mut Environ, next: Next<'_>) -> Response {
    environ.insert("PATH_INFO", "/name/changed");
    next.call(environ)
}

#[test]
fn a_changed_request_is_what_is_seen_inside() {
    let client = Client::new(outer(elsewhere(site::application)));
    assert_eq!(client.get("/passed").send().text(), "changed");
}

/// Calls itself by its own name, as a function does.
#[middleware]
fn again(environ: &mut Environ, next: Next<'_>) -> Response {
    if environ.get("app.again").is_none() {
        environ.insert("app.again", "yes");
        return again(environ, next);
    }
    next.call(environ).header("X-Passed", "again")
}

#[test]
fn inside_its_body_the_name_is_the_functions() {
    assert_eq!(passed(&Client::new(again(site::application)).get("/passed").send()), ["again"]);
}
