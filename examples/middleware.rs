//! Middleware: around a whole application, and around one of its routes.
//!
//! Run it with `cargo run --example middleware`, then `curl -i http://localhost:8080/` and
//! `curl -u ann:secret http://localhost:8080/admin`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use lychgate::prelude::*;

/// Says how long the answer took.
#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    let start = Instant::now();
    let response = next.call(environ);
    response.header("Server-Timing", &format!("app;dur={}", start.elapsed().as_millis()))
}

/// Lets in who says a name and a password; who does not is asked for them.
#[middleware]
fn login(environ: &mut Environ, next: Next<'_>) -> Response {
    match environ.get("HTTP_AUTHORIZATION") {
        Some(secret) if secret == "Basic YW5uOnNlY3JldA==" => next.call(environ),
        _ => {
            let refused = Response::from(Status::UNAUTHORIZED);
            refused.header("WWW-Authenticate", "Basic realm=\"admin\"")
        }
    }
}

/// Counts the requests that pass: a middleware that keeps state.
struct Visits(AtomicUsize);

#[middleware]
impl Visits {
    fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        let visit = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        next.call(environ).header("X-Visit", &visit.to_string())
    }
}

#[application]
#[with(timing, Visits(AtomicUsize::new(0)))]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get("^admin$")]
    #[with(login)]
    fn admin() -> &'static str {
        "Admin page"
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn what_is_around_all_sees_every_request() {
        let client = Client::new(site::application);
        for path in ["/", "/admin", "/nothing"] {
            let answer = client.get(path).send();
            assert!(answer.header("server-timing").is_some_and(|it| it.starts_with("app;dur=")));
            assert!(answer.header("x-visit").is_some(), "{path}");
        }
    }

    #[test]
    fn state_is_kept_between_requests() {
        let client = Client::new(
            Visits(AtomicUsize::new(6))
                .wrap(lychgate::from_fn(|_, start| Ok(start.start("200 OK", &[])?.body("")))),
        );
        assert_eq!(client.get("/").send().header("x-visit"), Some("7"));
        assert_eq!(client.get("/").send().header("x-visit"), Some("8"));
    }

    #[test]
    fn what_is_around_one_route_is_for_that_alone() {
        let client = Client::new(site::application);
        assert_eq!(client.get("/").send().text(), "Index page");
        let refused = client.get("/admin").send();
        assert_eq!(
            (refused.status().as_u16(), refused.header("www-authenticate")),
            (401, Some("Basic realm=\"admin\""))
        );
        let secret = "Basic YW5uOnNlY3JldA==";
        assert_eq!(
            client.get("/admin").header("Authorization", secret).send().text(),
            "Admin page"
        );
    }
}
