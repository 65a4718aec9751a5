//! Named groups as parameters.

use std::net::IpAddr;

use lychgate::prelude::*;
use lychgate::test::Client;

#[application]
mod numbers {
    #[get("^u8/(?<n>[^/]+)$")]
    fn u8(n: u8) -> String {
        format!("u8 {n}")
    }

    #[get("^i128/(?<n>[^/]+)$")]
    fn i128(n: i128) -> String {
        format!("i128 {n}")
    }

    #[get("^f64/(?<n>[^/]+)$")]
    fn f64(n: f64) -> String {
        format!("f64 {n}")
    }

    #[get("^(?<kind>[^/]+)/(?<text>.*)$")]
    fn text(kind: &str, text: String) -> String {
        format!("text {kind} {text}")
    }
}

#[test]
fn a_capture_that_does_not_parse_leaves_the_path_to_the_next_route() {
    let client = Client::new(numbers::application);
    for (path, text) in [
        ("/u8/255", "u8 255"),
        ("/u8/256", "text u8 256"),
        ("/u8/-1", "text u8 -1"),
        (
            "/i128/-170141183460469231731687303715884105728",
            "i128 -170141183460469231731687303715884105728",
        ),
        ("/f64/1.5", "f64 1.5"),
        ("/f64/x", "text f64 x"),
        ("/else/", "text else "),
    ] {
        assert_eq!(client.get(path).send().text(), text, "{path}");
    }
    assert_eq!(client.get("/u8").send().status(), 404);
}

#[test]
fn find_asks_the_types_too() {
    let handler = |path| numbers::find("GET", path).route().map(|route| route.handler);
    assert_eq!(handler("/u8/7"), Some("u8"));
    assert_eq!(handler("/u8/700"), Some("text"));
}

#[application]
mod options {
    use super::IpAddr;

    #[get(r"^list(?:/page/(?<page>\d+))?(?:\.(?<format>json|xml))?$")]
    fn list(page: Option<u32>, format: Option<&str>) -> String {
        format!("{page:?} {format:?}")
    }

    #[get(r"^(?:v4/(?<four>[0-9.]+)|v6/(?<six>[0-9a-f:]+))$")]
    fn address(six: Option<IpAddr>, four: Option<IpAddr>) -> String {
        format!("{four:?} {six:?}")
    }
}

#[test]
fn a_group_that_takes_no_part_is_none() {
    let client = Client::new(options::application);
    for (path, text) in [
        ("/list", "None None"),
        ("/list/page/3", "Some(3) None"),
        ("/list.json", "None Some(\"json\")"),
        ("/list/page/3.xml", "Some(3) Some(\"xml\")"),
        ("/v4/10.0.0.1", "Some(10.0.0.1) None"),
        ("/v6/::1", "None Some(::1)"),
    ] {
        assert_eq!(client.get(path).send().text(), text, "{path}");
    }
    assert_eq!(client.get("/list/page/99999999999").send().status(), 404, "not a u32");
    assert_eq!(client.get("/v4/10.0.0").send().status(), 404, "not an address");
}

#[application]
mod shared {
    /// Two groups at the same places, two functions, other orders: each gets its own.
    #[get("^(?<a>[a-z]+)/(?<b>[a-z]+)$")]
    fn get(b: &str, a: &str) -> String {
        format!("get {a} {b}")
    }

    #[post("^(?<b>[a-z/]+)/(?<a>[a-z]+)$")]
    fn post(a: &str, b: &str) -> String {
        format!("post {a} {b}")
    }

    #[put("^(?<all>.+)$")]
    fn put(all: &str) -> String {
        format!("put {all}")
    }
}

#[test]
fn routes_that_match_the_same_path_keep_their_own_captures() {
    let client = Client::new(shared::application);
    for (method, text) in [("GET", "get x y"), ("POST", "post y x"), ("PUT", "put x/y")] {
        assert_eq!(client.request(method, "/x/y").send().text(), text);
    }
    let found = shared::find("POST", "/x/y/z");
    assert_eq!((found.capture("a"), found.capture("b")), (Some("z"), Some("x/y")));
    assert_eq!(found.capture("all"), None);
}

#[application]
mod several {
    #[get("^by-id/(?<id>[0-9]+)$")]
    #[get("^by-number/(?<id>[0-9]+)/?$")]
    #[route("^legacy/(?<id>[0-9]+)$", POST, PUT)]
    fn show(id: u64) -> String {
        format!("#{id}")
    }
}

#[test]
fn a_function_may_have_several_routes() {
    let client = Client::new(several::application);
    assert_eq!(client.get("/by-id/1").send().text(), "#1");
    assert_eq!(client.get("/by-number/2/").send().text(), "#2");
    assert_eq!(client.request("PUT", "/legacy/3").send().text(), "#3");
    assert_eq!(client.get("/legacy/3").send().header("allow"), Some("POST, PUT, OPTIONS"));
    assert_eq!(several::ROUTES.iter().map(|route| route.handler).collect::<Vec<_>>(), ["show"; 3]);
}

#[application]
mod raw {
    #[get("^type/(?<type>[a-z]+)$")]
    fn r#type(r#type: &str) -> String {
        format!("a {}", r#type)
    }
}

#[test]
fn raw_identifiers_are_the_names_without_their_mark() {
    assert_eq!(Client::new(raw::application).get("/type/a").send().text(), "a a");
    assert_eq!(raw::ROUTES.first().map(|route| route.handler), Some("type"));
}
