//! `#[catch]`: the function that answers in the place of the default page of errors.

use lychgate::prelude::*;
use lychgate::test::{Answer, Client};

struct User;

impl<'a> FromEnviron<'a> for User {
    type Rejection = Response;

    fn from_environ(_: &'a Environ) -> Result<Self, Response> {
        Err(Response::from(Status::UNAUTHORIZED).header("WWW-Authenticate", "Basic"))
    }
}

#[application]
mod site {
    use super::{Environ, Error, Html, Json, Response, Result, Status, User};

    #[get("^fails$")]
    fn fails() -> Result<String> {
        Ok("x".parse::<u8>()?.to_string())
    }

    #[get("^refuses$")]
    fn refuses() -> Result<String, Status> {
        Err(Status::FORBIDDEN)
    }

    #[get("^nobody$")]
    fn nobody() -> Option<String> {
        None
    }

    #[get("^user$")]
    fn user(_: User) -> &'static str {
        "a user"
    }

    #[route("^number$", POST)]
    fn number(Json(number): Json<u8>) -> String {
        number.to_string()
    }

    fn guard() -> Result<(), Status> {
        Err(Status::PAYMENT_REQUIRED)
    }

    #[get("^guarded$")]
    fn guarded(#[depends(guard)] _guard: ()) -> &'static str {
        "paid"
    }

    #[get("^panics$")]
    fn panics() -> String {
        panic!("out of luck")
    }

    #[get("^panics/later$")]
    async fn panics_later() -> String {
        std::future::ready(()).await;
        panic!("out of luck later")
    }

    #[get("^own/status$")]
    fn own_status() -> Status {
        Status::NOT_FOUND
    }

    #[get("^own/text$")]
    fn own_text() -> Result<&'static str, (Status, &'static str)> {
        Err((Status::NOT_FOUND, "my own page"))
    }

    #[get("^own/response$")]
    fn own_response() -> Result<&'static str, Response> {
        Err(Response::new("my own response").status(Status::GONE))
    }

    #[catch]
    fn failed(error: &Error, environ: &Environ) -> Html<String> {
        Html(format!("{}: {error}", environ.path_info()))
    }
}

fn get(path: &str) -> (u16, String) {
    seen(&Client::new(site::application).get(path).send())
}

fn seen(answer: &Answer) -> (u16, String) {
    (answer.status().as_u16(), answer.text())
}

#[test]
fn every_failure_is_answered_with_its_status() {
    for (path, status, text) in [
        ("/fails", 500, "500 Internal Server Error: invalid digit found in string"),
        ("/refuses", 403, "403 Forbidden"),
        ("/nobody", 404, "404 Not Found"),
        ("/guarded", 402, "402 Payment Required"),
        ("/panics", 500, "500 Internal Server Error: panics panicked: out of luck"),
        (
            "/panics/later",
            500,
            "500 Internal Server Error: panics_later panicked: out of luck later",
        ),
        ("/nothing", 404, "404 Not Found"),
    ] {
        assert_eq!(get(path), (status, format!("{path}: {text}")));
    }
    let (status, text) = get("/%ff");
    assert!(status == 400 && text.contains("not UTF-8"), "{status} {text}");
}

#[test]
fn the_headers_of_a_failure_stay() {
    let client = Client::new(site::application);
    let answer = client.post("/fails").send();
    assert_eq!(seen(&answer), (405, "/fails: 405 Method Not Allowed".to_owned()));
    assert_eq!(answer.header("Allow"), Some("GET, HEAD, OPTIONS"));
    assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
    let answer = client.get("/user").send();
    assert_eq!(seen(&answer), (401, "/user: 401 Unauthorized".to_owned()));
    assert_eq!(answer.header("WWW-Authenticate"), Some("Basic"));
    assert_eq!(client.request("OPTIONS", "/fails").send().status(), 204);
}

#[test]
fn a_rejection_of_a_parameter_is_answered() {
    let client = Client::new(site::application);
    let request = client.post("/number").header("Content-Type", "application/json");
    let (status, text) = seen(&request.body("\"x\"").send());
    assert_eq!(status, 422);
    assert!(text.starts_with("/number: 422 Unprocessable Entity: invalid type"), "{text}");
}

#[test]
fn an_answer_is_no_failure_whatever_its_status() {
    assert_eq!(get("/own/status"), (404, "404 Not Found\n".to_owned()));
    assert_eq!(get("/own/text"), (404, "my own page".to_owned()));
    assert_eq!(get("/own/response"), (410, "my own response".to_owned()));
}

#[middleware]
fn marked(environ: &mut Environ, next: Next<'_>) -> Response {
    let response = next.call(environ);
    let error = response.error().map_or("none".to_owned(), ToString::to_string);
    response.header("X-Error", &error)
}

#[middleware]
fn closed(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
    if environ.query_string() == "closed" {
        return Err(Status::SERVICE_UNAVAILABLE);
    }
    Ok(next.call(environ))
}

struct Shop {
    name: &'static str,
}

mod language {
    use super::Environ;

    pub(super) fn of(environ: &Environ) -> String {
        environ.get("HTTP_ACCEPT_LANGUAGE").map_or("en".to_owned(), ToString::to_string)
    }
}

#[application]
#[with(marked)]
impl Shop {
    #[get("^fails$")]
    #[with(closed)]
    fn fails(&self) -> Result<String> {
        Err(Error::new(Status::IM_A_TEAPOT, "no coffee"))
    }

    #[get("^later$")]
    async fn later(&self) -> Result<String, StatusCode> {
        std::future::ready(Err(StatusCode::GONE)).await
    }

    #[mount("^site/")]
    fn site() -> impl Application {
        site::application
    }

    #[not_found]
    fn nothing(&self, environ: &Environ) -> Result<&'static str, Status> {
        if environ.path_info().contains(&b'!') { Err(Status::BAD_REQUEST) } else { Ok("nothing") }
    }

    #[catch]
    async fn failed(
        &self,
        error: &Error,
        #[depends(language::of)] language: &str,
    ) -> (StatusCode, String) {
        let status = match error.status().as_u16() {
            418 => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::OK,
        };
        std::future::ready(()).await;
        (status, format!("{} in {language}: {}", self.name, error.message()))
    }
}

#[test]
fn a_method_answers_awaits_and_says_another_status() {
    let client = Client::new(Shop { name: "a shop" });
    let answer = client.get("/fails").header("Accept-Language", "de").send();
    assert_eq!(seen(&answer), (503, "a shop in de: no coffee".to_owned()));
    let answer = client.get("/later").send();
    assert_eq!(seen(&answer), (410, "a shop in en: ".to_owned()));
    assert_eq!(seen(&client.get("/nothing").send()), (404, "nothing".to_owned()));
    assert_eq!(seen(&client.get("/no!").send()), (400, "a shop in en: ".to_owned()));
}

#[test]
fn middleware_sees_the_page_and_the_error() {
    let client = Client::new(Shop { name: "a shop" });
    let answer = client.get("/fails").send();
    assert_eq!(answer.header("X-Error"), Some("418 I'm a teapot: no coffee"));
    let answer = client.get("/fails?closed").send();
    assert_eq!(seen(&answer), (503, "503 Service Unavailable\n".to_owned()));
    assert_eq!(client.get("/nothing").send().header("X-Error"), Some("none"));
}

#[test]
fn what_is_mounted_answers_its_own_failures() {
    let client = Client::new(Shop { name: "a shop" });
    let answer = client.get("/site/refuses").send();
    assert_eq!(seen(&answer), (403, "/refuses: 403 Forbidden".to_owned()));
}

#[application]
mod unlucky {
    use super::{Error, Result, Status};

    #[get("^fails$")]
    fn fails() -> Result<String> {
        Err(Error::new(Status::CONFLICT, "the first").with_source("a cause"))
    }

    #[get("^never$")]
    fn never() -> &'static str {
        "never"
    }

    #[catch]
    async fn failed(error: &Error) -> Result<String> {
        match error.status().as_u16() {
            409 => panic!("on purpose"),
            404 => Err(Error::new(Status::BAD_GATEWAY, "the second")),
            _ => Ok(error.status().to_string()),
        }
    }
}

#[test]
fn the_default_page_answers_where_the_function_fails() {
    let client = Client::new(unlucky::application);
    assert_eq!(seen(&client.get("/fails").send()), (409, "the first\n".to_owned()));
    assert_eq!(seen(&client.get("/nothing").send()), (404, "404 Not Found\n".to_owned()));
    let refused = client.post("/never").send();
    assert_eq!(seen(&refused), (405, "405 Method Not Allowed".to_owned()));
    assert_eq!(refused.header("Allow"), Some("GET, HEAD, OPTIONS"));
}

#[application]
mod conditional {
    use super::{Error, Status};

    #[get("^$")]
    fn index() -> Result<(), Status> {
        Err(Status::CONFLICT)
    }

    #[cfg(any())]
    #[catch]
    fn never(_: &Error) -> &'static str {
        "never"
    }

    #[cfg(not(any()))]
    #[catch]
    fn error(_: &Error) -> &'static str {
        "always"
    }
}

#[application]
mod absent {
    use super::{Error, Status};

    #[get("^$")]
    fn index() -> Result<(), Status> {
        Err(Status::CONFLICT)
    }

    #[cfg(any())]
    #[catch]
    fn never(_: &Error) -> &'static str {
        "never"
    }

    const _: Option<Error> = None;
}

#[test]
fn conditions_choose_the_function_or_none() {
    let answer = Client::new(conditional::application).get("/").send();
    assert_eq!(seen(&answer), (409, "always".to_owned()));
    let answer = Client::new(absent::application).get("/").send();
    assert_eq!(seen(&answer), (409, "409 Conflict\n".to_owned()));
}
