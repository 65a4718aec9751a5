//! The rules for the status and the headers of a response.

use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};

use super::environ::is_digits;
use super::rules::*;
use super::violation::Finding;
use crate::{Body, Head, headers};

/// What is wrong with a head; `body` is what goes with it.
pub(super) fn check(head: &Head, body: &Body<'_>) -> Vec<Finding> {
    let mut found = check_status(head);
    found.extend(check_content_headers(head, body));
    found.extend(head.headers.keys().flat_map(|name| check_header(&head.headers, name)));
    found
}

fn check_status(head: &Head) -> Vec<Finding> {
    let status = &head.status;
    let mut found = Vec::new();
    if status.code().is_informational() {
        found.push((&R01, format!("the status {status}")));
    }
    found
}

/// Those that say what the body is, and that depend on the status.
fn check_content_headers(head: &Head, body: &Body<'_>) -> Vec<Finding> {
    let Head { status, headers, .. } = head;
    let mut found = Vec::new();
    let content_type = headers.get(CONTENT_TYPE);
    match content_type {
        None if !status.is_bodiless() && body.len() != Some(0) => {
            found.push((&R06, format!("none, with {body:?}")));
        }
        Some(content_type) if *status == 204 || *status == 304 => {
            found.push((&R07, format!("{content_type:?} with the status {status}")));
        }
        _ => {}
    }
    let lengths: Vec<_> = headers.get_all(CONTENT_LENGTH).iter().collect();
    if lengths.len() > 1 {
        found.push((&R04, format!("{lengths:?}")));
    }
    for length in &lengths {
        let digits = length.as_bytes();
        if digits.is_empty() || !is_digits(digits) {
            found.push((&R05, format!("{length:?}")));
        }
    }
    if status.code().is_informational() || *status == 204 {
        found.extend(lengths.first().map(|length| (&R08, format!("{length:?} with {status}"))));
    }
    found
}

fn check_header(headers: &HeaderMap, name: &HeaderName) -> Vec<Finding> {
    let mut found = Vec::new();
    if headers::is_hop_by_hop(name.as_str()) {
        found.push((&R02, format!("`{name}`")));
    }
    if name == "status" {
        found.push((&R03, format!("`{name}`")));
    }
    if !is_name(name.as_str()) {
        found.push((&R09, format!("`{name}`")));
    }
    for value in headers.get_all(name) {
        if value.as_bytes().iter().any(u8::is_ascii_control) {
            found.push((&R10, format!("`{name}` with {value:?}")));
        }
    }
    found
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.ends_with(|last: char| last.is_ascii_alphanumeric())
        && name.bytes().all(plain)
}
