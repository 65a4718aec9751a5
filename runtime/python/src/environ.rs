//! A Python dictionary as an [`Environ`].

use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Uri, Version};
use lychgate::environ::Gateway;
use lychgate::{Environ, Input};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::input::{Length, input};
use crate::latin1;

/// What stays as it is in a path (RFC 3986, 3.3).
const QUOTED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What was read of the dictionary, in the places where it goes.
struct Reading<'py> {
    request: Parts,
    gateway: Gateway,
    script_name: Vec<u8>,
    path_info: Vec<u8>,
    query: Vec<u8>,
    target: Option<Vec<u8>>,
    address: Option<Vec<u8>>,
    port: Option<u16>,
    input: Option<Bound<'py, PyAny>>,
    is_terminated: bool,
    /// Variables that no field of the request holds.
    others: Vec<(String, Vec<u8>)>,
}

/// The environ of a request that a WSGI server describes by `variables` (PEP 3333, "environ
/// Variables"). The body stays where it is until it is read.
pub(crate) fn environ(variables: &Bound<'_, PyDict>) -> PyResult<Environ> {
    let (request, ()) = http::Request::new(()).into_parts();
    let mut reading = Reading {
        request,
        gateway: Gateway::default(),
        script_name: Vec::new(),
        path_info: Vec::new(),
        query: Vec::new(),
        target: None,
        address: None,
        port: None,
        input: None,
        is_terminated: false,
        others: Vec::new(),
    };
    for (key, value) in variables {
        if let Ok(key) = key.cast::<PyString>() {
            reading.take(key.to_str()?, value)?;
        }
    }
    reading.finish()
}

/// The method and the path, which say whether a route answers; `None` where the path is not UTF-8.
pub(crate) fn asked(variables: &Bound<'_, PyDict>) -> PyResult<Option<(String, String)>> {
    let py = variables.py();
    let text = |key: &Bound<'_, PyString>| match variables.get_item(key)? {
        Some(value) => Ok(latin1::bytes(value.cast::<PyString>()?)?.into_owned()),
        None => PyResult::Ok(Vec::new()),
    };
    let method = text(intern!(py, "REQUEST_METHOD"))?;
    let path = text(intern!(py, "PATH_INFO"))?;
    Ok(String::from_utf8(method).ok().zip(String::from_utf8(path).ok()))
}

impl<'py> Reading<'py> {
    /// Takes one variable in.
    fn take(&mut self, key: &str, value: Bound<'py, PyAny>) -> PyResult<()> {
        match key {
            "wsgi.input" => self.input = Some(value),
            "wsgi.input_terminated" => self.is_terminated = value.is_truthy()?,
            "wsgi.multithread" => self.gateway.multithread = value.is_truthy()?,
            "wsgi.multiprocess" => self.gateway.multiprocess = value.is_truthy()?,
            "wsgi.run_once" => self.gateway.run_once = value.is_truthy()?,
            _ => {
                if let Ok(text) = value.cast::<PyString>() {
                    self.take_text(key, &latin1::bytes(text)?)?;
                }
            }
        }
        Ok(())
    }

    fn take_text(&mut self, key: &str, value: &[u8]) -> PyResult<()> {
        let owned = || String::from_utf8_lossy(value).into_owned();
        match key {
            "REQUEST_METHOD" => {
                self.request.method = Method::from_bytes(value).map_err(|_| {
                    PyValueError::new_err(format!("{:?} is no request method", owned()))
                })?;
            }
            "SCRIPT_NAME" => self.script_name = value.to_vec(),
            "PATH_INFO" => self.path_info = value.to_vec(),
            "QUERY_STRING" => self.query = value.to_vec(),
            "REQUEST_URI" | "RAW_URI" => self.target = Some(value.to_vec()),
            "SERVER_PROTOCOL" => self.request.version = version(value),
            "SERVER_NAME" => self.gateway.server_name = owned(),
            "SERVER_PORT" => self.gateway.server_port = owned(),
            "SERVER_SOFTWARE" => self.gateway.server_software = owned(),
            "wsgi.url_scheme" => self.gateway.url_scheme = owned(),
            "REMOTE_ADDR" => self.address = Some(value.to_vec()),
            "REMOTE_PORT" => self.port = owned().parse().ok(),
            "CONTENT_TYPE" | "CONTENT_LENGTH" if value.is_empty() => {}
            "CONTENT_TYPE" => self.header(key, CONTENT_TYPE, value),
            "CONTENT_LENGTH" => self.header(key, CONTENT_LENGTH, value),
            // What these say is known from elsewhere.
            "HTTPS" | "GATEWAY_INTERFACE" | "HTTP_CONTENT_TYPE" | "HTTP_CONTENT_LENGTH" => {}
            _ => match key.strip_prefix("HTTP_").map(header_name) {
                Some(Some(name)) => self.header(key, name, value),
                _ => self.others.push((key.to_owned(), value.to_vec())),
            },
        }
        Ok(())
    }

    fn header(&mut self, key: &str, name: HeaderName, value: &[u8]) {
        match HeaderValue::from_bytes(value) {
            Ok(value) => drop(self.request.headers.append(name, value)),
            Err(_) => self.others.push((key.to_owned(), value.to_vec())),
        }
    }

    fn finish(mut self) -> PyResult<Environ> {
        self.request.uri = self.uri()?;
        let body = self.body()?;
        let peer = self.peer();
        if let (Some(address), None) = (&self.address, peer) {
            if !address.is_empty() {
                self.others.push(("REMOTE_ADDR".to_owned(), address.clone()));
            }
        }
        let mut environ = Environ::new(self.request, body, shared(self.gateway), peer);
        if environ.path_info() != self.path_info {
            environ.insert("PATH_INFO", &self.path_info);
        }
        if !self.script_name.is_empty() {
            environ.insert("SCRIPT_NAME", &self.script_name);
        }
        if environ.query_string() != self.query {
            environ.insert("QUERY_STRING", &self.query);
        }
        if peer.is_some() && self.port.is_none() {
            environ.remove("REMOTE_PORT");
        }
        for (key, value) in self.others {
            environ.insert(key, value);
        }
        Ok(environ)
    }

    /// The target as the server has it; or put together anew (PEP 3333, "URL Reconstruction").
    fn uri(&self) -> PyResult<Uri> {
        if let Some(uri) = self.target.as_ref().and_then(|target| Uri::try_from(&target[..]).ok()) {
            return Ok(uri);
        }
        let quote = |path: &[u8]| percent_encode(path, QUOTED).to_string();
        let mut target = quote(&self.script_name) + &quote(&self.path_info);
        if !target.starts_with('/') {
            target.insert(0, '/');
        }
        if !self.query.is_empty() {
            target.push('?');
            target.push_str(&String::from_utf8_lossy(&self.query));
        }
        Uri::try_from(target).map_err(|error| {
            PyValueError::new_err(format!("the variables are no request: {error}"))
        })
    }

    fn body(&mut self) -> PyResult<Input> {
        let Some(stream) = self.input.take() else {
            return Err(PyKeyError::new_err("wsgi.input"));
        };
        let length = match self.request.headers.get(CONTENT_LENGTH).map(HeaderValue::as_bytes) {
            Some(digits) => {
                let number = std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
                Length::Known(
                    number
                        .ok_or_else(|| PyValueError::new_err("CONTENT_LENGTH is not a number"))?,
                )
            }
            None if self.is_terminated => Length::ToTheEnd,
            None => Length::Known(0),
        };
        Ok(input(stream, length))
    }

    fn peer(&self) -> Option<SocketAddr> {
        let address = std::str::from_utf8(self.address.as_ref()?).ok()?;
        Some(SocketAddr::new(address.parse::<IpAddr>().ok()?, self.port.unwrap_or(0)))
    }
}

fn version(protocol: &[u8]) -> Version {
    match protocol {
        b"HTTP/0.9" => Version::HTTP_09,
        b"HTTP/1.0" => Version::HTTP_10,
        b"HTTP/2" | b"HTTP/2.0" => Version::HTTP_2,
        b"HTTP/3" | b"HTTP/3.0" => Version::HTTP_3,
        _ => Version::HTTP_11,
    }
}

/// `USER_AGENT` is `user-agent`.
fn header_name(variable: &str) -> Option<HeaderName> {
    HeaderName::from_bytes(variable.replace('_', "-").as_bytes()).ok()
}

/// What the server says of itself is the same for most requests, and is then held once.
fn shared(gateway: Gateway) -> Arc<Gateway> {
    thread_local! {
        static LAST: RefCell<Arc<Gateway>> = RefCell::default();
    }
    LAST.with_borrow_mut(|last| {
        if **last != gateway {
            *last = Arc::new(gateway);
        }
        Arc::clone(last)
    })
}
