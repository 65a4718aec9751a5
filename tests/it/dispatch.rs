//! Methods, order, and what is answered where no handler is called.

use lychgate::prelude::*;
use lychgate::test::Client;

#[application]
mod site {
    #[get("^item$")]
    fn read() -> &'static str {
        "read"
    }

    #[post("^item$")]
    fn write() -> &'static str {
        "write"
    }

    #[route("^item$", PROPFIND, "VERSION-CONTROL")]
    fn dav() -> &'static str {
        "dav"
    }

    #[route("^any$")]
    fn any(environ: &lychgate::Environ) -> String {
        environ.method().to_string()
    }

    #[route("^own-options$", GET, OPTIONS)]
    fn own_options() -> &'static str {
        "mine"
    }

    #[get("^boom$")]
    fn boom() -> &'static str {
        panic!("on purpose")
    }
}

#[test]
fn each_method_has_its_handler() {
    let client = Client::new(site::application);
    for (method, text) in
        [("GET", "read"), ("POST", "write"), ("PROPFIND", "dav"), ("VERSION-CONTROL", "dav")]
    {
        assert_eq!(client.request(method, "/item").send().text(), text);
    }
}

#[test]
fn an_application_knows_what_none_of_its_routes_answers() {
    let application: Box<dyn Application> = Box::new(site::application);
    assert!(application.finds("POST", "/item"));
    assert!(application.finds("HEAD", "/item"));
    assert!(!application.finds("DELETE", "/item"), "405 is no route's answer");
    assert!(!application.finds("OPTIONS", "/item"), "nor is a list of what is allowed");
    assert!(!application.finds("GET", "/nothing"));
    let bare = lychgate::from_fn(|_, start_response| {
        Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body("all"))
    });
    assert!(bare.finds("GET", "/nothing"), "what has no routes answers everything");
}

#[test]
fn a_method_without_a_handler_is_refused_with_what_is_allowed() {
    let client = Client::new(site::application);
    let allow = Some("GET, HEAD, POST, PROPFIND, VERSION-CONTROL, OPTIONS");
    let delete = client.request("DELETE", "/item").send();
    assert_eq!((delete.status().as_u16(), delete.header("allow")), (405, allow));
    assert_eq!(delete.text(), "405 Method Not Allowed\n");
    let options = client.request("OPTIONS", "/item").send();
    assert_eq!((options.status().as_u16(), options.header("allow")), (204, allow));
    assert_eq!(options.text(), "");
    assert_eq!(client.request("get", "/item").send().status(), 405, "methods have case");
}

#[test]
fn a_route_without_methods_answers_all() {
    let client = Client::new(site::application);
    for method in ["GET", "OPTIONS", "DELETE", "BREW"] {
        assert_eq!(client.request(method, "/any").send().text(), method);
    }
    assert_eq!(client.request("OPTIONS", "/own-options").send().text(), "mine");
}

#[test]
fn head_is_get_without_the_body() {
    let client = Client::new(site::application);
    let head = client.request("HEAD", "/item").send();
    assert_eq!((head.status().as_u16(), head.header("content-length")), (200, Some("4")));
    assert!(head.bytes().is_empty());
}

#[test]
fn a_path_that_is_not_utf_8_is_a_bad_request() {
    let client = Client::new(site::application);
    let answer = client.get("/%ff").send();
    assert_eq!(answer.status(), 400);
    assert!(answer.text().contains("UTF-8"), "{}", answer.text());
}

#[test]
fn a_panic_is_a_500_that_says_nothing() {
    let client = Client::new(site::application);
    let answer = client.get("/boom").send();
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.text(), "500 Internal Server Error\n");
    assert_eq!(client.get("/item").send().text(), "read");
}

#[test]
fn without_a_not_found_function_there_is_a_plain_page() {
    let answer = Client::new(site::application).get("/else").send();
    assert_eq!((answer.status().as_u16(), answer.text().as_str()), (404, "404 Not Found\n"));
}

#[test]
fn find_is_the_pure_half() {
    let found = site::find("POST", "/item");
    assert_eq!(found.route().map(|route| route.handler), Some("write"));
    assert!(found.allow().is_empty());

    let refused = site::find("PUT", "item");
    assert!(refused.route().is_none());
    let allow = "GET, HEAD, POST, PROPFIND, VERSION-CONTROL, OPTIONS";
    assert_eq!(refused.allow().to_string(), allow);

    let nothing = site::find("GET", "/else");
    assert!(nothing.route().is_none() && nothing.allow().is_empty());
}

#[test]
fn the_table_says_where_each_route_was_written() {
    let route = &site::ROUTES[1];
    assert_eq!((route.pattern, route.handler), ("^item$", "write"));
    assert_eq!(route.methods.to_string(), "POST");
    assert!(route.file().ends_with("it/dispatch.rs"), "{}", route.file());
    let lines: Vec<u32> = site::ROUTES.iter().map(lychgate::Route::line).collect();
    let text = include_str!("dispatch.rs");
    for (line, route) in lines.iter().zip(site::ROUTES) {
        let written = text.lines().nth(*line as usize - 1).unwrap_or_default();
        assert!(written.contains(route.pattern), "{line}: {written}");
    }
}

#[application]
mod order {
    #[get("^a")]
    fn first() -> &'static str {
        "first"
    }

    #[get("b$", search)]
    fn second() -> &'static str {
        "second"
    }

    #[not_found]
    fn gone(environ: &lychgate::Environ) -> (lychgate::Status, String) {
        (lychgate::Status::GONE, format!("no {}", environ.path_info()))
    }
}

#[test]
fn the_first_route_that_matches_answers() {
    let client = Client::new(order::application);
    assert_eq!(client.get("/ab").send().text(), "first");
    assert_eq!(client.get("/xb").send().text(), "second");
    let gone = client.get("/x").send();
    assert_eq!((gone.status().as_u16(), gone.text().as_str()), (410, "no /x"));
}
