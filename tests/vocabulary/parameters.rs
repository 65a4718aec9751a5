//! One row a parameter: what is answered to good, absent, malformed, oversized and wrongly typed
//! input.

use std::io::Read;

use lychgate::headers::typed::Authorization;
use lychgate::headers::typed::authorization::Bearer;
use lychgate::middleware::BodyLimit;
use lychgate::parameter::PartLimit;
use lychgate::prelude::*;
use lychgate::test::Client;
use serde::Deserialize;

use super::{cell, markdown};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    product: String,
    count: u8,
}

impl Order {
    fn text(&self) -> String {
        format!("{} {}", self.count, self.product)
    }
}

#[derive(Clone)]
struct Language(&'static str);

#[middleware]
fn language(environ: &mut Environ, next: Next<'_>) -> Response {
    if let Some(language) = environ.get("HTTP_X_LANGUAGE") {
        let language = if language == "de" { "German" } else { "English" };
        environ.extensions_mut().insert(Language(language));
    }
    next.call(environ)
}

#[application]
#[with(BodyLimit::new(300), PartLimit::new(100), language)]
mod site {
    use super::*;

    #[get("^capture/(?<n>[^/]*)$")]
    fn capture(n: u8) -> String {
        n.to_string()
    }

    #[get("^query$")]
    fn query(Query(order): Query<Order>) -> String {
        order.text()
    }

    #[get("^query/option$")]
    fn query_option(order: Option<Query<Order>>) -> String {
        order.map_or("none".to_owned(), |Query(order)| order.text())
    }

    #[post("^form$")]
    fn form(Form(order): Form<Order>) -> String {
        order.text()
    }

    #[post("^json$")]
    fn json(Json(order): Json<Order>) -> String {
        order.text()
    }

    #[post("^json/option$")]
    fn json_option(order: Option<Json<Order>>) -> String {
        order.map_or("none".to_owned(), |Json(order)| order.text())
    }

    #[post("^json/result$")]
    fn json_result(order: Result<Json<Order>, Rejection>) -> String {
        match order {
            Ok(Json(order)) => order.text(),
            Err(rejection) => format!("own answer: field {:?}", rejection.field()),
        }
    }

    #[post("^multipart$")]
    fn multipart(mut form: Multipart) -> Result<String> {
        let file = form.take("file")?;
        Ok(format!("{} {}", file.file_name().unwrap_or("?").to_owned(), file.text()?))
    }

    #[post("^input$")]
    fn input(mut input: Input) -> Result<String> {
        let mut text = String::new();
        input.read_to_string(&mut text).map_err(|_| Error::new(Status::BAD_REQUEST, "no text"))?;
        Ok(text)
    }

    #[post("^string$")]
    fn string(body: String) -> String {
        body
    }

    #[post("^bytes$")]
    fn bytes(body: Bytes) -> String {
        format!("{} bytes", body.len())
    }

    #[get("^cookies$")]
    fn cookies(cookies: Cookies) -> String {
        cookies.get("theme").map_or("none".to_owned(), |cookie| cookie.value().to_owned())
    }

    #[get("^header$")]
    fn header(Header(authorization): Header<Authorization<Bearer>>) -> String {
        authorization.token().to_owned()
    }

    #[get("^headers$")]
    fn headers(headers: &lychgate::HeaderMap) -> String {
        headers.get("x-a").map_or("none", |value| value.to_str().unwrap_or("no text")).to_owned()
    }

    #[get("^extension$")]
    fn extension(Extension(language): Extension<Language>) -> &'static str {
        language.0
    }

    #[get("^address$")]
    fn address(address: Option<ClientAddress>) -> String {
        format!("{address:?}")
    }
}

/// A request: a path, headers, and a body.
type Ask = (&'static str, &'static [(&'static str, &'static str)], Vec<u8>);

/// A parameter, with a request for each column; `None` where there can be none.
struct Row {
    parameter: &'static str,
    method: &'static str,
    good: Ask,
    absent: Option<Ask>,
    malformed: Option<Ask>,
    oversized: Option<Ask>,
    mistyped: Option<Ask>,
}

const FORM: &[(&str, &str)] = &[("Content-Type", "application/x-www-form-urlencoded")];
const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];
const PARTS: &[(&str, &str)] = &[("Content-Type", "multipart/form-data; boundary=X")];
const PLAIN: &[(&str, &str)] = &[("Content-Type", "text/plain")];

fn get(path: &'static str) -> Ask {
    (path, &[], Vec::new())
}

fn long() -> Vec<u8> {
    vec![b'x'; 301]
}

fn part(content: &str) -> Vec<u8> {
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"";
    format!("--X\r\n{head}\r\n\r\n{content}\r\n--X--\r\n").into_bytes()
}

fn fields() -> Vec<Row> {
    vec![
        Row {
            parameter: "a capture, `n: u8`",
            method: "GET",
            good: get("/capture/7"),
            absent: Some(get("/capture/")),
            malformed: Some(get("/capture/%FF")),
            oversized: Some(get("/capture/256")),
            mistyped: Some(get("/capture/seven")),
        },
        Row {
            parameter: "`Query<T>`",
            method: "GET",
            good: get("/query?product=tea&count=2"),
            absent: Some(get("/query")),
            malformed: Some(get("/query?product=tea&count=2&count=3")),
            oversized: Some(get("/query?product=tea&count=256")),
            mistyped: Some(get("/query?product=tea&count=two")),
        },
        Row {
            parameter: "`Option<Query<T>>`",
            method: "GET",
            good: get("/query/option?product=tea&count=2"),
            absent: Some(get("/query/option")),
            malformed: Some(get("/query/option?color=red&product=tea&count=2")),
            oversized: Some(get("/query/option?product=tea&count=256")),
            mistyped: Some(get("/query/option?count=2")),
        },
        Row {
            parameter: "`Form<T>`",
            method: "POST",
            good: ("/form", FORM, b"product=green+tea&count=2".into()),
            absent: Some(get("/form")),
            malformed: Some(("/form", PLAIN, b"product=tea&count=2".into())),
            oversized: Some(("/form", FORM, long())),
            mistyped: Some(("/form", FORM, b"product=tea&count=two".into())),
        },
        Row {
            parameter: "`Json<T>`",
            method: "POST",
            good: ("/json", JSON, br#"{"product": "tea", "count": 2}"#.into()),
            absent: Some(get("/json")),
            malformed: Some(("/json", JSON, br#"{"product": "tea", count: 2}"#.into())),
            oversized: Some(("/json", JSON, long())),
            mistyped: Some(("/json", JSON, br#"{"product": "tea", "count": "two"}"#.into())),
        },
        Row {
            parameter: "`Option<Json<T>>`",
            method: "POST",
            good: ("/json/option", JSON, br#"{"product": "tea", "count": 2}"#.into()),
            absent: Some(get("/json/option")),
            malformed: Some(("/json/option", PLAIN, b"{}".into())),
            oversized: Some(("/json/option", JSON, long())),
            mistyped: Some(("/json/option", JSON, br#"{"product": "tea"}"#.into())),
        },
        Row {
            parameter: "`Result<Json<T>, Rejection>`",
            method: "POST",
            good: ("/json/result", JSON, br#"{"product": "tea", "count": 2}"#.into()),
            absent: Some(get("/json/result")),
            malformed: Some(("/json/result", JSON, b"[".into())),
            oversized: Some(("/json/result", JSON, long())),
            mistyped: Some(("/json/result", JSON, br#"{"product": 1, "count": 2}"#.into())),
        },
    ]
}

fn bodies() -> Vec<Row> {
    vec![
        Row {
            parameter: "`Multipart`",
            method: "POST",
            good: ("/multipart", PARTS, part("text")),
            absent: Some(get("/multipart")),
            malformed: Some(("/multipart", PARTS, b"--X\r\nnothing".into())),
            oversized: Some(("/multipart", PARTS, part(&"x".repeat(101)))),
            mistyped: Some(("/multipart", PLAIN, part("text"))),
        },
        Row {
            parameter: "`Input`",
            method: "POST",
            good: ("/input", &[], b"text".into()),
            absent: Some(get("/input")),
            malformed: Some(("/input", &[], b"\xFF".into())),
            oversized: Some(("/input", &[], long())),
            mistyped: None,
        },
        Row {
            parameter: "`String`",
            method: "POST",
            good: ("/string", PLAIN, "süß".into()),
            absent: Some(get("/string")),
            malformed: Some(("/string", PLAIN, b"abc\xFF".into())),
            oversized: Some(("/string", PLAIN, long())),
            mistyped: None,
        },
        Row {
            parameter: "`Bytes`, `Vec<u8>`",
            method: "POST",
            good: ("/bytes", &[], b"\0\xFF".into()),
            absent: Some(get("/bytes")),
            malformed: None,
            oversized: Some(("/bytes", &[], long())),
            mistyped: None,
        },
    ]
}

fn headers() -> Vec<Row> {
    let malformed: Ask = ("/header", &[("Authorization", "Bearer\tabc")], Vec::new());
    vec![
        Row {
            parameter: "`Cookies`",
            method: "GET",
            good: ("/cookies", &[("Cookie", "a=1; theme=dark")], Vec::new()),
            absent: Some(get("/cookies")),
            malformed: Some(("/cookies", &[("Cookie", ";;=; theme")], Vec::new())),
            oversized: None,
            mistyped: None,
        },
        Row {
            parameter: "`Header<Authorization<Bearer>>`",
            method: "GET",
            good: ("/header", &[("Authorization", "Bearer abc")], Vec::new()),
            absent: Some(get("/header")),
            malformed: Some(malformed),
            oversized: None,
            mistyped: Some(("/header", &[("Authorization", "Basic YTpi")], Vec::new())),
        },
        Row {
            parameter: "`&HeaderMap`",
            method: "GET",
            good: ("/headers", &[("X-A", "1")], Vec::new()),
            absent: Some(get("/headers")),
            malformed: None,
            oversized: None,
            mistyped: None,
        },
        Row {
            parameter: "`Extension<T>`",
            method: "GET",
            good: ("/extension", &[("X-Language", "de")], Vec::new()),
            absent: Some(get("/extension")),
            malformed: None,
            oversized: None,
            mistyped: None,
        },
        Row {
            parameter: "`Option<ClientAddress>`",
            method: "GET",
            good: get("/address"),
            absent: Some(get("/address")),
            malformed: None,
            oversized: None,
            mistyped: None,
        },
    ]
}

pub(super) fn table() -> String {
    let client = Client::new(site::application);
    let rows = [fields(), bodies(), headers()].into_iter().flatten().map(|row| {
        let ask = |(path, headers, body): Ask| {
            let request = client.request(row.method, path);
            let request = headers.iter().fold(request, |it, (name, value)| it.header(name, value));
            cell(&request.body(body).send())
        };
        let perhaps = |request: Option<Ask>| request.map_or(String::new(), ask);
        vec![
            row.parameter.to_owned(),
            ask(row.good),
            perhaps(row.absent),
            perhaps(row.malformed),
            perhaps(row.oversized),
            perhaps(row.mistyped),
        ]
    });
    let head = ["parameter", "good", "absent", "malformed", "too large", "of another type"];
    markdown(&head, rows.collect())
}
