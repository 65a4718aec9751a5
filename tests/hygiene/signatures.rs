//! What a plain function may look like.

use lychgate::prelude::*;
use lychgate::test::Client;

#[derive(Debug, PartialEq)]
struct Id(u32);

impl std::str::FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        text.parse().map(Id)
    }
}

struct Agent<'a>(&'a str);

impl<'a> FromEnviron<'a> for Agent<'a> {
    type Rejection = Status;

    fn from_environ(environ: &'a Environ) -> std::result::Result<Self, Status> {
        let headers = environ.headers();
        let agent = headers.get("User-Agent").and_then(|value| value.to_str().ok());
        agent.map(Agent).ok_or(Status::BAD_REQUEST)
    }
}

struct Times<const N: u8>(u8);

impl<'a, const N: u8> Respond<'a> for Times<N> {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        (self.0 * N).to_string().respond(environ, start_response)
    }
}

#[application]
mod site {
    use std::borrow::Cow;
    use std::fmt::Display;

    use super::{Agent, Environ, Id, Respond, Result, Times};

    #[get("^lifetimes/(?<a>[a-z]+)/(?<b>[a-z]+)$")]
    fn lifetimes<'a, 'b: 'a>(a: &'a str, b: &'b str) -> &'a str {
        if a < b { a } else { b }
    }

    #[get("^bounded/(?<a>[a-z]+)$")]
    fn bounded<'a>(environ: &'a Environ, a: &'a str) -> Cow<'a, str>
    where
        'a: 'a,
    {
        format!("{a} {}", environ.method()).into()
    }

    #[get("^impl/(?<a>[a-z]+)$")]
    fn opaque(a: &str) -> impl for<'r> Respond<'r> + use<> {
        a.to_uppercase()
    }

    #[get("^agent$")]
    fn agent(agent: Agent<'_>) -> String {
        agent.0.to_owned()
    }

    #[get("^agent/elided$")]
    fn elided(agent: Agent, _: &Environ) -> String {
        agent.0.to_owned()
    }

    #[get("^id/(?<id>[0-9]+)(?:/(?<other>[0-9]+))?$")]
    fn id(mut id: Id, other: Option<Id>) -> Result<String> {
        id.0 += other.map_or(0, |other| other.0);
        Ok(text(&id.0))
    }

    #[get("^unused/(?<name>[a-z]+)$")]
    fn unused(_name: &str, _: &Environ) -> &'static str {
        "unused"
    }

    #[get("^const$")]
    const fn constant() -> &'static str {
        "constant"
    }

    #[get("^extern$")]
    extern "Rust" fn foreign() -> lychgate::Status {
        lychgate::Status::ACCEPTED
    }

    #[get("^block/(?<n>[0-9])$")]
    fn block_in_a_type(n: u8) -> Times<{ 1 + 1 }> {
        Times(n)
    }

    fn text(value: &impl Display) -> String {
        value.to_string()
    }
}

#[test]
fn signatures_are_the_users() {
    let client = Client::new(site::application);
    for (path, text) in [
        ("/lifetimes/b/a", "a"),
        ("/bounded/a", "a GET"),
        ("/impl/a", "A"),
        ("/agent", "me"),
        ("/agent/elided", "me"),
        ("/id/1/2", "3"),
        ("/unused/a", "unused"),
        ("/const", "constant"),
        ("/block/3", "6"),
        ("/extern", "202 Accepted\n"),
    ] {
        assert_eq!(client.get(path).header("User-Agent", "me").send().text(), text, "{path}");
    }
    assert_eq!(client.get("/agent").send().status(), 400);
}
