//! PEP 3333's gateway, "The Server/Gateway Side": one request, from the variables of the process and
//! its standard input; the answer goes to standard output.
//!
//! Copy the program to where a web server looks for CGI programs; or see what it says with
//! `REQUEST_METHOD=GET PATH_INFO=/here cargo run --example pep3333_cgi`.

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::sync::Arc;

use http::HeaderMap;
use lychgate::environ::{Gateway, KEYS};
use lychgate::gateway::{block_on, call};
use lychgate::prelude::*;

/// The variables of CGI that only some servers have (RFC 3875, 4.1).
const MORE_KEYS: [&str; 5] =
    ["AUTH_TYPE", "PATH_TRANSLATED", "REMOTE_HOST", "REMOTE_IDENT", "REMOTE_USER"];

/// Answers the one request that the variables and the input make up.
///
/// Nothing goes out before the first block that is not empty: what fails until then is answered with
/// a page of its own.
///
/// # Errors
/// When the variables are no request, the output is closed, or the body breaks off.
fn run_with_cgi(
    application: &impl Application,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    input: impl Read + Send + 'static,
    mut output: impl Write,
) -> Result<()> {
    let mut environ = environ(variables, input)?;
    let (head, mut body) = block_on(call(application, &mut environ));
    let first = body.find(|block| !matches!(block, Ok(block) if block.is_empty()));
    match first {
        None => write_head(&mut output, &head.status, &head.headers)?,
        Some(Ok(block)) => {
            write_head(&mut output, &head.status, &head.headers)?;
            write_block(&mut output, &block)?;
        }
        Some(Err(error)) => {
            write_head(&mut output, &error.status(), &HeaderMap::new())?;
            return Err(error);
        }
    }
    body.try_for_each(|block| Ok(write_block(&mut output, &block?)?))
}

/// The environ of the request: of all that the process knows, only what CGI defines.
fn environ(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    input: impl Read + Send + 'static,
) -> Result<Environ> {
    let (request, ()) = http::Request::new(()).into_parts();
    let is_cgi = |key: &str| {
        let is_known = KEYS.contains(&key) && !key.contains('.');
        is_known || MORE_KEYS.contains(&key) || key.starts_with("HTTP_")
    };
    let variables: Vec<(String, Vec<u8>)> = variables
        .into_iter()
        .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_encoded_bytes())))
        .filter(|(key, value)| is_cgi(key) && !value.is_empty())
        .collect();
    let is_secure = variables.iter().any(|(key, value)| key == "HTTPS" && value != b"off");
    let gateway = Gateway {
        url_scheme: if is_secure { "https" } else { "http" }.to_owned(),
        multithread: false,
        multiprocess: true,
        run_once: true,
        ..Gateway::default()
    };
    let mut environ = Environ::new(request, Input::empty(), Arc::new(gateway), None);
    environ.remove("REQUEST_URI"); // CGI does not have it; a server may
    for (key, value) in variables {
        environ.insert(key, value);
    }
    let length =
        environ.get("CONTENT_LENGTH").map_or(Ok(0), |digits| digits.to_string().parse())?;
    environ.set_input(Input::from_reader(BufReader::new(input.take(length))));
    Ok(environ)
}

fn write_head(output: &mut impl Write, status: &Status, headers: &HeaderMap) -> io::Result<()> {
    write!(output, "Status: {status}\r\n")?;
    for (name, value) in headers {
        output.write_all(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat())?;
    }
    output.write_all(b"\r\n")
}

fn write_block(output: &mut impl Write, block: &[u8]) -> io::Result<()> {
    output.write_all(block)?;
    output.flush()
}

fn page(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let mut text = format!("{} {}\n", &environ["REQUEST_METHOD"], environ.url());
    environ.input().read_to_string(&mut text)?;
    Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(text))
}

fn main() -> lychgate::Result<()> {
    run_with_cgi(&page, std::env::vars_os(), io::stdin(), io::stdout().lock())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole output for these variables and this input, and whether all went well.
    fn output(
        application: &impl Application,
        variables: &[(&str, &str)],
        input: &'static str,
    ) -> (String, bool) {
        let variables = variables.iter().map(|(key, value)| (key.into(), value.into()));
        let mut output = Vec::new();
        let ran = run_with_cgi(application, variables, input.as_bytes(), &mut output);
        (String::from_utf8(output).unwrap(), ran.is_ok())
    }

    #[test]
    fn a_request_is_made_of_variables_and_input() {
        let variables = [
            ("REQUEST_METHOD", "POST"),
            ("SCRIPT_NAME", "/cgi-bin/page"),
            ("PATH_INFO", "/a b"),
            ("QUERY_STRING", "q=1"),
            ("SERVER_NAME", "example.org"),
            ("SERVER_PORT", "8443"),
            ("HTTPS", "on"),
            ("CONTENT_LENGTH", "5"),
            ("REMOTE_USER", ""),
        ];
        let golden = "Status: 200 OK\r\n\
                      content-type: text/plain\r\n\
                      content-length: 58\r\n\r\n\
                      POST https://example.org:8443/cgi-bin/page/a%20b?q=1\nhello"
            .to_owned();
        assert_eq!(output(&page, &variables, "hello, and more"), (golden, true));
    }

    #[test]
    fn the_environ_is_that_of_cgi_and_of_one_request() {
        let keys = lychgate::from_fn(|environ, start_response| {
            let own =
                |key: &str| key.starts_with("HTTP_") || key == "SECRET" || key == "REMOTE_USER";
            let keys: Vec<_> = environ
                .iter()
                .filter(|(key, _)| own(key))
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            let flags = ["wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"];
            let flags = flags.map(|key| environ[key].to_string());
            Ok(start_response.start("200 OK", &[])?.body(format!("{keys:?} {flags:?}")))
        });
        let variables = [
            ("SECRET", "1"),
            ("HTTP_X_A", "2"),
            ("REMOTE_USER", "Ann"),
            ("wsgi.run_once", "false"),
        ];
        let (text, _) = output(&keys, &variables, "");
        let golden = r#"["HTTP_X_A=2", "REMOTE_USER=Ann"] ["false", "true", "true"]"#;
        assert!(text.ends_with(golden), "{text}");
    }

    #[test]
    fn nothing_goes_out_before_the_first_full_block() {
        let late = lychgate::from_fn(|_, start_response| {
            let blocks = [Ok(""), Err(Error::new(Status::SERVICE_UNAVAILABLE, "later"))];
            Ok(start_response.start("200 OK", &[("X-A", "1")])?.stream(blocks))
        });
        let refused = "Status: 503 Service Unavailable\r\n\r\n".to_owned();
        assert_eq!(output(&late, &[], ""), (refused, false));
        let empty = lychgate::from_fn(|_, start_response| {
            Ok(start_response.start("204 No Content", &[("X-A", "1")])?.stream(["", ""]))
        });
        let golden = "Status: 204 No Content\r\nx-a: 1\r\n\r\n".to_owned();
        assert_eq!(output(&empty, &[], ""), (golden, true));
    }

    #[test]
    fn a_body_that_breaks_off_is_an_error() {
        let broken = lychgate::from_fn(|_, start_response| {
            Ok(start_response.start("200 OK", &[])?.stream([Ok("half"), Err(std::fmt::Error)]))
        });
        assert_eq!(output(&broken, &[], ""), ("Status: 200 OK\r\n\r\nhalf".to_owned(), false));
    }
}
