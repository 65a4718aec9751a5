//! CGI (RFC 3875): a program that a web server starts for each request.
//!
//! It is where any hosting allows a program at all: it is copied into a folder, and costs nothing while
//! nobody asks. Each request is a process of its own, so it is for what is seldom
//! asked for.
//!
//! With lighttpd:
//!
//! ```text
//! server.modules += ("mod_alias", "mod_cgi")
//! alias.url = ("/site" => "/usr/lib/cgi-bin/site")
//! $HTTP["url"] =~ "^/site(/|$)" { cgi.assign = ("" => "") }
//! ```
//!
//! and with Apache:
//!
//! ```text
//! ScriptAlias "/site" "/usr/lib/cgi-bin/site"
//! CGIPassAuth On
//! ```
//!
//! The path before the program's own is `SCRIPT_NAME`, so [`url_for`](crate::Environ::url_for) gives links
//! that work. What an application prints to standard output would be a part of the response; `eprintln!`
//! writes to the web server's log.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

use super::interface::{self, Variables};
use crate::environ::Gateway;
use crate::{Application, Error, Result};

/// Answers the one request that the variables of this process and its standard input make up. In debug
/// builds it is under the [lint](crate::lint), which writes to the log.
///
/// | what | here |
/// |---|---|
/// | the environ | the variables of CGI, and of those of the process no others but the ones with a dot in their name; `wsgi.run_once` and `wsgi.multiprocess` are true |
/// | `PATH_INFO` | as the server gives it: decoded, and as far as it does so tidied up |
/// | the request body | read when it is asked for, as far as `CONTENT_LENGTH`; how long it may be is the web server's to say, and that of a route |
/// | the response | a block is written when it is there; HEAD, 204 and 304 have no body |
/// | failures and panics | pages until the first block is written; after that the response ends, which only a `Content-Length` shows |
/// | the log | standard error |
///
/// ```no_run
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() -> lychgate::Result<()> {
///     lychgate::gateway::cgi::run(site::application)
/// }
/// ```
///
/// # Errors
/// When this is no request (then that is the answer, too), or the body of the response breaks off.
pub fn run(application: impl Application + 'static) -> Result<()> {
    let application: Arc<dyn Application> = Arc::new(application);
    let application = if cfg!(debug_assertions) { super::linted(application) } else { application };
    answer(&*application, std::env::vars_os(), io::stdin(), &mut io::stdout())
}

fn answer(
    application: &dyn Application,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    input: impl Read + Send + 'static,
    output: &mut impl Write,
) -> Result<()> {
    let gateway =
        Gateway { multithread: false, multiprocess: true, run_once: true, ..Gateway::default() };
    let mut request = Variables::new(gateway);
    let mut has_method = false;
    for (key, value) in variables {
        let Ok(key) = key.into_string() else { continue };
        has_method |= key == "REQUEST_METHOD";
        request.take(&key, value.into_encoded_bytes());
    }
    if !has_method {
        let message =
            "there is no REQUEST_METHOD: this is a program for CGI, which a web server starts";
        return Err(Error::from(io::Error::new(ErrorKind::InvalidInput, message)));
    }
    match request.environ(input) {
        Ok(mut environ) => interface::answer(application, &mut environ, output),
        Err(error) => {
            interface::refuse(&error, output)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Environ, Reply, StartResponse, Status};

    /// The whole output for these variables and this input, and whether all went well.
    fn output(
        application: impl Application + 'static,
        variables: &[(&str, &str)],
        input: &'static [u8],
    ) -> (String, bool) {
        let method = [("REQUEST_METHOD", "GET")];
        let variables = method.iter().chain(variables);
        let variables = variables.map(|(key, value)| (key.into(), value.into()));
        let mut output = Vec::new();
        let ran = answer(&application, variables, input, &mut output);
        (output.into_iter().map(char::from).collect(), ran.is_ok())
    }

    /// Says what was asked, and the variables that the query names.
    fn echo(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let mut text = format!("{} {}", &environ["REQUEST_METHOD"], environ.url());
        for key in environ.query_string().to_string().split('&') {
            let value = environ.get(key).map(|value| format!("{value:?}"));
            text += &format!(" {key}={}", value.as_deref().unwrap_or("-"));
        }
        let mut body = Vec::new();
        environ.input().read_to_end(&mut body)?;
        text.extend(body.into_iter().map(char::from));
        Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(text))
    }

    fn body(text: &str) -> &str {
        text.split_once("\r\n\r\n").unwrap().1
    }

    #[test]
    fn a_request_is_made_of_variables_and_input() {
        let variables = [
            ("REQUEST_METHOD", "POST"),
            ("SCRIPT_NAME", "/cgi-bin/page"),
            ("PATH_INFO", "/a b"),
            ("SERVER_NAME", "example.org"),
            ("SERVER_PORT", "8443"),
            ("HTTPS", "on"),
            ("CONTENT_LENGTH", "7"),
        ];
        let golden = "Status: 200 OK\r\n\
                      content-type: text/plain\r\n\
                      content-length: 58\r\n\r\n\
                      POST https://example.org:8443/cgi-bin/page/a%20b =- \0\nmore";
        let (text, ran) = output(echo, &variables, b" \0\nmore and more");
        assert_eq!((&*text, ran), (golden, true));
    }

    #[test]
    fn the_environ_has_what_cgi_has_and_nothing_else() {
        let variables = [
            (
                "QUERY_STRING",
                "SECRET&HTTP_X_A&REMOTE_USER&AUTH_TYPE&CONTENT_LENGTH&HTTP_CONTENT_LENGTH",
            ),
            ("SECRET", "1"),
            ("HTTP_X_A", "2"),
            ("REMOTE_USER", "Ann"),
            ("AUTH_TYPE", ""),
            ("CONTENT_LENGTH", ""),
            ("HTTP_CONTENT_LENGTH", "7"),
        ];
        let seen = " SECRET=- HTTP_X_A=\"2\" REMOTE_USER=\"Ann\" AUTH_TYPE=- CONTENT_LENGTH=- \
                    HTTP_CONTENT_LENGTH=-";
        let (text, _) = output(echo, &variables, b"");
        assert!(text.ends_with(seen), "{text}");
        let variables = [
            (
                "QUERY_STRING",
                "REMOTE_ADDR&REMOTE_PORT&SERVER_PROTOCOL&wsgi.run_once&app.key&REQUEST_URI",
            ),
            ("REMOTE_ADDR", "192.0.2.7"),
            ("SERVER_PROTOCOL", "HTTP/1.1"),
            ("wsgi.run_once", "false"),
            ("app.key", "value"),
        ];
        let seen = " REMOTE_ADDR=\"192.0.2.7\" REMOTE_PORT=- SERVER_PROTOCOL=\"HTTP/1.1\" \
                    wsgi.run_once=\"true\" app.key=\"value\" REQUEST_URI=-";
        let (text, _) = output(echo, &variables, b"");
        assert!(text.ends_with(seen), "{text}");
    }

    #[test]
    fn the_path_is_what_is_left_of_the_target_where_nothing_says_so() {
        for (variables, url) in [
            (&[("REQUEST_URI", "/a%20b?q")][..], "/a%20b"),
            (&[("REQUEST_URI", "/s/x"), ("SCRIPT_NAME", "/s")], "/s/x"),
            (&[("REQUEST_URI", "/pretty"), ("SCRIPT_NAME", "/s")], "/s"),
            (&[("REQUEST_URI", "/pretty"), ("SCRIPT_NAME", "/s"), ("PATH_INFO", "/x")], "/s/x"),
        ] {
            let (text, _) = output(echo, variables, b"");
            assert_eq!(body(&text), format!("GET http://localhost{url} =-"));
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for variables in [
            [("REQUEST_METHOD", "G ET")],
            [("CONTENT_LENGTH", "-1")],
            [("CONTENT_LENGTH", "1,1")],
            [("HTTP_X_A", "a\nb")],
        ] {
            let (text, ran) = output(echo, &variables, b"abc");
            assert!(text.starts_with("Status: 400 Bad Request\r\n") && !ran, "{text}");
        }
        let ran = answer(&echo, [], io::empty(), &mut io::sink());
        assert!(ran.unwrap_err().to_string().contains("no REQUEST_METHOD"));
    }

    #[test]
    fn a_body_that_breaks_off_is_an_error_to_who_reads_it() {
        let (text, _) = output(echo, &[("CONTENT_LENGTH", "5")], b"abc");
        assert!(text.starts_with("Status: 500 Internal Server Error\r\n"), "{text}");
    }

    #[test]
    fn nothing_goes_out_before_the_first_full_block() {
        let late = crate::from_fn(|_, start_response| {
            let blocks = [Ok(""), Err(Error::new(Status::SERVICE_UNAVAILABLE, "later"))];
            Ok(start_response.start("200 OK", &[("X-A", "1")])?.stream(blocks))
        });
        let (text, _) = output(late, &[], b"");
        assert!(text.starts_with("Status: 503 Service Unavailable\r\n"), "{text}");
        assert!(!text.contains("x-a") && text.ends_with("\r\n\r\nlater\n"), "{text}");
        let empty = crate::from_fn(|_, start_response| {
            Ok(start_response.start("204 No Content", &[("X-A", "1")])?.stream(["", ""]))
        });
        let golden = "Status: 204 No Content\r\nx-a: 1\r\n\r\n".to_owned();
        assert_eq!(output(empty, &[], b""), (golden, true));
    }

    #[test]
    fn a_response_that_breaks_off_is_an_error() {
        let broken = crate::from_fn(|_, start_response| {
            Ok(start_response.start("200 Fine", &[])?.stream([Ok("half"), Err(std::fmt::Error)]))
        });
        assert_eq!(output(broken, &[], b""), ("Status: 200 Fine\r\n\r\nhalf".to_owned(), false));
        let panics = crate::from_fn(|_, _| panic!("as it is told"));
        assert!(output(panics, &[], b"").0.starts_with("Status: 500 "));
    }

    #[test]
    fn each_block_is_flushed_and_the_body_is_closed() {
        /// Counts what is flushed.
        #[derive(Default)]
        struct Output(Vec<u8>, Vec<usize>);

        impl Write for Output {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.write(bytes)
            }

            fn flush(&mut self) -> io::Result<()> {
                self.1.push(self.0.len());
                Ok(())
            }
        }

        let application = crate::from_fn(|_, start_response| {
            Ok(start_response.start("200 OK", &[])?.stream(["a", "", "bc"]))
        });
        let mut output = Output::default();
        let variables = [("REQUEST_METHOD".into(), "GET".into())];
        answer(&application, variables, io::empty(), &mut output).unwrap();
        let head = "Status: 200 OK\r\n\r\n".len();
        assert_eq!(output.1[..2], [head + 1, head + 3]);
    }
}
