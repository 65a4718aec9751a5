//! Run it with `cargo run`, then `curl http://localhost:8080/hello/Ann`.

use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get(r"^hello/(?<name>\w+)/?$")]
    fn hello(name: &str) -> String {
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
    fn pages_are_there() {
        let client = Client::new(site::application);
        assert_eq!(client.get("/").send().text(), "Index page");
        assert_eq!(client.get("/hello/Ann").send().text(), "Hello Ann");
    }

    #[test]
    fn all_else_is_not() {
        let client = Client::new(site::application);
        assert_eq!(client.get("/nothing").send().status(), 404);
        assert_eq!(client.post("/").send().status(), 405);
    }
}
