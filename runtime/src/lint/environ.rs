//! The rules for the environ.

use bstr::BStr;
use http::Method;

use super::host::{is_authority, is_host};
use super::rules::*;
use super::violation::Finding;
use crate::Environ;

/// What is wrong with an environ.
pub(super) fn check(environ: &Environ) -> Vec<Finding> {
    let mut found = check_values(environ);
    found.extend(check_paths(environ));
    found.extend(check_keys(environ));
    found
}

/// One rule for the value of one variable.
struct Value {
    rule: &'static Rule,
    key: &'static str,
    optional: bool,
    is_right: fn(&[u8]) -> bool,
}

const fn required(rule: &'static Rule, key: &'static str, is_right: fn(&[u8]) -> bool) -> Value {
    Value { rule, key, optional: false, is_right }
}

const fn optional(rule: &'static Rule, key: &'static str, is_right: fn(&[u8]) -> bool) -> Value {
    Value { rule, key, optional: true, is_right }
}

static VALUES: [Value; 15] = [
    required(&E01, "REQUEST_METHOD", |method| Method::from_bytes(method).is_ok()),
    required(&E02, "SCRIPT_NAME", is_path),
    required(&E03, "SCRIPT_NAME", |name| name != b"/"),
    required(&E04, "PATH_INFO", is_path),
    required(&E06, "QUERY_STRING", |_| true),
    required(&E07, "SERVER_NAME", is_host),
    required(&E08, "SERVER_PORT", |port| !port.is_empty() && is_digits(port)),
    required(&E09, "SERVER_PROTOCOL", is_version),
    optional(&E10, "CONTENT_LENGTH", is_digits),
    required(&E12, "wsgi.url_scheme", |scheme| [&b"http"[..], b"https"].contains(&scheme)),
    required(&E13, "wsgi.version", |version| version == b"1.0"),
    optional(&E14, "HTTP_HOST", |host| host.is_empty() || is_authority(host)),
    required(&E15, "wsgi.multithread", is_flag),
    required(&E15, "wsgi.multiprocess", is_flag),
    required(&E15, "wsgi.run_once", is_flag),
];

fn check_values(environ: &Environ) -> Vec<Finding> {
    let wrong = |it: &&Value| match environ.get(it.key) {
        Some(value) => !(it.is_right)(value),
        // That `SCRIPT_NAME` is missing is said by the first rule for it.
        None => !it.optional && it.rule != &E03,
    };
    let finding = |it: &Value| (it.rule, show(environ, it.key));
    VALUES.iter().filter(wrong).map(finding).collect()
}

fn check_paths(environ: &Environ) -> Option<Finding> {
    let is_empty = |key| environ.get(key).is_some_and(|value| value.is_empty());
    let method = environ.method();
    let needs_none =
        method == Method::CONNECT || method == Method::OPTIONS && environ.uri().path() == "*";
    let wrong = is_empty("SCRIPT_NAME") && is_empty("PATH_INFO") && !needs_none;
    wrong.then(|| (&E05, format!("both empty in a request with method {method}")))
}

fn check_keys(environ: &Environ) -> Vec<Finding> {
    let mut found = Vec::new();
    for (key, _) in environ.iter() {
        if ["HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"].contains(&&*key) {
            found.push((&E11, show(environ, &key)));
        }
        // A client may send any token as the name of a header, so these are nobody's mistake.
        if !key.starts_with("HTTP_") && !is_key(&key) {
            found.push((&E16, format!("the key {key:?}")));
        }
    }
    found
}

fn show(environ: &Environ, key: &str) -> String {
    match environ.get(key) {
        Some(value) => format!("`{key}` {value:?}"),
        None => format!("no `{key}`"),
    }
}

fn is_path(path: &[u8]) -> bool {
    path.is_empty() || path.starts_with(b"/")
}

pub(super) fn is_digits(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

fn is_flag(flag: &[u8]) -> bool {
    [&b"true"[..], b"false"].contains(&flag)
}

/// `HTTP/1.1`, or `HTTP/2`, which has no minor version.
fn is_version(version: &[u8]) -> bool {
    match version.strip_prefix(b"HTTP/") {
        Some([major]) => major.is_ascii_digit(),
        Some([major, b'.', minor]) => major.is_ascii_digit() && minor.is_ascii_digit(),
        _ => false,
    }
}

fn is_key(key: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if key.contains('.') {
        return key.bytes().all(|b| (plain(b) || b == b'.') && !b.is_ascii_uppercase());
    }
    !key.is_empty() && key.bytes().all(plain)
}

/// How a request is named in a place: `GET /path`.
pub(super) fn name(environ: &Environ) -> String {
    let path: &BStr = environ.uri().path().into();
    format!("{} {path}", environ.method())
}
