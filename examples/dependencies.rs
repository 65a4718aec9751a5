//! Parameters that other functions fill, and that are not filled where these refuse.
//!
//! Run it with `cargo run --example dependencies`, then
//! `curl -H 'X-User: ann' http://localhost:8080/notes/0` and the same without the header.

use lychgate::prelude::*;

const NOTES: [(&str, &str); 2] = [("ann", "buy bread"), ("bob", "sell bread")];

struct User(String);

#[application]
mod site {
    use super::{Environ, Error, NOTES, Result, Status, User};

    /// Who asks. A true application would ask a session for it.
    fn current_user(environ: &Environ) -> Result<User> {
        let name = environ.get("HTTP_X_USER");
        let name = name.ok_or_else(|| Error::new(Status::UNAUTHORIZED, "who are you?"))?;
        Ok(User(name.to_string()))
    }

    /// A note that the user may see: `id` is the group of the route that depends on this.
    fn note(id: usize, #[depends(current_user)] user: &User) -> Result<&'static str, Status> {
        match NOTES.get(id) {
            Some((owner, text)) if *owner == user.0 => Ok(text),
            Some(_) => Err(Status::FORBIDDEN),
            None => Err(Status::NOT_FOUND),
        }
    }

    #[get("^notes/(?<id>[0-9]+)$")]
    fn show(#[depends(note)] note: &str) -> String {
        note.to_owned()
    }

    #[get("^notes$")]
    fn list(#[depends(current_user)] user: User) -> String {
        let own = NOTES.iter().filter(|(owner, _)| *owner == user.0);
        own.map(|(_, text)| format!("{text}\n")).collect()
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use lychgate::test::Client;

    use super::site;

    fn asked(path: &str, user: &str) -> (u16, String) {
        let answer = Client::new(site::application).get(path).header("X-User", user).send();
        (answer.status().as_u16(), answer.text())
    }

    #[test]
    fn a_user_sees_what_is_theirs() {
        assert_eq!(asked("/notes/0", "ann"), (200, "buy bread".to_owned()));
        assert_eq!(asked("/notes", "bob"), (200, "sell bread\n".to_owned()));
        assert_eq!(asked("/notes/1", "ann").0, 403);
        assert_eq!(asked("/notes/2", "ann").0, 404);
    }

    #[test]
    fn nobody_else_sees_anything() {
        let client = Client::new(site::application);
        for path in ["/notes", "/notes/0"] {
            let answer = client.get(path).send();
            assert_eq!((answer.status().as_u16(), answer.text().as_str()), (401, "who are you?\n"));
        }
    }
}
