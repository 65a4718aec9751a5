//! A program of CGI as a web server starts it, without one.
#![cfg(unix)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// What the program writes when it is started so.
fn run(variables: &[(&str, &str)], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gateway"));
    command.env_clear().envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It need not read all of it.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn text(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

#[test]
fn one_request_is_one_process() {
    let output = run(
        &[
            ("REQUEST_METHOD", "GET"),
            ("SCRIPT_NAME", "/cgi-bin/site"),
            ("PATH_INFO", "/seen/café"),
            ("QUERY_STRING", "q=1"),
            ("SERVER_NAME", "example.org"),
            ("SERVER_PORT", "80"),
            ("REMOTE_ADDR", "192.0.2.7"),
            ("HTTP_X_A", "b"),
            ("SECRET", "not to be seen"),
        ],
        b"",
    );
    assert!(output.status.success());
    let golden = "Status: 200 OK\r\n\
                  content-type: text/plain; charset=utf-8\r\n\
                  content-length: 102\r\n\r\n\
                  \"café\" http://example.org/cgi-bin/site/seen/caf%C3%A9?q=1 \
                  [\"/cgi-bin/site\", \"192.0.2.7\", \"b\", \"true\"]";
    assert_eq!(text(&output.stdout), golden);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn bytes_are_bytes() {
    let body: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let variables =
        [("REQUEST_METHOD", "POST"), ("PATH_INFO", "/echo"), ("CONTENT_LENGTH", "300000")];
    let output = run(&variables, &[&*body, b"more than that"].concat());
    let end = output.stdout.len() - body.len();
    assert!(output.stdout[end..] == body, "another body");
    assert!(text(&output.stdout[..end]).ends_with("content-length: 300000\r\n\r\n"));
}

#[test]
fn what_goes_wrong_is_in_the_log() {
    let output = run(&[("REQUEST_METHOD", "GET"), ("PATH_INFO", "/panic")], b"");
    assert!(text(&output.stdout).starts_with("Status: 500 Internal Server Error\r\n"));
    assert!(text(&output.stderr).contains("as it is told"));
    let output = run(&[], b"");
    assert!(!output.status.success());
    assert_eq!(text(&output.stdout), "");
    assert!(text(&output.stderr).contains("no REQUEST_METHOD"));
}
