//! The rules, each with its code.

/// One rule of the contract.
///
/// ```
/// use lychgate::lint::RULES;
///
/// let hop_by_hop = RULES.iter().find(|rule| rule.code == "R02").unwrap();
/// assert_eq!(hop_by_hop.source, "PEP 3333, Other HTTP Features");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// A letter for the side that has to keep the rule, and a number. A code never changes its
    /// meaning.
    pub code: &'static str,
    /// What the rule says.
    pub sentence: &'static str,
    /// Where it comes from.
    pub source: &'static str,
}

macro_rules! rules {
    ($($code:ident: $sentence:literal, $source:literal;)*) => {
        $(pub(super) const $code: Rule = Rule {
            code: stringify!($code),
            sentence: $sentence,
            source: $source,
        };)*

        /// Every rule of the lint, in the order of the codes.
        pub const RULES: &[Rule] = &[$($code),*];
    };
}

rules! {
    E01: "`REQUEST_METHOD` is a token", "PEP 3333, environ Variables; RFC 9110, 9.1";
    E02: "`SCRIPT_NAME` is there, empty or beginning with `/`", "PEP 3333, environ Variables";
    E03: "`SCRIPT_NAME` is not `/` alone, which belongs to `PATH_INFO`", "wsgiref.validate";
    E04: "`PATH_INFO` is there, empty or beginning with `/`", "PEP 3333, environ Variables";
    E05: "`SCRIPT_NAME` or `PATH_INFO` is not empty, but for `OPTIONS *` and CONNECT",
        "wsgiref.validate; RFC 9110, 7.1";
    E06: "`QUERY_STRING` is there, though it may be empty", "Rack::Lint, Plack's Lint";
    E07: "`SERVER_NAME` is a host", "PEP 3333, environ Variables; RFC 3986, 3.2.2";
    E08: "`SERVER_PORT` is a number in digits", "PEP 3333, environ Variables";
    E09: "`SERVER_PROTOCOL` is a version of HTTP", "PEP 3333, environ Variables; RFC 9110, 2.5";
    E10: "`CONTENT_LENGTH`, where it is there, is empty or a number in digits",
        "PEP 3333, environ Variables; RFC 9110, 8.6";
    E11: "`CONTENT_TYPE` and `CONTENT_LENGTH` are not there with `HTTP_` before them",
        "wsgiref.validate; RFC 3875, 4.1.18";
    E12: "`wsgi.url_scheme` is `http` or `https`", "PEP 3333, environ Variables";
    E13: "`wsgi.version` is 1.0", "PEP 3333, environ Variables";
    E14: "`HTTP_HOST`, where it is there, is a host with or without a port, or empty",
        "RFC 9110, 7.2; RFC 3986, 3.2";
    E15: "`wsgi.multithread`, `wsgi.multiprocess` and `wsgi.run_once` are `true` or `false`",
        "PEP 3333, environ Variables";
    E16: "A key is the name of a CGI variable, or has a dot and only small letters, digits, dots \
          and underscores", "PEP 3333, environ Variables";

    R01: "The status of a response is not an informational one", "RFC 9110, 15.2";
    R02: "A response has no hop-by-hop header", "PEP 3333, Other HTTP Features";
    R03: "A response has no header `Status`", "wsgiref.validate";
    R04: "A response has `Content-Length` once at most", "RFC 9110, 8.6";
    R05: "`Content-Length` is a number in digits", "RFC 9110, 8.6";
    R06: "A response with a body has a `Content-Type`", "wsgiref.validate; RFC 9110, 8.3";
    R07: "A response with status 204 or 304 has no `Content-Type`", "wsgiref.validate";
    R08: "A response with status 1xx or 204 has no `Content-Length`", "RFC 9110, 8.6";
    R09: "The name of a header begins with a letter, goes on with letters, digits, `-` and `_`, \
          and does not end in `-` or `_`", "wsgiref.validate";
    R10: "The value of a header has no control characters, not even a tab",
        "PEP 3333, The start_response() Callable";

    B01: "A body has no more bytes than `Content-Length` says",
        "PEP 3333, Handling the Content-Length Header";
    B02: "A body has no fewer bytes than `Content-Length` says",
        "PEP 3333, Handling the Content-Length Header";
    B03: "A response with status 1xx, 204 or 304 has no bytes in its body", "RFC 9110, 6.4.1";
    B04: "A body is asked for no more after its end or its failure", "Rack::Lint";

    M01: "A middleware gives a block for each one that it takes from the application inside",
        "PEP 3333, Middleware Handling of Block Boundaries";
    M02: "A middleware takes no block of a stream before it has given its own response",
        "PEP 3333, Middleware Handling of Block Boundaries";
    M03: "A middleware closes the body inside at the latest when its own is closed",
        "PEP 3333, Specification Details";
    M04: "A middleware that changes the length of the body changes or removes `Content-Length`",
        "PEP 3333, Handling the Content-Length Header";
}
