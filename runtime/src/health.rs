//! Whether a server lives, and whether it can be asked.

use std::fmt::{Debug, Display, Formatter, Result as FmtResult};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use http::header::{ACCEPT, HeaderValue};

use crate::{Application, Environ, Error, Reply, Response, StartResponse, Status, gateway, json};

/// Answers whoever watches over the server, such as Kubernetes or a load balancer: an application
/// with two paths.
///
/// | path | asks | answer |
/// |---|---|---|
/// | `live` | is the process to be started anew? | 200, always |
/// | `ready` | is it to be sent requests? | 200; 503 when a check fails, or the server is stopping |
///
/// ```
/// use lychgate::prelude::*;
/// # fn ping() -> Result<(), std::io::Error> { Ok(()) }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[mount("^health/")]
///     fn health() -> Health {
///         Health::new().check("database", || ping())
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/health/live").send().text(), "ok\n");
///     assert_eq!(client.get("/health/ready").send().text(), "ok\n");
/// }
/// ```
///
/// Who asks is told in lines of text what fails, `database: failed`, or `stopping`; and with
/// `Accept: application/json` all of it: `{"status":"failed","checks":{"database":"failed"}}`, with
/// `ok`, `failed` or `stopping` as the status. Why a check fails is for the log only, which is told
/// when it begins to fail, and when it no longer does.
///
/// A server that is asked to stop accepts no more connections: who has none then cannot connect, and
/// who has one is told 503. For paths of one's own there are [`live`](Self::live) and
/// [`ready`](Self::ready).
#[derive(Default)]
pub struct Health {
    checks: Vec<Check>,
}

struct Check {
    name: String,
    /// What is wrong, if anything is.
    function: Box<dyn Fn() -> Option<String> + Send + Sync>,
    failing: AtomicBool,
}

impl Health {
    /// Without checks: ready until the server is asked to stop.
    #[must_use]
    pub fn new() -> Self {
        Health::default()
    }

    /// Adds a check, which is called whenever somebody asks whether the server is ready. One that
    /// panics has failed.
    ///
    /// A check is quick, and of what *this* server cannot answer without: when a database that all
    /// of them share is gone, no server is ready, and nobody is left to say so.
    #[must_use]
    pub fn check<E: Display>(
        mut self,
        name: impl Into<String>,
        function: impl Fn() -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        let function = Box::new(move || function().err().map(|error| error.to_string()));
        let failing = AtomicBool::new(false);
        self.checks.push(Check { name: name.into(), function, failing });
        self
    }

    /// The answer of `live`.
    ///
    /// ```
    /// use std::sync::LazyLock;
    /// use lychgate::prelude::*;
    ///
    /// static HEALTH: LazyLock<Health> = LazyLock::new(Health::new);
    ///
    /// #[application]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[get("^livez$")]
    ///     fn livez(environ: &Environ) -> Response { HEALTH.live(environ) }
    ///
    ///     #[get("^readyz$")]
    ///     fn readyz(environ: &Environ) -> Response { HEALTH.ready(environ) }
    /// }
    /// # fn main() {
    /// # let client = lychgate::test::Client::new(site::application);
    /// # assert_eq!(client.get("/livez").send().text(), "ok\n");
    /// # assert_eq!(client.get("/readyz").send().text(), "ok\n");
    /// # }
    /// ```
    #[must_use]
    pub fn live(&self, environ: &Environ) -> Response {
        answer(environ, "ok", &[])
    }

    /// The answer of `ready`.
    #[must_use]
    pub fn ready(&self, environ: &Environ) -> Response {
        let stopping = environ.gateway().pulse.vitals().is_some_and(|vitals| vitals.stopping);
        let checks: Vec<_> = self.checks.iter().map(|it| (&*it.name, it.passes())).collect();
        let status = match checks.iter().all(|(_, passes)| *passes) {
            _ if stopping => "stopping",
            true => "ok",
            false => "failed",
        };
        answer(environ, status, &checks)
    }
}

impl Check {
    fn passes(&self) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.function)()));
        let wrong = outcome
            .unwrap_or_else(|panic| Some(gateway::panicked(&*panic, "the check").to_string()));
        let failed = self.failing.swap(wrong.is_some(), Ordering::Relaxed);
        match (&wrong, failed) {
            (Some(wrong), false) => gateway::log(&format!("not ready: {}: {wrong}", self.name)),
            (None, true) => gateway::log(&format!("no longer failing: {}", self.name)),
            _ => {}
        }
        wrong.is_none()
    }
}

fn answer(environ: &Environ, status: &str, checks: &[(&str, bool)]) -> Response {
    let word = |passes: bool| if passes { "ok" } else { "failed" };
    let (page, media_type) = if reads_json(environ) {
        let checks = checks.iter().map(|(name, passes)| {
            format!("{}:{}", json::string(name), json::string(word(*passes)))
        });
        let checks = checks.collect::<Vec<_>>().join(",");
        (format!("{{\"status\":\"{status}\",\"checks\":{{{checks}}}}}\n"), "application/json")
    } else {
        let failed = checks.iter().filter(|(_, passes)| !passes);
        let mut page: String = failed.map(|(name, _)| format!("{name}: failed\n")).collect();
        if page.is_empty() || status == "stopping" {
            page.insert_str(0, &format!("{status}\n"));
        }
        (page, "text/plain; charset=utf-8")
    };
    let code = if status == "ok" { Status::OK } else { Status::SERVICE_UNAVAILABLE };
    let response = Response::new(page).status(code).header("Content-Type", media_type);
    // What is so now is no answer for later.
    response.header("Cache-Control", "no-store")
}

fn reads_json(environ: &Environ) -> bool {
    let accept = environ.headers().get(ACCEPT).map(HeaderValue::as_bytes).unwrap_or_default();
    accept.starts_with(b"application/json")
}

#[diagnostic::do_not_recommend]
impl Application for Health {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let path = environ.path().unwrap_or_default().trim_matches('/');
        let response = match (environ.method().as_str(), path) {
            ("GET" | "HEAD", "live") => self.live(environ),
            ("GET" | "HEAD", "ready") => self.ready(environ),
            (_, "live" | "ready") => {
                Response::from(Status::METHOD_NOT_ALLOWED).header("Allow", "GET, HEAD")
            }
            _ => return Reply::failed(Error::new(Status::NOT_FOUND, "")),
        };
        start_response.respond(environ, response)
    }
}

impl Debug for Health {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.debug_list().entries(self.checks.iter().map(|check| &check.name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::environ::{Gateway, Pulse, Vitals};
    use crate::test::Client;

    #[test]
    fn a_server_is_ready_when_all_checks_pass() {
        let fails = Arc::new(AtomicBool::new(false));
        let health = {
            let fails = Arc::clone(&fails);
            let check = move || if fails.load(Ordering::Relaxed) { Err("secret") } else { Ok(()) };
            Health::new().check("disk", || Ok::<_, Error>(())).check("a \"b\"", check)
        };
        let client = Client::new(health);
        let ask = |path: &str, accept: &str| {
            let answer = client.get(path).header("Accept", accept).send();
            (answer.status().as_u16(), answer.text())
        };
        assert_eq!(ask("/ready", "*/*"), (200, "ok\n".into()));
        assert_eq!(ask("/live", "*/*"), (200, "ok\n".into()));
        let json = r#"{"status":"ok","checks":{"disk":"ok","a \"b\"":"ok"}}"#;
        assert_eq!(ask("/ready", "application/json"), (200, format!("{json}\n")));
        fails.store(true, Ordering::Relaxed);
        assert_eq!(ask("/ready", "*/*"), (503, "a \"b\": failed\n".into()));
        assert_eq!(ask("/live", "*/*"), (200, "ok\n".into()));
        let json = r#"{"status":"failed","checks":{"disk":"ok","a \"b\"":"failed"}}"#;
        assert_eq!(ask("/ready", "application/json"), (503, format!("{json}\n")));
        assert_eq!(ask("/", "*/*").0, 404);
        let refused = client.post("/ready").send();
        assert_eq!((refused.status().as_u16(), refused.header("Allow")), (405, Some("GET, HEAD")));
    }

    #[test]
    fn a_check_that_panics_has_failed() {
        let health = Health::new().check("broken", || -> Result<(), &str> { panic!("no") });
        let answer = Client::new(health).get("/ready").send();
        assert_eq!((answer.status().as_u16(), &*answer.text()), (503, "broken: failed\n"));
    }

    #[test]
    fn a_server_that_stops_is_not_ready() {
        let vitals = Vitals { stopping: true, ..Vitals::default() };
        let gateway = Gateway { pulse: Pulse::new(move || vitals), ..Gateway::default() };
        let (request, ()) = http::Request::get("/").body(()).unwrap().into_parts();
        let environ = Environ::new(request, Default::default(), Arc::new(gateway), None);
        let health = Health::new().check("disk", || Err("gone"));
        assert_eq!(health.ready(&environ).status_code(), 503);
        assert_eq!(health.live(&environ).status_code(), 200);
    }
}
