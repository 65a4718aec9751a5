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

pub(crate) fn note(environ: &mut Environ, name: &str) {
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
        Body::stream(["one ", "two ", "three"])
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

/// A middleware that is made with a value.
struct Mark(&'static str);

#[middleware]
impl Mark {
    fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        note(environ, self.0);
        next.call(environ).header("X-Passed", self.0)
    }
}

static MADE: AtomicUsize = AtomicUsize::new(0);

fn made(name: &'static str) -> Mark {
    MADE.fetch_add(1, Ordering::Relaxed);
    Mark(name)
}

static MARK: Mark = Mark("static");

/// The same three around: by hand, on the module, on its route, on a type, and on a function.
mod around {
    use super::*;

    #[application]
    #[with(outer, inner)]
    #[with(MARK)]
    pub(super) mod on_module {
        use super::*;

        #[get("^passed$")]
        fn passed(environ: &Environ) -> String {
            environ["app.passed"].to_string()
        }
    }

    #[application]
    pub(super) mod on_route {
        use super::*;

        #[get("^passed$")]
        #[get("^passed/too$")]
        #[with(outer, super::inner, MARK)]
        fn passed(environ: &Environ) -> String {
            environ["app.passed"].to_string()
        }

        #[get("^plain$")]
        fn plain(environ: &Environ) -> String {
            environ.get("app.passed").map(ToString::to_string).unwrap_or_default()
        }
    }

    /// Written in the wrong order, which is put right.
    #[with(outer)]
    #[with(inner)]
    #[application]
    #[with(MARK)]
    pub(super) mod turned {
        use super::*;

        #[get("^passed$")]
        fn passed(environ: &Environ) -> String {
            environ["app.passed"].to_string()
        }
    }

    pub(super) struct Kept {
        pub(super) mark: Mark,
    }

    #[application]
    #[with(outer, inner, self.mark)]
    impl Kept {
        #[get("^passed$")]
        fn passed(environ: &Environ) -> String {
            environ["app.passed"].to_string()
        }

        #[get("^more/(?<name>[a-z]+)$")]
        #[with(&self.mark, made("value"))]
        fn more(&self, environ: &Environ, name: &str) -> String {
            format!("{}{name}", &environ["app.passed"])
        }

        #[not_found]
        #[with(self.mark)]
        fn nothing(&self, environ: &Environ) -> String {
            environ["app.passed"].to_string()
        }
    }

    pub(super) struct Instance;

    #[application]
    #[with(outer, inner, MARK)]
    impl Instance {
        fn call(
            &self,
            environ: &mut Environ,
            start_response: StartResponse<'_>,
        ) -> Result<Reply<'static>> {
            let passed = environ["app.passed"].to_string();
            Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(passed))
        }
    }

    #[application]
    #[with(self::outer, super::inner, Mark("static"))]
    pub(super) fn function(environ: &Environ) -> String {
        environ["app.passed"].to_string()
    }
}

#[test]
fn wherever_it_is_written_the_order_is_the_same() {
    use around::*;

    let applications: [(&str, Box<dyn Application>); 8] = [
        ("by hand", Box::new(outer(inner(MARK_LAYER)))),
        ("on a module", Box::new(on_module::application)),
        ("on a route", Box::new(on_route::application)),
        ("above", Box::new(turned::application)),
        ("on a type", Box::new(Kept { mark: Mark("static") })),
        ("on an instance", Box::new(Instance)),
        ("on a function", Box::new(function::application)),
        ("by method", Box::new(Mark("outer").wrap(Mark("inner").wrap(Mark("static").wrap(last))))),
    ];
    for (name, application) in applications {
        let answer = Client::new(application).get("/passed").send();
        assert_eq!(answer.text(), "outer inner static ", "{name}");
        assert_eq!(passed(&answer), ["static", "inner", "outer"], "{name}");
    }
}

static MARK_LAYER: lychgate::Layer<&Mark, lychgate::Dispatcher<1>> =
    lychgate::Layer::new(&MARK, site::application);

fn last(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    Ok(start_response
        .start("200 OK", &[("Content-Type", "text/plain")])?
        .body(environ["app.passed"].to_string()))
}

#[test]
fn middleware_of_a_route_is_for_that_route() {
    let client = Client::new(around::on_route::application);
    assert_eq!(client.get("/plain").send().text(), "");
    assert_eq!(client.get("/passed/too").send().text(), "outer inner static ");
    let refused = client.post("/passed").send();
    assert_eq!((refused.status().as_u16(), passed(&refused).len()), (405, 0));
}

#[test]
fn a_types_middleware_is_outside_of_its_routes() {
    let client = Client::new(around::Kept { mark: Mark("kept") });
    for _ in 0..2 {
        assert_eq!(client.get("/more/x").send().text(), "outer inner kept kept value x");
    }
    assert_eq!(MADE.load(Ordering::Relaxed), 1, "a value is made once");
    let missing = client.get("/else").send();
    assert_eq!(
        (missing.status().as_u16(), missing.text().as_str()),
        (404, "outer inner kept kept ")
    );
    let refused = client.post("/passed").send();
    assert_eq!(
        (refused.status().as_u16(), passed(&refused)),
        (405, vec!["kept", "inner", "outer"])
    );
}

#[test]
fn the_table_names_the_middleware() {
    let names = |routes: &[lychgate::Route]| {
        routes.iter().map(|route| route.middleware.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(names(around::on_module::ROUTES), ["outer inner MARK"]);
    assert_eq!(names(around::on_route::ROUTES), ["outer inner MARK", "outer inner MARK", ""]);
    assert_eq!(
        names(around::Kept::ROUTES),
        ["outer inner self.mark", "outer inner self.mark &self.mark made(\"value\")"]
    );
    assert_eq!(names(around::on_module::application.routes()), ["outer inner MARK"]);
}

/// Middleware on functions that are there under conditions, and on two pages for what is not found.
#[application]
mod conditions {
    use super::*;

    #[cfg(any())]
    #[get("^here$")]
    #[with(nowhere)]
    fn here() -> &'static str {
        "never"
    }

    #[cfg(not(any()))]
    #[get("^here$")]
    #[with(outer)]
    fn here() -> &'static str {
        "here"
    }

    #[cfg(any())]
    #[not_found]
    #[with(nowhere)]
    fn nothing() -> &'static str {
        "never"
    }

    #[cfg(not(any()))]
    #[not_found]
    #[with(inner)]
    fn nothing() -> &'static str {
        "nothing"
    }

    #[get("^elsewhere$")]
    #[with(elsewhere)]
    fn elsewhere_from() -> &'static str {
        "from"
    }

    #[get("^name/(?<name>[a-z]+)$")]
    fn name(name: &str) -> &str {
        name
    }
}

#[test]
fn conditions_are_kept() {
    let client = Client::new(conditions::application);
    assert_eq!(passed(&client.get("/here").send()), ["outer"]);
    assert_eq!(passed(&client.get("/else").send()), ["inner"]);
}

#[test]
fn the_middleware_of_a_route_cannot_make_another_of_it() {
    let client = Client::new(conditions::application);
    assert_eq!(client.get("/elsewhere").send().status(), 404);
    assert_eq!(client.get("/name/x").send().text(), "x");
}

struct Limit(u64);

impl Middleware for Limit {
    fn call<'a>(&'a self, passage: lychgate::middleware::Passage<'a>) -> Reply<'a> {
        passage.proceed()
    }

    fn body_limit(&self) -> Option<u64> {
        Some(self.0)
    }
}

struct Uploads {
    limit: Limit,
}

#[application]
#[with(self.limit)]
impl Uploads {
    #[post("^small$")]
    #[with(Limit(1))]
    fn small(&self) {}

    #[post("^usual$")]
    fn usual(&self) {}
}

#[test]
fn the_innermost_limit_of_a_request_body_holds() {
    let uploads = Uploads { limit: Limit(10) };
    let limit = |path: &str| {
        let (request, ()) = http::Request::post(path).body(()).unwrap().into_parts();
        let environ = Environ::new(request, Input::empty(), Default::default(), None);
        uploads.body_limit(&environ)
    };
    assert_eq!([limit("/small"), limit("/usual"), limit("/else")], [Some(1), Some(10), Some(10)]);
}

/// An application that is for more to see than the middleware around it.
mod private {
    use lychgate::prelude::*;

    #[middleware]
    fn secret(environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ).header("X-Passed", "secret")
    }

    #[application]
    #[with(secret)]
    pub(super) mod site {
        use super::secret;

        #[get("^$")]
        #[with(secret)]
        fn index() {}
    }
}

#[test]
fn private_middleware_may_be_around_a_public_application() {
    let answer = Client::new(private::site::application).get("/").send();
    assert_eq!(passed(&answer), ["secret", "secret"]);
}
