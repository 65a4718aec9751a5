//! What a server writes to its log: standard error, which only another process can read.

use std::io::Write;
use std::process::{Command, Output};

use lychgate::prelude::*;
use lychgate::test::Client;

/// Says which part a process has to play.
const PART: &str = "LYCHGATE_LOG_PART";

/// Runs the test `name` of this module in a process of its own, to play the part.
fn play(name: &str) -> Output {
    let this = std::env::current_exe().unwrap();
    let test = format!("log::{name}");
    Command::new(this).args([&*test, "--exact", "--nocapture"]).env(PART, name).output().unwrap()
}

fn is_played() -> bool {
    std::env::var_os(PART).is_some()
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8(output.stderr.clone()).unwrap().lines().map(str::to_owned).collect()
}

fn site(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let started = start_response
        .start("200 OK", &[("Content-Type", "text/plain"), ("Content-Length", "5")])?;
    Ok(match &environ["PATH_INFO"] {
        path if path == "/fails" => return Err(std::fmt::Error.into()),
        path if path == "/refuses" => return Err(Error::new(Status::FORBIDDEN, "not you")),
        path if path == "/short" => started.body("abc"),
        path if path == "/long" => started.body("abcdefg"),
        _ => started.body("abcde"),
    })
}

#[test]
fn the_log_has_what_the_client_is_not_told() {
    if is_played() {
        let client = Client::new(site);
        for path in ["/", "/fails", "/refuses", "/short", "/long"] {
            let _ = client.get(path).unlinted().send();
        }
        return;
    }
    let output = play("the_log_has_what_the_client_is_not_told");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        lines(&output),
        [
            "lychgate: GET /fails: 500 Internal Server Error: an error occurred when formatting an argument",
            "lychgate: GET /short: the body is 2 bytes short",
            "lychgate: GET /long: the body is longer than declared; cut",
        ]
    );
}

#[test]
fn what_was_flushed_outlives_the_process() {
    if is_played() {
        let application = lychgate::from_fn(|environ, _| {
            let mut errors = environ.errors();
            writeln!(errors, "any text: \u{20ac}\u{10ffff}")?;
            ["one\n", "two\n"].iter().try_for_each(|line| errors.write_all(line.as_bytes()))?;
            errors.flush()?;
            std::process::abort()
        });
        let _ = Client::new(application).get("/").send();
        return;
    }
    let output = play("what_was_flushed_outlives_the_process");
    assert!(!output.status.success());
    assert_eq!(lines(&output), ["any text: \u{20ac}\u{10ffff}", "one", "two"]);
}

#[application]
mod unlucky {
    use super::{Error, Result, Status};

    #[get("^fails$")]
    fn fails() -> Result<String> {
        Err(Error::new(Status::BAD_GATEWAY, "no answer").with_source("the first cause"))
    }

    #[catch]
    fn failed(error: &Error) -> Result<String> {
        match error.source() {
            Some(_) => Err(Error::new(Status::GONE, "the second")),
            None => panic!("on purpose"),
        }
    }
}

#[test]
fn the_log_has_both_where_the_page_of_a_failure_fails() {
    if is_played() {
        let client = Client::new(unlucky::application);
        for path in ["/fails", "/nothing"] {
            let _ = client.get(path).send();
        }
        return;
    }
    let output = play("the_log_has_both_where_the_page_of_a_failure_fails");
    assert!(output.status.success(), "{output:?}");
    let lines = lines(&output);
    let own: Vec<&String> = lines.iter().filter(|line| line.starts_with("lychgate: ")).collect();
    assert_eq!(
        own,
        [
            "lychgate: GET /fails: no page of its own for 502 Bad Gateway: 410 Gone: the second",
            "lychgate: GET /fails: 502 Bad Gateway: no answer: the first cause",
            "lychgate: GET /nothing: no page of its own for 404 Not Found: 500 Internal Server Error: \
             the `#[catch]` function panicked: on purpose",
        ]
    );
}
