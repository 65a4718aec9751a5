//! Cookies, as they come and as they are set.

use std::convert::Infallible;
use std::ops::{Deref, DerefMut};

use cookie::{Cookie, CookieJar};
use http::header::{COOKIE, HeaderValue, SET_COOKIE};

use super::FromEnviron;
use crate::{Environ, Reply, Respond, StartResponse};

/// The cookies of a request (RFC 6265); returned beside a value, those that were added or removed
/// are set.
///
/// It is a `cookie::CookieJar`; with the feature `signed-cookies` also its `signed(&key)` and
/// `private(&key)`. What cannot be read as a cookie is left out, as clients send much.
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
#[derive(Clone, Debug, Default)]
pub struct Cookies(CookieJar);

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Cookies {
    type Rejection = Infallible;

    fn from_environ(environ: &'a Environ) -> Result<Self, Infallible> {
        let mut jar = CookieJar::new();
        for header in environ.headers().get_all(COOKIE) {
            let Ok(text) = header.to_str() else { continue };
            for cookie in Cookie::split_parse_encoded(text.to_owned()).flatten() {
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

/// The value, with a `Set-Cookie` for each cookie that was added or removed.
#[diagnostic::do_not_recommend]
impl<'a, T: Respond<'a>> Respond<'a> for (Cookies, T) {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let (Cookies(jar), value) = self;
        let cookies: Vec<HeaderValue> = jar
            .delta()
            .filter_map(|cookie| HeaderValue::from_str(&cookie.encoded().to_string()).ok())
            .collect();
        value.respond(environ, start_response).map_head(|head| {
            head.headers.extend(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)));
        })
    }
}
