//! The dictionary view: CGI variables, `HTTP_*`, `wsgi.*`, and what middleware adds.

use std::borrow::Cow;
use std::ops::Index;

use bstr::{BStr, BString, ByteSlice, ByteVec};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use http::{Method, Version};

use super::Environ;

/// The variables that lychgate's own gateways provide, besides `HTTP_*` for each request header.
/// Those that do not apply to a request are absent, never empty, but for the first four, which
/// are always there.
pub const KEYS: [&str; 21] = [
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "SERVER_SOFTWARE",
    "GATEWAY_INTERFACE",
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "REQUEST_URI",
    "HTTPS",
    "wsgi.version",
    "wsgi.url_scheme",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
    "wsgi.input_terminated",
];

/// The values that are not in the parsed request as they are shown, made when first asked for.
pub(super) struct Texts {
    remote: Option<(String, String)>,
    request_uri: String,
    /// Headers that came more than once, joined.
    joined: Vec<(HeaderName, BString)>,
}

impl Environ {
    /// The value of a variable, or `None` where it does not apply to this request.
    ///
    /// `wsgi.input` and `wsgi.errors` are not text: see [`input`](Self::input) and
    /// [`errors`](Self::errors).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&BStr> {
        if let Some(changed) = self.changes.get(key) {
            return changed.as_ref().map(|value| value.as_bstr());
        }
        if let Some(name) = key.strip_prefix("HTTP_") {
            return self.header_variable(name);
        }
        let gateway = &*self.gateway;
        let flag = |on: bool| if on { "true" } else { "false" };
        let text: &str = match key {
            "REQUEST_METHOD" => self.method().as_str(),
            "SCRIPT_NAME" => return Some(self.script_name()),
            "PATH_INFO" => return Some(self.path_info()),
            "QUERY_STRING" => return Some(self.query_string()),
            "CONTENT_TYPE" => return self.header_text(&CONTENT_TYPE),
            "CONTENT_LENGTH" => return self.header_text(&CONTENT_LENGTH),
            "SERVER_NAME" => &gateway.server_name,
            "SERVER_PORT" => &gateway.server_port,
            "SERVER_PROTOCOL" => protocol(self.version()),
            "SERVER_SOFTWARE" => &gateway.server_software,
            "GATEWAY_INTERFACE" => "CGI/1.1",
            "REMOTE_ADDR" => &self.texts().remote.as_ref()?.0,
            "REMOTE_PORT" => &self.texts().remote.as_ref()?.1,
            "REQUEST_URI" => &self.texts().request_uri,
            "HTTPS" if self.url_scheme() == "https" => "on",
            "wsgi.version" => "1.0",
            "wsgi.url_scheme" => &gateway.url_scheme,
            "wsgi.multithread" => flag(gateway.multithread),
            "wsgi.multiprocess" => flag(gateway.multiprocess),
            "wsgi.run_once" => flag(gateway.run_once),
            "wsgi.input_terminated" => flag(true),
            _ => gateway.variables.get(key)?,
        };
        Some(text.into())
    }

    /// The value of a variable as the string that PEP 3333 means by it ("Unicode Issues"): a
    /// character up to U+00FF for each byte.
    ///
    /// ```
    /// # let (request, ()) = http::Request::get("/caf%C3%A9").body(()).unwrap().into_parts();
    /// # let environ = lychgate::Environ::new(request, Default::default(), Default::default(), None);
    /// assert_eq!(environ.latin1("PATH_INFO").unwrap(), "/cafÃ©");
    /// assert_eq!(environ.path().unwrap(), "/café");
    /// ```
    #[must_use]
    pub fn latin1(&self, key: &str) -> Option<String> {
        Some(self.get(key)?.iter().copied().map(char::from).collect())
    }

    /// Whether the variable is there.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets a variable for the rest of this request; the typed views see it too.
    pub fn insert(&mut self, key: impl Into<String>, value: impl AsRef<[u8]>) {
        let (key, value) = (key.into(), value.as_ref());
        self.texts.take();
        self.findings.note(&key, Some(value));
        if !self.insert_typed(&key, value) {
            self.changes.insert(key, Some(value.into()));
        }
    }

    /// Removes a variable for the rest of this request.
    pub fn remove(&mut self, key: &str) {
        self.texts.take();
        self.findings.note(key, None);
        if let Some(name) = header_name(key) {
            self.request.to_mut().headers.remove(name);
        }
        self.changes.insert(key.to_owned(), None);
    }

    /// All variables that apply, in the order of [`KEYS`], then the headers, then the rest.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, &BStr)> {
        let fixed = KEYS.into_iter().map(Cow::Borrowed);
        let headers = self
            .headers()
            .keys()
            .filter(|name| **name != CONTENT_TYPE && **name != CONTENT_LENGTH)
            .filter(|name| !name.as_str().contains('_'))
            .map(|name| Cow::Owned(variable_name(name)));
        let configured = self.gateway.variables.keys().map(|key| Cow::Borrowed(key.as_str()));
        let known: Vec<_> = fixed.chain(headers).chain(configured).collect();
        let changed: Vec<_> = self
            .changes
            .keys()
            .filter(|key| !known.iter().any(|known| known == *key))
            .map(|key| Cow::Borrowed(key.as_str()))
            .collect();
        known.into_iter().chain(changed).filter_map(|key| {
            let value = self.get(&key)?;
            Some((key, value))
        })
    }

    /// Sets what a typed field holds; says whether there is such a field and the value fits it.
    fn insert_typed(&mut self, key: &str, value: &[u8]) -> bool {
        match key {
            "REQUEST_METHOD" => match Method::from_bytes(value) {
                Ok(method) => self.request.to_mut().method = method,
                Err(_) => return false,
            },
            "SCRIPT_NAME" => self.script_name = value.to_vec(),
            "PATH_INFO" => self.path_info = Some(value.to_vec()),
            _ => match (header_name(key), HeaderValue::from_bytes(value)) {
                (Some(name), Ok(value)) => {
                    self.request.to_mut().headers.insert(name, value);
                }
                _ => return false,
            },
        }
        self.changes.remove(key);
        true
    }

    /// `HTTP_NAME`; the two that CGI shows without the prefix are not shown with it.
    fn header_variable(&self, name: &str) -> Option<&BStr> {
        let name = header_name_of(name)?;
        if name == CONTENT_TYPE || name == CONTENT_LENGTH {
            return None;
        }
        self.header_text(&name)
    }

    fn header_text(&self, name: &HeaderName) -> Option<&BStr> {
        let mut values = self.headers().get_all(name).iter();
        let first = values.next()?;
        if values.next().is_none() {
            return Some(first.as_bytes().as_bstr());
        }
        let joined = &self.texts().joined;
        joined.iter().find(|(joined, _)| joined == name).map(|(_, value)| value.as_bstr())
    }

    fn texts(&self) -> &Texts {
        self.texts.get_or_init(|| {
            let headers = self.headers();
            let joined = headers
                .keys()
                .filter(|name| headers.get_all(*name).iter().nth(1).is_some())
                .map(|name| {
                    // A cookie list is joined as one header would have it (RFC 9113, 8.2.3).
                    let separator = if *name == COOKIE { "; " } else { ", " };
                    let values = headers.get_all(name).iter().map(HeaderValue::as_bytes);
                    (name.clone(), join(values, separator))
                })
                .collect();
            let peer = self.peer;
            Box::new(Texts {
                remote: peer.map(|peer| (peer.ip().to_string(), peer.port().to_string())),
                request_uri: self.uri().to_string(),
                joined,
            })
        })
    }
}

fn join<'v>(values: impl Iterator<Item = &'v [u8]>, separator: &str) -> BString {
    let mut joined = Vec::new();
    for (i, value) in values.enumerate() {
        if i > 0 {
            joined.push_str(separator);
        }
        joined.push_str(value);
    }
    joined.into()
}

/// The header that a variable shows: `HTTP_HOST` is `host`, `CONTENT_TYPE` is `content-type`.
fn header_name(key: &str) -> Option<HeaderName> {
    match key {
        "CONTENT_TYPE" => Some(CONTENT_TYPE),
        "CONTENT_LENGTH" => Some(CONTENT_LENGTH),
        _ => header_name_of(key.strip_prefix("HTTP_")?),
    }
}

fn header_name_of(name: &str) -> Option<HeaderName> {
    HeaderName::from_bytes(name.replace('_', "-").as_bytes()).ok()
}

fn variable_name(name: &HeaderName) -> String {
    format!("HTTP_{}", name.as_str().replace('-', "_").to_ascii_uppercase())
}

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_09 => "HTTP/0.9",
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        Version::HTTP_3 => "HTTP/3",
        _ => "HTTP/1.1",
    }
}

/// # Panics
/// When the variable is absent; [`Environ::get`] asks first.
impl Index<&str> for Environ {
    type Output = BStr;

    fn index(&self, key: &str) -> &BStr {
        match self.get(key) {
            Some(value) => value,
            None => panic!("the environ of this request has no {key:?}; `environ.get` asks first"),
        }
    }
}
