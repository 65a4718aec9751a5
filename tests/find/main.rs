//! What `cargo lychgate find` reads in the source of an example, and what the example does: on
//! random paths, most of which are made of its patterns.
//!
//! More of it: `LYCHGATE_PATHS=100000 cargo test --release -p lychgate-tests --test find`.

#[path = "../agreement/grammar.rs"]
#[allow(dead_code)]
mod grammar;
#[path = "../agreement/paths.rs"]
mod paths;

use std::fmt::Write;
use std::path::Path;
use std::thread;

use grammar::Random;
use lychgate::Route;
use lychgate::test::Client;

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// An application of an example.
struct Asked {
    file: &'static str,
    name: &'static str,
    routes: fn() -> &'static [Route],
    find: fn(&str, &str) -> Answer,
}

/// The handler that answers, or what is allowed instead.
struct Answer {
    handler: Option<&'static str>,
    allow: String,
}

fn answer<const N: usize>(found: &lychgate::Found<'_, N>) -> Answer {
    let handler = found.route().map(|route| route.handler);
    Answer { handler, allow: found.allow().to_string() }
}

const METHODS: [&str; 8] = ["GET", "GET", "GET", "HEAD", "POST", "DELETE", "OPTIONS", "BREW"];

fn count() -> usize {
    std::env::var("LYCHGATE_PATHS").map_or(10_000, |text| text.parse().expect("a number"))
}

/// Requests that the patterns match, or nearly.
fn requests(routes: &[Route], count: usize, random: &mut Random) -> Vec<(&'static str, String)> {
    let meanings: Vec<_> = routes
        .iter()
        .map(|route| {
            let rest = if route.is_mount() { "(?:/|[a-z]|[0-9])*" } else { "" };
            let pattern = format!("{}{rest}", route.pattern);
            regex_syntax::Parser::new().parse(&pattern).expect("a pattern")
        })
        .collect();
    let request = |random: &mut Random| {
        let meaning = &meanings[random.below(meanings.len())];
        (random.pick(&METHODS), format!("/{}", paths::path(random, meaning)))
    };
    (0..count).map(|_| request(random)).collect()
}

/// What the command says of the requests, one line each, without the requests.
fn said(example: &Asked, requests: &[(&str, String)]) -> Vec<String> {
    let mut lines = String::new();
    for (method, path) in requests {
        let _ = writeln!(lines, "{method} {}", encoded(path));
    }
    let name =
        format!("{}-{}", Path::new(example.file).file_stem().unwrap().display(), example.name);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, lines).expect("the requests can be written");
    let file = file.to_str().expect("a path in UTF-8");
    let arguments = ["cargo-lychgate", "find", "--requests", file, example.file, example.name];
    let run = cargo_lychgate::run(arguments);
    assert_eq!((run.code, run.errors.as_str()), (0, ""), "{}", example.file);
    run.text.lines().map(|line| line.split_once(": ").expect("an outcome").1.to_owned()).collect()
}

/// The path as a client writes it: every byte that may mean something else is encoded.
fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

#[test]
fn the_command_says_what_the_examples_do() {
    let mut random = Random(1);
    let (mut answered, mut refused) = (0, 0);
    for example in EXAMPLES {
        let requests = requests((example.routes)(), count(), &mut random);
        let said = said(example, &requests);
        assert_eq!(said.len(), requests.len(), "{}", example.file);
        for ((method, path), said) in requests.iter().zip(&said) {
            let outcomes: Vec<&str> = said.split(" or ").collect();
            let found = (example.find)(method, path);
            let outcome = match (found.handler, found.allow.as_str()) {
                (Some(handler), _) => handler.to_owned(),
                (None, "") => "404".to_owned(),
                (None, allow) if *method == "OPTIONS" => format!("204 {allow}"),
                (None, allow) => format!("405 {allow}"),
            };
            let is_said = |said: &&str| said.split(" > ").next() == Some(outcome.as_str());
            let place = format!("{} {method} {path:?}: {said}, not {outcome}", example.file);
            assert!(outcomes.iter().any(is_said), "{place}");
            answered += usize::from(found.handler.is_some());
            refused += usize::from(outcome.starts_with("405"));
        }
    }
    let all = count() * EXAMPLES.len();
    assert!(EXAMPLES.len() >= 12, "{} applications", EXAMPLES.len());
    assert!(answered * 5 > all && refused * 50 > all, "{answered} and {refused} of {all}");
}

/// The same over a socket, where the status tells.
#[test]
fn the_command_says_what_a_server_does() {
    let example = EXAMPLES.iter().find(|it| it.file.ends_with("/hello.rs")).expect("it is there");
    let requests = requests((example.routes)(), count() / 5, &mut Random(2));
    let said = said(example, &requests);
    let server = lychgate::make_server("127.0.0.1:0", hello::site()).expect("a server").quiet();
    let client = Client::connect(server.local_addr().expect("an address"));
    let handle = server.handle();
    let running = thread::spawn(move || server.serve_forever());
    for ((method, path), said) in requests.iter().zip(&said) {
        let answer = client.request(method, &encoded(path)).send();
        let code = said.split(' ').next().unwrap_or_default();
        let expected = if code.starts_with(char::is_numeric) { code } else { "200" };
        assert_eq!(answer.status().as_u16().to_string(), expected, "{method} {path:?}: {said}");
        if let Some((_, allow)) = said.split_once(' ') {
            assert_eq!(answer.header("Allow"), Some(allow), "{method} {path:?}");
        }
    }
    handle.stop();
    running.join().expect("it ends").expect("without an error");
}
