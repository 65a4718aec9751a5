//! Cookies, as they come and as they are set.

use std::convert::Infallible;
use std::ops::{Deref, DerefMut};

use cookie::{Cookie, CookieJar};
use http::header::{COOKIE, HeaderValue, SET_COOKIE};

use super::FromEnviron;
use crate::{Environ, Error, Reply, Respond, StartResponse, Status};

/// The cookies of a request (RFC 6265); returned beside a value, those that were added or removed
/// are set.
///
/// It is a `cookie::CookieJar`. Of several cookies of one name the first counts, which is the one for
/// the longest path (RFC 6265, 5.4). What cannot be read as a cookie is left out, as clients send
/// much. Give a cookie a path, without which it is for the addresses beside this one only; to remove
/// it takes the same path.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::cookie::Cookie;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^visit$")]
///     fn visit(mut cookies: Cookies) -> (Cookies, String) {
///         let before: u32 = cookies.get("visits").and_then(|it| it.value().parse().ok()).unwrap_or(0);
///         cookies.add(Cookie::build(("visits", (before + 1).to_string())).http_only(true));
///         (cookies, format!("visit {}", before + 1))
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     let answer = client.get("/visit").header("Cookie", "visits=2; theme=dark").send();
///     assert_eq!(answer.text(), "visit 3");
///     assert_eq!(answer.header("Set-Cookie"), Some("visits=3; HttpOnly"));
/// }
/// ```
#[cfg_attr(feature = "signed-cookies", doc = include_str!("../docs/signed-cookies.md"))]
#[derive(Clone, Debug, Default)]
pub struct Cookies(CookieJar);

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Cookies {
    type Rejection = Infallible;

    fn from_environ(environ: &'a Environ) -> Result<Self, Infallible> {
        let mut jar = CookieJar::new();
        let headers = environ.headers().get_all(COOKIE).iter();
        // Each by itself, so that one that is no text does not take the others with it.
        let pairs = headers.flat_map(|header| header.as_bytes().split(|&byte| byte == b';'));
        let texts = pairs.filter_map(|pair| std::str::from_utf8(pair).ok());
        for cookie in texts.filter_map(|text| Cookie::parse_encoded(text.to_owned()).ok()) {
            if jar.get(cookie.name()).is_none() {
                jar.add_original(cookie);
            }
        }
        Ok(Cookies(jar))
    }
}

impl Deref for Cookies {
    type Target = CookieJar;

    fn deref(&self) -> &CookieJar {
        &self.0
    }
}

impl DerefMut for Cookies {
    fn deref_mut(&mut self) -> &mut CookieJar {
        &mut self.0
    }
}

/// The value, with a `Set-Cookie` for each cookie that was added or removed, in the order of their
/// names. A failure stays as it is. A cookie whose path or domain would begin another attribute is a
/// 500 with a log line.
#[diagnostic::do_not_recommend]
impl<'a, T: Respond<'a>> Respond<'a> for (Cookies, T) {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let (Cookies(jar), value) = self;
        let mut changed: Vec<&Cookie<'_>> = jar.delta().collect();
        changed.sort_by_key(|cookie| cookie.name());
        let cookies: Result<Vec<HeaderValue>, Error> = changed.into_iter().map(set).collect();
        match cookies {
            Ok(cookies) => value.respond(environ, start_response).map_head(|head| {
                head.headers.extend(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)));
            }),
            Err(error) => Reply::failed(error),
        }
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        T::describe(operation);
    }
}

/// What sets a cookie. Name and value are encoded; the attributes are written as they are.
fn set(cookie: &Cookie<'_>) -> Result<HeaderValue, Error> {
    let is_one = |attribute: Option<&str>| !attribute.unwrap_or_default().contains(';');
    let value = HeaderValue::from_str(&cookie.encoded().to_string()).ok();
    let whole = is_one(cookie.path()) && is_one(cookie.domain());
    value.filter(|_| whole).ok_or_else(|| {
        let name = cookie.name();
        let message = format!("the path or the domain of the cookie {name:?} cannot be written");
        Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::test::{Answer, Client};
    use crate::{Input, from_fn};

    /// The answer of an application that changes the cookies.
    fn ask(change: impl Fn(&mut Cookies) + Send + Sync, cookie: &str) -> Answer {
        let client = Client::new(from_fn(move |environ, start| {
            let Ok(mut cookies) = Cookies::from_environ(environ);
            change(&mut cookies);
            Ok((cookies, "text").respond(environ, start))
        }));
        client.get("/").header("Cookie", cookie).send()
    }

    #[test]
    fn what_can_be_read_is_there() {
        for (lines, expected) in [
            (&[&b"a=1"[..]][..], Some("1")),
            (&[b"b=2; a=1"], Some("1")),
            (&[b"b=2", b"a=1"], Some("1")),
            (&[b"b=\xFF; a=1"], Some("1")),
            (&[b"a=%E2%82%AC"], Some("€")),
            (&["a=€".as_bytes()], Some("€")),
            (&[b";;=;b; a=1;"], Some("1")),
            (&[b"a=1; a=2"], Some("1")),
            (&[b"A=1"], None),
            (&[], None),
        ] {
            let mut request = http::Request::get("/");
            for line in lines {
                request = request.header(COOKIE, *line);
            }
            let (request, ()) = request.body(()).unwrap().into_parts();
            let environ = Environ::new(request, Input::empty(), Arc::default(), None);
            let Ok(cookies) = Cookies::from_environ(&environ);
            let found = cookies.get("a").map(|cookie| cookie.value());
            assert_eq!(found, expected, "{lines:?}");
        }
    }

    #[test]
    fn what_has_changed_is_set_and_nothing_else() {
        assert_eq!(ask(|_| {}, "a=1").header("Set-Cookie"), None);
        let set = |cookies: &mut Cookies| {
            cookies.add(Cookie::build(("z", "1; Path=/")).path("/").secure(true).http_only(true));
            cookies.add(Cookie::build(("b", "€")).max_age(cookie::time::Duration::hours(1)));
            cookies.remove(Cookie::build("a").path("/"));
        };
        let answer = ask(set, "a=1");
        let lines: Vec<_> = answer.headers().get_all(SET_COOKIE).iter().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].to_str().unwrap().starts_with("a=; Path=/; Max-Age=0; Expires="));
        assert_eq!(lines[1], "b=%E2%82%AC; Max-Age=3600");
        assert_eq!(lines[2], "z=1%3B%20Path%3D%2F; HttpOnly; Secure; Path=/");
    }

    #[test]
    fn no_attribute_becomes_two() {
        for (path, domain) in [("/; HttpOnly", ""), ("/\r\nX: y", ""), ("", "a.example; Path=/")] {
            let set = move |cookies: &mut Cookies| {
                cookies.add(Cookie::build(("a", "1")).path(path).domain(domain));
            };
            let answer = ask(set, "a=1");
            assert_eq!((answer.status().as_u16(), answer.header("Set-Cookie")), (500, None));
        }
    }

    #[cfg(feature = "signed-cookies")]
    #[test]
    fn a_cookie_that_was_tampered_with_is_not_there() {
        let key = cookie::Key::from(&[7; 64]);
        let mut cookies = Cookies::default();
        cookies.signed_mut(&key).add(("signed", "ann"));
        cookies.private_mut(&key).add(("private", "ann"));
        let (signed, private) = (cookies.get("signed").unwrap(), cookies.get("private").unwrap());
        assert!(signed.value().ends_with("ann") && !private.value().contains("ann"));

        let read = |name: &'static str, value: String, key: &cookie::Key| {
            let mut cookies = Cookies::default();
            cookies.add_original(Cookie::new(name, value));
            let signed = cookies.signed(key).get(name);
            let cookie = if name == "signed" { signed } else { cookies.private(key).get(name) };
            cookie.map(|cookie| cookie.value().to_owned())
        };
        for (name, value) in [("signed", signed.value()), ("private", private.value())] {
            assert_eq!(read(name, value.to_owned(), &key).as_deref(), Some("ann"));
            let other = cookie::Key::from(&[8; 64]);
            assert_eq!(read(name, value.to_owned(), &other), None, "another key");
            for place in 0..value.len() {
                let mut bytes = value.as_bytes().to_vec();
                bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(bytes).unwrap();
                assert_eq!(read(name, changed, &key), None, "{name}: byte {place}");
            }
            assert_eq!(read(name, value[..value.len() - 1].to_owned(), &key), None);
        }
    }
}
