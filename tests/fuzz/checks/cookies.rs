//! Any bytes as a `Cookie` header, and any text as a cookie that is set: what is set comes back, nothing
//! adds an attribute, and no signature is made up.

use http::HeaderValue;
use http::header::COOKIE;
use lychgate::cookie::{Cookie, Key};
use lychgate::prelude::*;
use lychgate::test::Client;

pub fn cookies(input: &[u8]) {
    let read = read(input);
    for cookie in read.iter() {
        let key = Key::from(&[7; 64]);
        assert!(read.signed(&key).get(cookie.name()).is_none(), "{cookie}");
        assert!(read.private(&key).get(cookie.name()).is_none(), "{cookie}");
        come_back(cookie.name(), cookie.value());
    }
    if let Ok(text) = std::str::from_utf8(input) {
        let (name, value) = text.split_once('\n').unwrap_or(("name", text));
        come_back(name, value);
    }
}

/// The cookies in a header.
fn read(header: &[u8]) -> Cookies {
    let mut request = http::Request::new(());
    if let Ok(value) = HeaderValue::from_bytes(header) {
        request.headers_mut().insert(COOKIE, value);
    }
    let (request, ()) = request.into_parts();
    let environ = Environ::new(request, Input::empty(), Default::default(), None);
    let Ok(cookies) = Cookies::from_environ(&environ);
    cookies
}

/// Sets a cookie, and sends it back as a browser would.
fn come_back(name: &str, value: &str) {
    let client = Client::new(lychgate::from_fn(|environ, start| {
        let mut cookies = Cookies::default();
        cookies.add(Cookie::new(name.to_owned(), value.to_owned()));
        Ok((cookies, "text").respond(environ, start))
    }));
    let answer = client.get("/").send();
    assert_eq!(answer.status(), 200);
    let set = answer.header("Set-Cookie").expect("ASCII");
    assert!(!set.contains(';'), "{set}");
    // A browser takes the spaces off, and keeps no cookie without a name.
    if !name.is_empty() {
        let read = read(set.as_bytes());
        assert_eq!(read.get(name).map(Cookie::value), Some(value), "{set}");
    }
}
