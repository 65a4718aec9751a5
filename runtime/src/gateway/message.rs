//! Requests and responses of the `http` crate, as gateways take and give them.

use http::Response;
#[cfg(any(feature = "http2", feature = "tower"))]
use http::Uri;
use http::header::{HOST, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;

use crate::reply::Head;

/// Drops the headers that a variable could not tell from others: `X_A` and `X-A` are both `HTTP_X_A`.
pub(crate) fn drop_ambiguous(headers: &mut HeaderMap) {
    let ambiguous = |name: &&HeaderName| name.as_str().contains('_');
    while let Some(name) = headers.keys().find(ambiguous).cloned() {
        headers.remove(name);
    }
}

/// Has the host of an absolute target take the place of the header's (RFC 9112, 3.2.2).
pub(crate) fn host_of_target(parts: &mut Parts) {
    let host = parts.uri.authority().map(|host| HeaderValue::from_str(host.as_str()));
    if let Some(Ok(host)) = host {
        parts.headers.insert(HOST, host);
    }
}

/// Has the target be what it is in HTTP/1.1, where the host stands in a header (RFC 9113, 8.3.1).
#[cfg(any(feature = "http2", feature = "tower"))]
pub(crate) fn to_origin_form(parts: &mut Parts) {
    host_of_target(parts);
    if let Some(target) = parts.uri.path_and_query() {
        parts.uri = Uri::from(target.clone());
    }
}

/// Puts a response together. hyper sends the reason phrase, where it is the application's own.
pub(crate) fn response<B>(head: Head, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = head.status.code();
    *response.headers_mut() = head.headers;
    #[cfg(feature = "server")]
    if let Some(reason) = head.status.own_reason() {
        if let Ok(reason) = hyper::ext::ReasonPhrase::try_from(super::latin1(reason)) {
            response.extensions_mut().insert(reason);
        }
    }
    response
}
