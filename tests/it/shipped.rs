//! The middleware that is there already.

use std::sync::{Arc, Mutex};

use lychgate::environ::Gateway;
use lychgate::middleware::{
    AccessLog, BodyLimit, CatchPanic, ConditionalGet, Record, TrailingSlash, method_override,
    request_id, security_headers, timing,
};
use lychgate::prelude::*;
use lychgate::test::{Answer, Client};

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get("^id$")]
    fn id(environ: &Environ) -> String {
        environ.get("lychgate.request_id").map_or("none".to_owned(), ToString::to_string)
    }

    #[get("^stream$")]
    fn stream() -> Body<'static> {
        Body::stream(["a", "b", "c"])
    }

    #[get("^breaks$")]
    fn breaks() -> Body<'static> {
        Body::stream([Ok("begin"), Err(Error::new(Status::BAD_GATEWAY, "broken"))])
    }

    #[get("^tagged$")]
    fn tagged() -> Response {
        Response::new("tagged").header("ETag", "\"v1\"").header("Cache-Control", "no-cache")
    }

    #[get("^dated$")]
    fn dated() -> Response {
        Response::new("dated").header("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")
    }

    #[get("^framed$")]
    fn framed() -> Response {
        Response::new("framed").header("X-Frame-Options", "DENY")
    }

    #[post("^thing$")]
    fn create(body: Input) -> Result<String> {
        Ok(format!("created of {}", std::io::read_to_string(body)?))
    }

    #[route("^thing$", PUT, PATCH, DELETE)]
    fn change(environ: &Environ, body: Input) -> Result<String> {
        Ok(format!("{} of {}", environ.method(), std::io::read_to_string(body)?))
    }

    #[post("^upload$")]
    #[with(BodyLimit::new(100))]
    fn upload(body: Input) -> Result<String> {
        Ok(std::io::read_to_string(body)?.len().to_string())
    }
}

#[test]
fn every_request_has_a_name() {
    let client = Client::new(request_id(site::application));
    let first = client.get("/id").send();
    let second = client.get("/id").send();
    assert_eq!(first.header("x-request-id"), Some(&*first.text()));
    assert_ne!(first.text(), second.text());
    let ask = |given: &str| client.get("/id").header("X-Request-Id", given).send();
    assert_eq!(ask("proxy-7.a_B").text(), "proxy-7.a_B");
    for strange in ["two words", "<script>", &"x".repeat(65)] {
        let answer = ask(strange);
        assert_eq!(answer.text().len(), 32, "{strange}");
        assert_eq!(answer.header("x-request-id"), Some(&*answer.text()));
    }
    assert!(client.get("/nothing").send().header("x-request-id").is_some());
}

#[test]
fn the_time_is_told_in_milliseconds() {
    let answer = Client::new(timing(site::application)).get("/stream").send();
    let time = answer.header("server-timing").unwrap().strip_prefix("app;dur=").unwrap();
    assert!(time.parse::<f64>().is_ok_and(|time| time >= 0.0), "{time}");
    assert_eq!(answer.text(), "abc");
}

fn records(path: &str) -> (Answer, Vec<Record>) {
    let records = Arc::new(Mutex::new(Vec::new()));
    let log = {
        let records = Arc::clone(&records);
        AccessLog::new(move |record| records.lock().unwrap().push(record.clone()))
    };
    let client = Client::new(request_id(log.wrap(site::application)));
    let answer = client.get(path).header("X-Request-Id", "r1").send();
    let records = records.lock().unwrap().clone();
    (answer, records)
}

#[test]
fn a_record_is_made_when_the_response_is_over() {
    for (path, text) in [
        ("/?q=1", "GET /?q=1 200 10 "),
        ("/stream", "GET /stream 200 3 "),
        ("/nothing", "GET /nothing 404 14 "),
    ] {
        let (_, records) = records(path);
        let [record] = records.as_slice() else { panic!("one record: {records:?}") };
        assert!(record.to_string().starts_with(text), "{record}");
        assert!(record.complete && !record.to_string().ends_with("cut"));
        assert_eq!(record.request_id.as_deref(), Some("r1"));
    }
    let (answer, found) = records("/breaks");
    assert!(answer.cut().is_some());
    assert_eq!((found[0].bytes, found[0].complete), (5, false));
    assert!(found[0].to_string().ends_with(" cut"), "{}", found[0]);
    assert_eq!(records("/stream").1[0].route().unwrap().pattern, "^stream$");
    assert!(records("/nothing").1[0].route().is_none());
}

#[test]
fn a_panic_becomes_a_response_where_it_happens() {
    fn broken(_: &mut Environ, _: StartResponse<'_>) -> Reply<'static> {
        panic!("not today")
    }
    fn later(_: &mut Environ, _: StartResponse<'_>) -> Reply<'static> {
        Reply::later(async { panic!("not tomorrow") })
    }
    let page = |answer: Answer| (answer.status().as_u16(), answer.text());
    let expected = (500, "500 Internal Server Error\n".to_owned());
    let answer = Client::new(timing(CatchPanic.wrap(broken))).get("/").send();
    assert!(answer.header("server-timing").is_some());
    assert_eq!(page(answer), expected);
    let answer = Client::new(timing(CatchPanic.wrap(later))).get("/").send();
    assert!(answer.header("server-timing").is_some());
    assert_eq!(page(answer), expected);
    assert_eq!(
        Client::new(CatchPanic.wrap(site::application)).get("/").send().text(),
        "Index page"
    );
}

#[test]
fn one_spelling_of_an_address_leads_to_the_other() {
    for (slash, path, location) in [
        (TrailingSlash::Remove, "/a/", Some("/a")),
        (TrailingSlash::Remove, "/a///?q=/", Some("/a?q=/")),
        (TrailingSlash::Remove, "//elsewhere.org/", Some("/elsewhere.org")),
        (TrailingSlash::Remove, "/a%20b/", Some("/a%20b")),
        (TrailingSlash::Remove, "/", None),
        (TrailingSlash::Remove, "//", None),
        (TrailingSlash::Remove, "/a", None),
        (TrailingSlash::Append, "/a", Some("/a/")),
        (TrailingSlash::Append, "/a/b?q", Some("/a/b/?q")),
        (TrailingSlash::Append, "//elsewhere", Some("/elsewhere/")),
        (TrailingSlash::Append, "/", None),
        (TrailingSlash::Append, "/a/", None),
        (TrailingSlash::Append, "/v1.2/logo.svg", None),
    ] {
        let client = Client::new(slash.wrap(site::application));
        let answer = client.get(path).send();
        assert_eq!(answer.header("location"), location, "{slash:?} {path}");
        assert_eq!(answer.status() == 308, location.is_some(), "{slash:?} {path}");
    }
    let client = Client::new(TrailingSlash::Append.wrap(site::application));
    assert_eq!(client.post("/thing").body("x").send().text(), "created of x");
}

#[test]
fn a_form_can_say_its_method() {
    const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    let client = Client::new(method_override(site::application));
    let post = |headers: &[(&str, &str)], body: &str| {
        let request =
            headers.iter().fold(client.post("/thing"), |it, (name, value)| it.header(name, value));
        let answer = request.body(body.to_owned()).send();
        if answer.status() == 200 { answer.text() } else { answer.status().to_string() }
    };
    assert_eq!(post(&[FORM], "a=1&_method=DELETE"), "DELETE of a=1&_method=DELETE");
    assert_eq!(post(&[FORM], "_method=put"), "PUT of _method=put");
    assert_eq!(post(&[FORM], "_method=%50UT"), "PUT of _method=%50UT", "as any field of a form");
    assert_eq!(post(&[FORM], "x_method=PUT"), "created of x_method=PUT");
    assert_eq!(post(&[FORM], "_method=GET"), "400 Bad Request");
    assert_eq!(post(&[("X-HTTP-Method-Override", "PATCH")], "x"), "PATCH of x");
    assert_eq!(post(&[("Content-Type", "text/plain")], "_method=PUT"), "created of _method=PUT");
    let long = format!("_method=PUT&a={}", "x".repeat(64 << 10));
    assert!(post(&[FORM], &long).starts_with("created of"));
    let get = client.get("/").header("X-HTTP-Method-Override", "DELETE").send();
    assert_eq!(get.text(), "Index page", "only a POST says another method");
    let without = Client::new(site::application);
    let answer = without.post("/thing").header("X-HTTP-Method-Override", "PUT").body("x").send();
    assert_eq!(answer.text(), "created of x", "it is off unless it is asked for");
}

#[test]
fn what_browsers_leave_open_is_closed() {
    let client = Client::new(security_headers(site::application));
    for path in ["/", "/nothing", "/stream"] {
        let answer = client.get(path).send();
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("SAMEORIGIN"), "{path}");
        assert!(answer.header("referrer-policy").is_some(), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), None, "{path}");
    }
    assert_eq!(client.get("/framed").send().header("x-frame-options"), Some("DENY"));
    let (request, ()) = http::Request::get("/").body(()).unwrap().into_parts();
    let secure = Gateway { url_scheme: "https".to_owned(), ..Gateway::default() };
    let mut environ = Environ::new(request, Input::empty(), Arc::new(secure), None);
    let application = security_headers(site::application);
    let call = lychgate::gateway::call(&application, &mut environ);
    let (head, _) = lychgate::gateway::block_on(call);
    assert_eq!(head.headers["strict-transport-security"], "max-age=31536000");
}

#[test]
fn a_copy_that_is_good_is_not_sent_again() {
    let client = Client::new(ConditionalGet.wrap(site::application));
    let first = client.get("/").send();
    let tag = first.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let ask = |method: &str, path: &str, name: &str, value: &str| {
        let answer = client.request(method, path).header(name, value).send();
        (answer.status().as_u16(), answer.text())
    };
    assert_eq!(ask("GET", "/", "If-None-Match", &tag), (304, String::new()));
    assert_eq!(ask("HEAD", "/", "If-None-Match", &tag), (304, String::new()));
    assert_eq!(ask("GET", "/", "If-None-Match", "\"other\"").0, 200);
    assert_eq!(ask("GET", "/tagged", "If-None-Match", "\"v0\", \"v1\"").0, 304);
    let date = "Sun, 22 Nov 2026 10:00:00 GMT";
    assert_eq!(ask("GET", "/dated", "If-Modified-Since", date).0, 304);
    assert_eq!(ask("GET", "/dated", "If-Modified-Since", "Sat, 21 Nov 2026 10:00:00 GMT").0, 200);
    assert_eq!(ask("GET", "/stream", "If-None-Match", "*").0, 304);
    assert_eq!(client.get("/stream").send().header("etag"), None, "a stream is not held back");
    assert_eq!(ask("GET", "/nothing", "If-None-Match", "*").0, 404);
    let kept = client.get("/tagged").header("If-None-Match", "\"v1\"").send();
    assert_eq!(kept.header("etag"), Some("\"v1\""));
    assert_eq!(kept.header("cache-control"), Some("no-cache"));
    assert_eq!((kept.header("content-type"), kept.header("content-length")), (None, None));
}

#[test]
fn the_innermost_limit_of_a_body_holds() {
    let status = |application: &dyn Application, path: &str, length: usize| {
        Client::new(application).post(path).body("x".repeat(length)).send().status().as_u16()
    };
    let plain = &site::application;
    assert_eq!(status(plain.by_ref(), "/upload", 100), 200);
    assert_eq!(status(plain.by_ref(), "/upload", 101), 413);
    assert_eq!(status(plain.by_ref(), "/thing", 101), 200);
    let limited = BodyLimit::new(10).wrap(site::application);
    assert_eq!(status(limited.by_ref(), "/thing", 10), 200);
    assert_eq!(status(limited.by_ref(), "/thing", 11), 413);
    assert_eq!(status(limited.by_ref(), "/upload", 100), 200, "the route's own is further inside");
    assert_eq!(status(limited.by_ref(), "/upload", 101), 413);
}
