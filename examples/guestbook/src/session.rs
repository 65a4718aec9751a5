//! Who asks, and whether it is from a page of ours that they do.

use std::time::{Duration, SystemTime};

use lychgate::cookie::{Cookie, Key, SameSite};
use lychgate::prelude::*;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::random;
use crate::store::User;

const COOKIE: &str = "session";
const DURATION: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What the signed cookie says. It is kept with the client: the server has no list of sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What a form has to bring back, which no other site knows.
    pub token: String,
    /// Who has logged in.
    pub user: Option<i64>,
}

impl Session {
    /// A session that nobody has had before: of nobody, or of who has just logged in.
    ///
    /// # Errors
    /// Where the system has no random numbers.
    pub fn begin(user: Option<&User>) -> Result<Session> {
        Ok(Session { token: random::name()?, user: user.map(|user| user.id) })
    }

    /// The session that came with the request, unless it was tampered with or is over.
    #[must_use]
    pub fn of(cookies: &Cookies, key: &Key) -> Option<Session> {
        let cookie = cookies.signed(key).get(COOKIE)?;
        let mut words = cookie.value().split('.');
        let (token, user, end) = (words.next()?, words.next()?, words.next()?.parse().ok()?);
        let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(end))?;
        (end > SystemTime::now())
            .then(|| Session { token: token.to_owned(), user: user.parse().ok() })
    }

    /// Puts the session into the cookies of a response.
    pub fn keep(&self, cookies: &mut Cookies, key: &Key, environ: &Environ) {
        // The signature does not cover when the cookie ends, so that it stands in the value, too.
        let end = (SystemTime::now() + DURATION).duration_since(SystemTime::UNIX_EPOCH);
        let end = end.unwrap_or_default().as_secs();
        let user = self.user.map(|user| user.to_string()).unwrap_or_default();
        let cookie = Cookie::build((COOKIE, format!("{}.{user}.{end}", self.token)))
            .path("/")
            .max_age(DURATION.try_into().unwrap_or_default())
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(environ.url_scheme() == "https");
        cookies.signed_mut(key).add(cookie);
    }

    /// What is in a form, if it came from a page of this session.
    ///
    /// # Errors
    /// 403 where it did not: another site may have sent it in the visitor's name.
    pub fn check<T>(&self, form: Unchecked<T>) -> Result<T> {
        if bool::from(self.token.as_bytes().ct_eq(form.token.as_bytes())) {
            return Ok(form.content);
        }
        let message =
            "This form is too old, or was not sent from here. Load its page anew, and try again.";
        Err(Error::new(Status::FORBIDDEN, message))
    }
}

/// A form as it came. Only [`Session::check`] gives out what is in it, so that no handler forgets to.
#[derive(Debug, Deserialize)]
pub struct Unchecked<T> {
    #[serde(default)]
    token: String,
    #[serde(flatten)]
    content: T,
}

impl<T> Unchecked<T> {
    /// What is in a form, and the token that came with it.
    pub(crate) fn new(token: String, content: T) -> Self {
        Unchecked { token, content }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(value: String) -> Option<Session> {
        let key = Key::from(&[7; 64]);
        let mut cookies = Cookies::default();
        cookies.signed_mut(&key).add(Cookie::new(COOKIE, value));
        Session::of(&cookies, &key)
    }

    #[test]
    fn a_session_ends() {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let session = signed(format!("token.7.{}", now + 1000)).unwrap();
        assert_eq!(session, Session { token: "token".to_owned(), user: Some(7) });
        assert_eq!(signed(format!("token..{}", now + 1000)).unwrap().user, None);
        for value in [format!("token.7.{}", now - 1), format!("token.7.{}", u64::MAX)] {
            assert_eq!(signed(value.clone()), None, "{value}");
        }
        for value in ["", "token", "token.7", "token.7.x"] {
            assert_eq!(signed(value.to_owned()), None, "{value}");
        }
    }
}
