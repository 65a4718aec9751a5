//! The common gateway interface, RFC 3875: a request as variables and a stream, and its response as lines
//! and a stream.

use std::io::{self, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Uri, Version};

use crate::environ::{Gateway, KEYS};
use crate::reply::Head;
use crate::{Application, Body, Environ, Error, Input, Status, gateway};

/// The variables that no field of a request holds (RFC 3875, 4.1).
const MORE_KEYS: [&str; 6] =
    ["AUTH_TYPE", "PATH_TRANSLATED", "REMOTE_HOST", "REMOTE_IDENT", "REMOTE_USER", "HTTPS"];

/// The variables of a request, in the places where they go.
pub(super) struct Variables {
    request: Parts,
    gateway: Gateway,
    script_name: Vec<u8>,
    path_info: Option<Vec<u8>>,
    query: Vec<u8>,
    target: Vec<u8>,
    address: Option<IpAddr>,
    port: Option<u16>,
    /// What is shown as it came.
    others: Vec<(String, Vec<u8>)>,
    wrong: Option<String>,
}

impl Variables {
    /// A gateway says what variables do not.
    pub(super) fn new(gateway: Gateway) -> Self {
        let (mut request, ()) = http::Request::new(()).into_parts();
        request.version = Version::HTTP_10;
        Variables {
            request,
            gateway,
            script_name: Vec::new(),
            path_info: None,
            query: Vec::new(),
            target: Vec::new(),
            address: None,
            port: None,
            others: Vec::new(),
            wrong: None,
        }
    }

    /// Takes one variable in, if CGI has it, or it has a dot: those are the deployer's.
    pub(super) fn take(&mut self, key: &str, value: Vec<u8>) {
        let text = || String::from_utf8_lossy(&value).into_owned();
        match key {
            "REQUEST_METHOD" => match Method::from_bytes(&value) {
                Ok(method) => self.request.method = method,
                Err(_) => self.wrong = Some(format!("{:?} is no method", text())),
            },
            "SCRIPT_NAME" => self.script_name = value,
            "PATH_INFO" => self.path_info = Some(value),
            "QUERY_STRING" => self.query = value,
            "REQUEST_URI" => self.target = value,
            "SERVER_PROTOCOL" => self.request.version = version(&value),
            "SERVER_NAME" if !value.is_empty() => self.gateway.server_name = text(),
            "SERVER_PORT" if !value.is_empty() => self.gateway.server_port = text(),
            "SERVER_SOFTWARE" if !value.is_empty() => self.gateway.server_software = text(),
            "REMOTE_ADDR" => self.address = text().parse().ok(),
            "REMOTE_PORT" => self.port = text().parse().ok(),
            "HTTPS" if value == b"on" || value == b"1" => {
                self.gateway.url_scheme = "https".to_owned();
            }
            // A body without a byte has a length of no characters.
            "CONTENT_LENGTH" | "CONTENT_TYPE" if value.is_empty() => {}
            "CONTENT_TYPE" => self.header(CONTENT_TYPE, &value),
            "CONTENT_LENGTH" => self.header(CONTENT_LENGTH, &value),
            _ => match key.strip_prefix("HTTP_") {
                // These would be there twice, or are about what the web server has received.
                Some("CONTENT_TYPE" | "CONTENT_LENGTH" | "TRANSFER_ENCODING") => {}
                Some(name) => match HeaderName::from_bytes(name.replace('_', "-").as_bytes()) {
                    Ok(name) => self.header(name, &value),
                    Err(_) => self.wrong = Some(format!("{key} is no header")),
                },
                None if value.is_empty() || key.starts_with("wsgi.") || KEYS.contains(&key) => {}
                None if MORE_KEYS.contains(&key) || key.contains('.') => {
                    self.others.push((key.to_owned(), value));
                }
                None => {}
            },
        }
    }

    fn header(&mut self, name: HeaderName, value: &[u8]) {
        match HeaderValue::from_bytes(value) {
            Ok(value) => drop(self.request.headers.insert(name, value)),
            Err(_) => self.wrong = Some(format!("the value of {name} is none of a header")),
        }
    }

    /// The environ of the request, whose body comes from `source`.
    ///
    /// # Errors
    /// When the variables are no request.
    pub(super) fn environ(mut self, source: impl Read + Send + 'static) -> Result<Environ, Error> {
        if let Some(wrong) = self.wrong {
            return Err(Error::new(Status::BAD_REQUEST, wrong));
        }
        let input = input(&self.request.headers, source)?;
        let peer = self.address.map(|address| SocketAddr::new(address, self.port.unwrap_or(0)));
        let target = Uri::try_from(&*self.target).ok().filter(|uri| !uri.path().is_empty());
        let has_target = target.is_some();
        self.request.uri = target.unwrap_or_else(|| Uri::from_static("/"));
        let mut environ = Environ::new(self.request, input, Arc::new(self.gateway), peer);
        // Where a server does not say how it divides the path, it is as the client sent it.
        let path_info = self.path_info.or_else(|| {
            let path = Some(environ.path_info()).filter(|_| has_target)?;
            path.strip_prefix(&*self.script_name).map(<[u8]>::to_vec)
        });
        environ.insert("PATH_INFO", path_info.unwrap_or_default());
        environ.insert("SCRIPT_NAME", self.script_name);
        if environ.query_string() != self.query {
            environ.insert("QUERY_STRING", self.query);
        }
        if !has_target {
            environ.remove("REQUEST_URI");
        }
        if self.port.is_none() {
            environ.remove("REMOTE_PORT");
        }
        for (key, value) in self.others {
            environ.insert(key, value);
        }
        Ok(environ)
    }
}

/// The body, as long as the headers say (RFC 3875, 4.2): without a length there is none.
fn input(headers: &HeaderMap, source: impl Read + Send + 'static) -> Result<Input, Error> {
    let Some(length) = headers.get(CONTENT_LENGTH) else { return Ok(Input::empty()) };
    let digits = std::str::from_utf8(length.as_bytes()).ok();
    let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(left) = digits.and_then(|digits| digits.parse().ok()) else {
        return Err(Error::new(Status::BAD_REQUEST, "CONTENT_LENGTH is not a number"));
    };
    Ok(Input::from_reader(BufReader::new(Whole { source: source.take(left) })))
}

/// A body that must not end before its length.
struct Whole<R> {
    source: io::Take<R>,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        if read == 0 && self.source.limit() > 0 && !buffer.is_empty() {
            let message = "the request body broke off";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        Ok(read)
    }
}

fn version(protocol: &[u8]) -> Version {
    match protocol {
        b"HTTP/1.1" => Version::HTTP_11,
        b"HTTP/2" | b"HTTP/2.0" => Version::HTTP_2,
        b"HTTP/3" | b"HTTP/3.0" => Version::HTTP_3,
        _ => Version::HTTP_10,
    }
}

/// Calls the application, and writes its response, each block when it is there. Nothing is written before
/// the first block that is not empty, so that what fails until then is answered with a page.
///
/// # Errors
/// When it cannot be written, or the body breaks off.
pub(super) fn answer(
    application: &dyn Application,
    environ: &mut Environ,
    output: &mut impl Write,
) -> Result<(), Error> {
    gateway::block_on(async {
        let (head, mut body) = gateway::call(application, &mut *environ).await;
        let first = loop {
            match gateway::next_block(&mut body) {
                Some(Ok(block)) if block.is_empty() => {}
                first => break first,
            }
        };
        match first {
            None => write_head(output, &head)?,
            Some(Ok(block)) => {
                write_head(output, &head)?;
                write_block(output, &block)?;
                while let Some(block) = gateway::next_block(&mut body) {
                    write_block(output, &block?)?;
                }
            }
            Some(Err(error)) => {
                drop(body);
                let (head, body) = gateway::fail(environ, error);
                write_page(output, &head, body)?;
            }
        }
        Ok(output.flush()?)
    })
}

/// Answers what is no request.
pub(super) fn refuse(error: &Error, output: &mut impl Write) -> io::Result<()> {
    let (head, body) =
        crate::Response::from((error.status(), error.message())).into_head_and_body();
    write_page(output, &head, body)?;
    output.flush()
}

fn write_page(output: &mut impl Write, head: &Head, body: Body<'_>) -> io::Result<()> {
    write_head(output, head)?;
    output.write_all(&body.into_bytes().unwrap_or_default())
}

/// The head (RFC 3875, 6.3): the status is among the headers.
fn write_head(output: &mut impl Write, head: &Head) -> io::Result<()> {
    let mut lines = b"Status: ".to_vec();
    lines.extend(gateway::latin1(&head.status.to_string()));
    lines.extend_from_slice(b"\r\n");
    for (name, value) in &head.headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    lines.extend_from_slice(b"\r\n");
    output.write_all(&lines)
}

fn write_block(output: &mut impl Write, block: &[u8]) -> io::Result<()> {
    if block.is_empty() {
        return Ok(());
    }
    output.write_all(block)?;
    output.flush()
}
