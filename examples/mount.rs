//! Applications below a prefix of another's paths.
//!
//! Run it with `cargo run --example mount`, then `curl http://localhost:8080/api/users/7` and
//! `curl http://localhost:8080/notes/1`.

use lychgate::prelude::*;

/// An application by itself, which knows nothing of where it is mounted.
#[application]
mod api {
    use super::*;

    #[get("^users/(?<id>[0-9]+)$")]
    fn user(id: u32, environ: &Environ) -> String {
        format!("user {id}, of the API at {}", environ.script_name())
    }

    #[not_found]
    fn nothing() -> &'static str {
        "the API has no such thing"
    }
}

struct Notes {
    notes: Vec<String>,
}

#[application]
impl Notes {
    #[get("^(?<number>[0-9]+)$")]
    fn show(&self, number: usize) -> Result<&str, Status> {
        self.notes.get(number).map(String::as_str).ok_or(Status::NOT_FOUND)
    }
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[mount("^api/")]
    fn api() -> impl Application {
        super::api::application
    }

    /// Called once, when a note is first asked for.
    #[mount("^notes/")]
    fn notes() -> Notes {
        Notes { notes: ["buy milk", "call Ann"].map(String::from).into() }
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
    fn the_prefix_leads_to_the_application() {
        let client = Client::new(site::application);
        assert_eq!(client.get("/api/users/7").send().text(), "user 7, of the API at /api");
        assert_eq!(client.get("/notes/1").send().text(), "call Ann");
        assert_eq!(client.get("/notes/2").send().status(), 404);
        let missing = client.get("/api/users/x").send();
        assert_eq!(
            (missing.status().as_u16(), missing.text().as_str()),
            (404, "the API has no such thing")
        );
    }

    #[test]
    fn the_table_shows_what_is_mounted() {
        let tables: Vec<usize> = site::ROUTES.iter().map(|route| route.nested().len()).collect();
        assert_eq!(tables, [0, 1, 1]);
    }
}
