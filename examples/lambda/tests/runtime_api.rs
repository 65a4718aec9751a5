//! The program with a server that plays Lambda's part: it hands out events, and takes the responses.

use std::collections::VecDeque;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use lychgate::prelude::*;
use serde_json::{Value, json};

/// What of Lambda's runtime API a program needs.
struct Lambda {
    events: Mutex<VecDeque<Value>>,
    responses: Mutex<Sender<(String, Value)>>,
}

impl Application for Lambda {
    fn call<'a>(&'a self, environ: &'a mut Environ, start: StartResponse<'a>) -> Reply<'a> {
        let path = environ.path_info().to_string();
        let call = path.strip_prefix("/2018-06-01/runtime/invocation/").unwrap();
        match call.rsplit_once('/') {
            None => start.respond(environ, self.next()),
            Some((id, kind)) => {
                let response = serde_json::from_reader(environ.input()).unwrap();
                let sender = self.responses.lock().unwrap_or_else(PoisonError::into_inner);
                sender.send((format!("{id} {kind}"), response)).unwrap();
                start.respond(environ, Status::ACCEPTED)
            }
        }
    }
}

impl Lambda {
    /// The next event. After the last one the program waits until it is ended.
    fn next(&self) -> Response {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(event) = events.pop_front() else {
            drop(events);
            loop {
                thread::park();
            }
        };
        Response::new(event.to_string())
            .header("Content-Type", "application/json")
            .header("Lambda-Runtime-Aws-Request-Id", &format!("request-{}", events.len()))
            .header("Lambda-Runtime-Deadline-Ms", "4102444800000")
            .header(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-central-1:1:function:site",
            )
    }
}

/// A request, as an HTTP API or a function's URL hands it over.
fn event(method: &str, path: &str, query: &str, body: Option<&str>) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": { "host": "site.example", "x-forwarded-proto": "https" },
        "requestContext": {
            "accountId": "1",
            "apiId": "site",
            "domainName": "site.example",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.7",
                "userAgent": "test",
            },
            "requestId": "id",
            "routeKey": "$default",
            "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1_583_348_638_390_i64,
        },
        "body": body,
        "isBase64Encoded": body.is_some(),
    })
}

/// The program, which ends with its test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the program for these events.
fn run<const N: usize>(events: [Value; N]) -> (Program, Receiver<(String, Value)>) {
    let (sender, responses) = channel();
    let lambda = Lambda { events: Mutex::new(events.into()), responses: Mutex::new(sender) };
    let server = lychgate::make_server("127.0.0.1:0", lambda).unwrap().quiet();
    let address = server.local_addr().unwrap().to_string();
    thread::spawn(|| server.serve_forever());
    let child = Command::new(env!("CARGO_BIN_EXE_lambda"))
        .env("AWS_LAMBDA_RUNTIME_API", address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "site")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .spawn();
    (Program(child.unwrap()), responses)
}

#[test]
fn events_are_requests() {
    let (_program, responses) = run([
        event("GET", "/hello/Ann", "", None),
        event("GET", "/seen", "q=1", None),
        event("POST", "/echo", "", Some("AP/+")),
        event("DELETE", "/echo", "", None),
        event("GET", "/nothing", "", None),
        event("GET", "/panic", "", None),
    ]);
    let next = |id: &str| {
        let (name, response) = responses.recv().unwrap();
        assert_eq!(name, format!("{id} response"));
        response
    };
    let hello = next("request-5");
    assert_eq!((&hello["statusCode"], &hello["body"]), (&json!(200), &json!("Hello Ann")));
    assert_eq!(hello["headers"]["content-type"], "text/plain; charset=utf-8");
    assert_eq!(hello["isBase64Encoded"], false);
    assert_eq!(next("request-4")["body"], "192.0.2.7 https://site.example/seen?q=1");
    let bytes = next("request-3");
    assert_eq!((&bytes["body"], &bytes["isBase64Encoded"]), (&json!("AP/+"), &json!(true)));
    let refused = next("request-2");
    assert_eq!(
        (&refused["statusCode"], &refused["headers"]["allow"]),
        (&json!(405), &json!("POST, OPTIONS"))
    );
    assert_eq!(next("request-1")["statusCode"], 404);
    assert_eq!(next("request-0")["statusCode"], 500);
}
