//! The pages of errors, for each reader.

use lychgate::prelude::*;
use lychgate::test::{Answer, Client};

#[application]
mod site {
    use super::*;

    #[get(r"^users/(?<id>\d+)$")]
    fn user(id: u32) -> Result<String> {
        let text = if id == 1 { "one" } else { "1" };
        Ok(text.parse::<u8>()?.to_string())
    }

    #[post("^users/?$")]
    fn create(Json(name): Json<String>) -> String {
        name
    }

    #[get("^<b>$")]
    fn panics() -> String {
        panic!("out of luck")
    }
}

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn ask(path: &str, accept: &str) -> Answer {
    Client::new(site::application).get(path).header("Accept", accept).send()
}

#[test]
fn the_page_of_a_path_that_nothing_matches_shows_where_each_route_stopped() {
    let page = ask("/users/7x", "*/*");
    assert_eq!(page.status(), 404);
    let text = page.text();
    let lines: Vec<&str> = text.lines().collect();
    let [first, _, request, ..] = lines.as_slice() else { panic!("{text}") };
    assert_eq!((*first, *request), ("404 Not Found", "GET /users/7x"));
    let place = |handler: &str| lines.iter().position(|line| line.contains(handler)).unwrap();
    let user = place(" user ");
    assert!(lines[user].starts_with(r"  GET ^users/(?<id>\d+)$ user"), "{text}");
    assert!(lines[user].contains("tests/it/pages.rs:"), "{text}");
    assert_eq!(lines[user + 1], "    users/7x");
    assert_eq!(lines[user + 2], "           ^ stops at 'x'");
    assert_eq!(lines[place(" create ") + 2], "          ^ stops at '7'");
    assert!(place(" user ") < place(" create ") && place(" create ") < place(" panics "), "{text}");
}

#[test]
fn a_browser_gets_it_as_html_with_everything_escaped() {
    let page = ask("/users/%3Cscript%3E", BROWSER);
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    let html = page.text();
    assert!(
        html.contains("<span class=\"ok\">users/</span><span class=\"stop\">&lt;</span>script&gt;")
    );
    assert!(html.contains("^&lt;b&gt;$"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<b>^<b>"), "{html}");
}

#[test]
fn the_page_of_a_failure_shows_its_causes_and_its_handler() {
    let text = ask("/users/1", "*/*").text();
    assert!(text.starts_with("500 Internal Server Error\n"), "{text}");
    assert!(text.contains("answered by user at tests/it/pages.rs:"), "{text}");
    assert!(text.contains("because: invalid digit found in string"), "{text}");
    let html = ask("/%3Cb%3E", BROWSER).text();
    assert!(html.contains("panics panicked: out of luck"), "{html}");
}

#[test]
fn without_an_accept_header_no_more_is_said_than_in_a_release() {
    let client = Client::new(site::application);
    assert_eq!(client.get("/users/1").send().text(), "500 Internal Server Error\n");
    assert_eq!(client.get("/nothing").send().text(), "404 Not Found\n");
}

#[test]
fn who_reads_json_gets_problem_details() {
    let page = ask("/nothing", "application/json");
    assert_eq!(page.header("Content-Type"), Some("application/problem+json"));
    assert_eq!(page.header("Vary"), Some("Accept"));
    assert_eq!(page.text(), "{\"status\":404,\"title\":\"Not Found\",\"type\":\"about:blank\"}\n");
    let client = Client::new(site::application);
    let request = client.post("/users").header("Accept", "application/problem+json");
    let page = request.header("Content-Type", "application/json").body("7").send();
    assert_eq!(page.status(), 422);
    let expected = "{\"detail\":\"invalid type: integer `7`, expected a string at line 1 column 1\",\
                    \"status\":422,\"title\":\"Unprocessable Entity\",\"type\":\"about:blank\"}\n";
    assert_eq!(page.text(), expected);
}

#[test]
fn middleware_sees_the_page_that_the_client_reads() {
    #[middleware]
    fn marked(environ: &mut Environ, next: Next<'_>) -> Response {
        let response = next.call(environ);
        let reason = response.error().map_or(String::new(), |error| error.status().to_string());
        response.header("X-Reason", &reason)
    }
    let client = Client::new(marked(site::application));
    let page = client.get("/users/1").header("Accept", BROWSER).send();
    assert_eq!(page.header("X-Reason"), Some("500 Internal Server Error"));
    assert!(page.text().contains("invalid digit"));
}
