//! One case for each rule.

use lychgate::lint::RULES;

use super::*;

/// How a rule is broken, and the codes that are told.
type Case = (&'static str, fn() -> Vec<&'static str>);

const ENVIRON: [Case; 16] = [
    ("E01", || codes_of_request(|environ| environ.insert("REQUEST_METHOD", ""))),
    ("E02", || codes_of_request(|environ| environ.insert("SCRIPT_NAME", "app"))),
    ("E03", || codes_of_request(|environ| environ.insert("SCRIPT_NAME", "/"))),
    ("E04", || codes_of_request(|environ| environ.insert("PATH_INFO", "path"))),
    ("E05", || codes_of_request(|environ| environ.insert("PATH_INFO", ""))),
    ("E06", || codes_of_request(|environ| environ.remove("QUERY_STRING"))),
    ("E07", || codes_of_request(|environ| environ.insert("SERVER_NAME", ""))),
    ("E08", || codes_of_request(|environ| environ.insert("SERVER_PORT", "http"))),
    ("E09", || codes_of_request(|environ| environ.insert("SERVER_PROTOCOL", "1.1"))),
    ("E10", || codes_of_request(|environ| environ.insert("CONTENT_LENGTH", "+5"))),
    ("E11", || codes_of_request(|environ| environ.insert("HTTP_CONTENT_LENGTH", "5\n"))),
    ("E12", || codes_of_request(|environ| environ.insert("wsgi.url_scheme", "ftp"))),
    ("E13", || codes_of_request(|environ| environ.insert("wsgi.version", "2.0"))),
    ("E14", || codes_of_request(|environ| environ.insert("HTTP_HOST", "[::1"))),
    ("E15", || codes_of_request(|environ| environ.remove("wsgi.run_once"))),
    ("E16", || codes_of_request(|environ| environ.insert("App.User", "Ann"))),
];

/// A response to which a header is added past the checks of `start`.
fn codes_with_header(name: &'static str, value: &'static str) -> Vec<&'static str> {
    codes(lychgate::from_fn(move |environ, start_response| {
        let reply = start_response.respond(environ, "hello");
        let value = value.parse()?;
        Ok(reply.map_head(move |head| {
            head.headers.append(name, value);
        }))
    }))
}

const HEAD: [Case; 10] = [
    ("R01", || {
        codes(lychgate::from_fn(|environ, start_response| {
            let reply = start_response.respond(environ, ());
            Ok(reply.map_head(|head| head.status = Status::CONTINUE))
        }))
    }),
    ("R02", || codes_with_header("connection", "close")),
    ("R03", || codes_with_header("status", "200 OK")),
    ("R04", || {
        codes(answering(
            "200 OK",
            &[TEXT, ("Content-Length", "5"), ("Content-Length", "5")],
            || "hello".into(),
        ))
    }),
    ("R05", || codes_with_header("content-length", "five")),
    ("R06", || codes(answering("200 OK", &[], || "hello".into()))),
    ("R07", || codes(answering("304 Not Modified", &[TEXT], Body::empty))),
    ("R08", || codes(answering("204 No Content", &[("Content-Length", "0")], Body::empty))),
    ("R09", || codes_with_header("x-name-", "1")),
    ("R10", || codes_with_header("x-name", "a\tb")),
];

/// Asks once more when the body has ended.
fn asks_again(head: Head, mut body: Body<'_>) -> (Head, Body<'_>) {
    let blocks = std::iter::from_fn(move || body.next().or_else(|| body.next()));
    (head, Body::stream(blocks))
}

const BODY: [Case; 4] = [
    ("B01", || {
        codes(answering("200 OK", &[TEXT, ("Content-Length", "5")], || "hello, world".into()))
    }),
    ("B02", || codes(answering("200 OK", &[TEXT, ("Content-Length", "9")], || "hello".into()))),
    ("B03", || codes(answering("204 No Content", &[], || "hello".into()))),
    ("B04", || {
        let found = Found::default();
        let _ = get(Gives(asks_again).wrap(found.lint(streamed)));
        found.codes()
    }),
];

/// Waits for two blocks, and gives one.
fn pairs(head: Head, mut body: Body<'_>) -> (Head, Body<'_>) {
    let blocks = std::iter::from_fn(move || {
        let (first, second) = (body.next()?, body.next());
        Some(first.map(|first| [first, second.and_then(Result::ok).unwrap_or_default()].concat()))
    });
    (head, Body::stream(blocks))
}

/// Lets no block through.
fn swallows(head: Head, body: Body<'_>) -> (Head, Body<'_>) {
    (head, Body::stream(body.filter(|_| false)))
}

fn gathers(head: Head, body: Body<'_>) -> (Head, Body<'_>) {
    let blocks: Vec<Bytes> = body.filter_map(Result::ok).collect();
    (head, blocks.concat().into())
}

fn forgets(head: Head, body: Body<'_>) -> (Head, Body<'_>) {
    std::mem::forget(body);
    (head, "something else".into())
}

fn doubles(head: Head, body: Body<'_>) -> (Head, Body<'_>) {
    (head, body.map_blocks(|block| [&block[..], &block].concat().into()))
}

fn counted() -> impl Application {
    answering("200 OK", &[TEXT, ("Content-Length", "10")], || Body::stream(["hello", "world"]))
}

const MIDDLEWARE: [Case; 4] = [
    ("M01", || codes(Gives(pairs).wrap(streamed))),
    ("M02", || codes(Gives(gathers).wrap(streamed))),
    ("M03", || codes(Gives(forgets).wrap(streamed))),
    ("M04", || codes(Gives(doubles).wrap(counted()))),
];

fn cases() -> impl Iterator<Item = Case> {
    ENVIRON.into_iter().chain(HEAD).chain(BODY).chain(MIDDLEWARE)
}

#[test]
fn each_rule_is_told_by_its_code_when_it_is_broken_and_no_other() {
    for (code, broken) in cases() {
        assert_eq!(broken(), [code]);
    }
}

#[test]
fn there_is_a_case_for_each_rule() {
    let mut tested: Vec<&str> = cases().map(|(code, _)| code).collect();
    let mut rules: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    tested.sort_unstable();
    rules.sort_unstable();
    assert_eq!(tested, rules);
}

#[test]
fn a_middleware_written_as_an_application_is_watched_between_two_lints() {
    type Change = for<'b> fn(Head, Body<'b>) -> (Head, Body<'b>);
    let broken: [(&str, Change); 4] =
        [("M01", pairs), ("M01", swallows), ("M02", gathers), ("M03", forgets)];
    for (code, change) in broken {
        let found = Found::default();
        let _ = get(found.lint(Around(change, found.lint(streamed))));
        assert_eq!(found.codes(), [code]);
    }
    let found = Found::default();
    let _ = get(found.lint(Around(doubles, found.lint(counted()))));
    assert_eq!(found.codes(), ["M04"]);
}

#[test]
fn the_middleware_of_one_route_is_watched_too() {
    #[application]
    mod site {
        use super::{Body, Response, TEXT};

        #[get("^$")]
        fn stream() -> Response {
            Response::new(Body::stream(["one ", "two"])).header(TEXT.0, TEXT.1)
        }
    }
    static PAIRS: Gives = Gives(pairs);
    assert_eq!(codes(site::application.by(|_| Way::through([&PAIRS]))), ["M01"]);
}

#[test]
fn a_body_of_one_block_can_be_swallowed_or_forgotten_too() {
    assert_eq!(codes(Gives(swallows).wrap(hello)), ["M01"]);
    assert_eq!(codes(Gives(forgets).wrap(hello)), ["M03"]);
    let other = |head, _: Body<'_>| (head, Body::from("another page"));
    assert!(codes(Gives(other).wrap(hello)).is_empty(), "it may be replaced");
}

#[test]
fn a_middleware_may_send_two_lengths_or_a_hop_by_hop_header() {
    fn two_lengths(mut head: Head, body: Body<'_>) -> (Head, Body<'_>) {
        head.headers.append("content-length", 5.into());
        head.headers.append("content-length", 6.into());
        (head, body)
    }
    fn hop_by_hop(mut head: Head, body: Body<'_>) -> (Head, Body<'_>) {
        head.headers.insert("transfer-encoding", "chunked".parse().unwrap());
        (head, body)
    }
    assert_eq!(codes(Gives(two_lengths).wrap(hello)), ["R04"]);
    assert_eq!(codes(Gives(hop_by_hop).wrap(hello)), ["R02"]);
}

#[test]
fn a_length_is_wrong_both_ways_in_streams_too() {
    let five = |blocks: [&'static str; 2]| {
        answering("200 OK", &[TEXT, ("Content-Length", "5")], move || Body::stream(blocks))
    };
    assert_eq!(codes(five(["hello", ", world"])), ["B01"]);
    assert_eq!(codes(five(["hello, ", "world"])), ["B01"]);
    assert_eq!(codes(five(["hell", ""])), ["B02"]);
    assert!(codes(five(["hello", ""])).is_empty());
}

#[test]
fn who_did_it_is_told_and_each_mistake_once() {
    let found = Found::default();
    let layers = Hands(|_| {}).wrap(
        Gives(pairs).wrap(
            Hands(|environ| {
                environ.insert("SERVER_PORT", "http");
            })
            .wrap(Hands(|_| {}).wrap(streamed)),
        ),
    );
    let _ = get(found.lint(layers));
    let found = found.0.lock().unwrap();
    let told: Vec<String> =
        found.iter().map(|it| format!("{} {}", it.rule.code, it.place)).collect();
    let (hands, gives) = (std::any::type_name::<Hands>(), std::any::type_name::<Gives>());
    assert_eq!(told, [format!("E08 GET /, `{hands}`"), format!("M01 GET /, `{gives}`")]);
    assert_eq!(
        found[0].to_string(),
        "E08: `SERVER_PORT` is a number in digits; found `SERVER_PORT` \"http\""
    );
}
