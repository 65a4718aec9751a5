//! A request of HTTP/2, whose bytes hyper reads alone: what it leaves to the server.

use http::header::{CONTENT_LENGTH, HOST};
use http::request::Parts;
use http::{Method, StatusCode};

use super::HeadLimits;
use super::target::{Form, is_authority};

/// Refuses what would be refused in HTTP/1.1, and what RFC 9113 calls malformed (8.1.1) and is not
/// reset before.
pub(in crate::server) fn check(parts: &Parts, limits: &HeadLimits) -> Result<(), StatusCode> {
    // A tunnel is a proxy's to make (RFC 9110, 9.3.6).
    if parts.method == Method::CONNECT {
        return Err(StatusCode::NOT_IMPLEMENTED);
    }
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    if target.len() > limits.line {
        return Err(StatusCode::URI_TOO_LONG);
    }
    let size = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    if parts.headers.len() > limits.count || size.sum::<usize>() > limits.bytes {
        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    let is_target = match Form::of(target.as_bytes()) {
        Some(Form::Origin) => true,
        Some(Form::Asterisk) => parts.method == Method::OPTIONS,
        _ => false,
    };
    let has_one_length = parts.headers.get_all(CONTENT_LENGTH).iter().count() <= 1;
    // Space around a value is none of it (RFC 9113, 8.2.1).
    let are_trimmed = parts.headers.values().all(|value| {
        let value = value.as_bytes();
        value.trim_ascii().len() == value.len()
    });
    match is_target && has_one_length && are_trimmed && has_one_host(parts) {
        true => Ok(()),
        false => Err(StatusCode::BAD_REQUEST),
    }
}

/// Whether the authority and the header, of which one may be missing, name the same host (RFC 9113,
/// 8.3.1).
fn has_one_host(parts: &Parts) -> bool {
    let authority = parts.uri.authority().map(|authority| authority.as_str().as_bytes());
    let mut hosts = parts.headers.get_all(HOST).iter().map(|host| host.as_bytes());
    let (header, second) = (hosts.next(), hosts.next());
    let is_same = authority.zip(header).is_none_or(|(one, other)| one.eq_ignore_ascii_case(other));
    second.is_none() && is_same && authority.or(header).is_some_and(is_authority)
}
