//! Functions with routes, and a page for what no route matches.
//!
//! Run it with `cargo run --example hello`, then `curl http://localhost:8080/hello/Ann`.

use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[route("^hello/?$")]
    fn hello() -> &'static str {
        "Hello page"
    }

    #[get(r"^hello/(?<name>\w+)/?$")]
    fn greet(name: &str) -> String {
        format!("Hello {name}")
    }

    #[not_found]
    fn not_found() -> &'static str {
        "Not Found Page"
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn each_page_is_found_and_the_rest_is_not() {
        let client = Client::new(site::application);
        for (path, status, text) in [
            ("/", 200, "Index page"),
            ("/hello", 200, "Hello page"),
            ("/hello/", 200, "Hello page"),
            ("//hello", 200, "Hello page"),
            ("/hello/Ann", 200, "Hello Ann"),
            ("/hello/Zo%C3%AB/", 200, "Hello Zoë"),
            ("/nothing", 404, "Not Found Page"),
            ("/xhello", 404, "Not Found Page"),
        ] {
            let answer = client.get(path).send();
            assert_eq!(
                (answer.status().as_u16(), answer.text().as_str()),
                (status, text),
                "{path}"
            );
        }
    }

    #[test]
    fn the_methods_of_a_page_are_answered_by_the_table() {
        let client = Client::new(site::application);
        let head = client.request("HEAD", "/hello").send();
        assert_eq!((head.status().as_u16(), head.header("content-length")), (200, Some("10")));
        assert_eq!(head.text(), "");

        let delete = client.request("DELETE", "/hello/Ann").send();
        assert_eq!(
            (delete.status().as_u16(), delete.header("allow")),
            (405, Some("GET, HEAD, OPTIONS"))
        );

        let options = client.request("OPTIONS", "/hello/Ann").send();
        assert_eq!(
            (options.status().as_u16(), options.header("allow")),
            (204, Some("GET, HEAD, OPTIONS"))
        );

        assert_eq!(client.get("/%ff").send().status(), 400);
    }

    #[test]
    fn annotated_functions_stay_functions() {
        assert_eq!(site::ROUTES.len(), 3);
        let found = site::find("GET", "/hello/Ann");
        assert_eq!(found.route().map(|route| route.handler), Some("greet"));
        assert_eq!(found.capture("name"), Some("Ann"));
    }
}
