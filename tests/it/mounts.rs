//! Applications below a prefix of another's paths.

use std::sync::atomic::{AtomicUsize, Ordering};

use lychgate::prelude::*;
use lychgate::test::Client;

use crate::middleware::{login, note};

#[application]
mod api {
    use lychgate::prelude::*;

    #[get("^$")]
    fn index() -> &'static str {
        "API"
    }

    #[get("^users/(?<id>[0-9]+)$")]
    fn user(id: u32, environ: &Environ) -> String {
        format!("{id} at {}|{}", environ.script_name(), environ.path_info())
    }

    #[not_found]
    fn nothing() -> &'static str {
        "nothing in the API"
    }
}

/// Says where it is.
#[application]
fn place(environ: &Environ) -> String {
    format!("{}|{}", environ.script_name(), environ.path_info())
}

/// Counts how often it was made, and how often it was called.
struct Counter(AtomicUsize);

static MADE: AtomicUsize = AtomicUsize::new(0);

#[application]
impl Counter {
    #[get("^count$")]
    fn count(&self) -> String {
        (self.0.fetch_add(1, Ordering::Relaxed) + 1).to_string()
    }
}

#[middleware]
fn marked(environ: &mut Environ, next: Next<'_>) -> Response {
    note(environ, "marked");
    next.call(environ).header("X-Passed", "marked")
}

#[application]
#[with(marked)]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get("^api/users/0$")]
    fn first() -> &'static str {
        "not one of the API's"
    }

    #[mount("^api/")]
    #[mount("^(?:old|older)/api/")]
    fn api() -> impl Application {
        super::api::application
    }

    #[mount("^at")]
    pub(super) fn at() -> impl Application {
        place::application
    }

    #[mount("^(?x) v [0-9]+ / # a version")]
    fn versions() -> impl Application {
        place::application
    }

    #[mount("^counter/")]
    #[mount("^again/")]
    fn counter() -> Counter {
        MADE.fetch_add(1, Ordering::Relaxed);
        Counter(AtomicUsize::new(0))
    }

    #[mount("^secret/")]
    #[with(super::login)]
    fn secret() -> impl Application {
        place::application
    }

    #[cfg(any())]
    #[mount("^never/")]
    fn never() -> impl Application {
        nowhere()
    }

    #[cfg(not(any()))]
    #[mount("^bare/")]
    fn bare() -> impl Application {
        bare_function
    }

    #[get("^(?<rest>.*)$")]
    fn rest(rest: &str) -> String {
        format!("rest {rest}")
    }
}

fn bare_function(
    environ: &mut Environ,
    start_response: StartResponse<'_>,
) -> Result<Reply<'static>> {
    let path = environ.path_info().to_string();
    Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(path))
}

fn text(client: &Client<'_>, path: &str) -> String {
    client.get(path).send().text()
}

#[test]
fn the_prefix_moves_to_the_script_name() {
    let client = Client::new(site::application);
    for (path, expected) in [
        ("/", "Index page"),
        ("/api/", "API"),
        ("/api/users/7", "7 at /api|/users/7"),
        ("/api/users/0", "not one of the API's"),
        ("/older/api/users/7", "7 at /older/api|/users/7"),
        ("/api/else", "nothing in the API"),
        ("/api", "rest api"),
        ("/at", "/at|"),
        ("/at/", "/at|/"),
        ("/at/a/b", "/at|/a/b"),
        ("/atlas", "rest atlas"),
        ("/v12/a%20b/%C3%A9%0A", "/v12|/a b/é\n"),
        ("/bare/x", "/x"),
        ("/never/x", "rest never/x"),
    ] {
        assert_eq!(text(&client, path), expected, "{path}");
    }
    assert_eq!(client.get("/api/else").send().status(), 404);
}

#[test]
fn methods_are_the_mounted_applications_business() {
    let client = Client::new(site::application);
    let refused = client.post("/api/users/7").send();
    assert_eq!(
        (refused.status().as_u16(), refused.header("allow")),
        (405, Some("GET, HEAD, OPTIONS"))
    );
    assert_eq!(client.request("OPTIONS", "/api/users/7").send().status(), 204);
    assert_eq!(client.request("BREW", "/at/x").send().text(), "/at|/x");
    let head = client.request("HEAD", "/api/").send();
    assert_eq!((head.status().as_u16(), head.text().as_str()), (200, ""));
}

#[test]
fn an_application_is_made_once_and_kept() {
    let client = Client::new(site::application);
    let counts = ["/counter/count", "/again/count", "/counter/count"].map(|it| text(&client, it));
    assert_eq!(counts, ["1", "2", "3"]);
    assert_eq!(MADE.load(Ordering::Relaxed), 1);
}

#[test]
fn middleware_is_around_a_mount_as_around_a_route() {
    let client = Client::new(site::application);
    let refused = client.get("/secret/x").send();
    assert_eq!((refused.status().as_u16(), refused.header("x-passed")), (401, Some("marked")));
    let admitted = client.get("/secret/x").header("Authorization", "me").send();
    assert_eq!(admitted.text(), "/secret|/x");
}

#[test]
fn the_table_has_the_mounts_and_their_tables() {
    let row = |handler: &str| {
        let mut rows = site::ROUTES.iter().filter(|route| route.handler == handler);
        *rows.next().expect("the handler has a route")
    };
    let api = row("api");
    assert_eq!(api.to_string(), "ANY ^api/ api");
    assert!(api.is_mount() && api.captures.is_empty());
    let nested: Vec<&str> = api.nested().iter().map(|route| route.handler).collect();
    assert_eq!(nested, ["index", "user"]);
    assert_eq!(row("secret").middleware, ["marked", "login"]);
    assert!(row("never").nested().is_empty() && row("at").nested().is_empty());
    assert!(!row("index").is_mount());
    let found = site::find("DELETE", "/older/api/x");
    assert_eq!(found.route().map(|route| route.pattern), Some("^(?:old|older)/api/"));
    assert_eq!(found.capture("rest"), None, "the rest is no group of the user's");
    assert_eq!(Client::new(site::at()).get("/x").send().text(), "|/x", "a function stays one");
}

/// A type of which parts are mounted.
struct Whole {
    counter: Counter,
    inner: Inner,
}

struct Inner {
    name: String,
}

#[application]
impl Inner {
    #[get("^name$")]
    fn name(&self) -> &str {
        &self.name
    }

    #[post("^upload$")]
    #[with(Limit(3))]
    fn upload(&self) {}
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

#[application]
impl Whole {
    #[mount("^counter/")]
    fn counter(&self) -> &impl Application {
        &self.counter
    }

    #[mount("^inner/")]
    #[with(marked, Limit(5))]
    fn inner(&self) -> &Inner {
        &self.inner
    }

    #[mount("^api/")]
    fn api() -> impl Application {
        api::application
    }

    #[get("^name$")]
    fn name(&self) -> &str {
        &self.inner.name
    }
}

struct Generic<T>(T);

#[application]
impl<T: Application> Generic<T> {
    #[mount("^")]
    fn all(&self) -> &T {
        &self.0
    }
}

#[test]
fn a_method_mounts_a_part_of_its_application() {
    let whole = Whole {
        counter: Counter(AtomicUsize::new(10)),
        inner: Inner { name: "inside".to_owned() },
    };
    let client = Client::new(Generic(whole));
    assert_eq!(text(&client, "/counter/count"), "11");
    assert_eq!(text(&client, "/counter/count"), "12");
    assert_eq!(text(&client, "/api/users/3"), "3 at /api|/users/3");
    assert_eq!(text(&client, "/name"), "inside");
    let inner = client.get("/inner/name").send();
    assert_eq!((inner.text().as_str(), inner.header("x-passed")), ("inside", Some("marked")));
    let nested: Vec<usize> = Whole::ROUTES.iter().map(|route| route.nested().len()).collect();
    assert_eq!(nested, [0, 0, 2, 0]);
    assert!(Whole::ROUTES[0].is_mount());
}

#[test]
fn the_limit_of_what_is_mounted_holds_for_it() {
    let whole =
        Whole { counter: Counter(AtomicUsize::new(0)), inner: Inner { name: String::new() } };
    let limit = |path: &str| {
        let (request, ()) = http::Request::post(path).body(()).unwrap().into_parts();
        let environ = Environ::new(request, Input::empty(), Default::default(), None);
        whole.body_limit(&environ)
    };
    let limits = ["/inner/upload", "/inner/name", "/counter/count"].map(limit);
    assert_eq!(limits, [Some(3), Some(5), None]);
}
