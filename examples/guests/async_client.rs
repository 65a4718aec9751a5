//! An `async fn` that awaits another server, beside a plain function that may block.
//!
//! Run it with `cargo run --example async_client`, then `curl http://localhost:8080/quotes/1`. The
//! other server is started beside it. The feature `tokio` of lychgate lets `reqwest` work.

use std::thread;

use lychgate::prelude::*;

/// The other server.
#[application]
mod origin {
    const QUOTES: [&str; 2] = ["Less is more.", "Simple is better than complex."];

    #[get("^quotes/(?<id>[0-9]+)$")]
    fn quote(id: usize) -> Option<&'static str> {
        QUOTES.get(id).copied()
    }
}

/// What it says is repeated, loudly.
struct Mirror {
    client: reqwest::Client,
    origin: String,
}

#[application]
impl Mirror {
    /// While this waits, the thread serves others.
    #[get("^quotes/(?<id>[0-9]+)$")]
    async fn quote(&self, id: u32) -> Result<String> {
        let url = format!("{}/quotes/{id}", self.origin);
        let answer = self.client.get(url).send().await.map_err(unreachable)?;
        if answer.status() != 200 {
            return Err(Error::new(Status::NOT_FOUND, "there is no such quote"));
        }
        Ok(answer.text().await.map_err(unreachable)?.to_uppercase())
    }

    /// While this blocks, other threads do.
    #[get("^$")]
    fn index(&self) -> String {
        format!("a mirror of {}", self.origin)
    }
}

fn unreachable(error: reqwest::Error) -> Error {
    Error::new(Status::BAD_GATEWAY, "the other server does not answer").with_source(error)
}

/// The mirror, and the other server with it.
fn mirror() -> lychgate::Result<Mirror> {
    let server = lychgate::make_server("127.0.0.1:0", origin::application)?.quiet();
    let origin = format!("http://{}", server.local_addr()?);
    thread::spawn(move || server.serve_forever());
    Ok(Mirror { client: reqwest::Client::new(), origin })
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", mirror()?)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use lychgate::test::Client;

    use super::{Mirror, mirror};

    fn seen(client: &Client, path: &str) -> (u16, String) {
        let answer = client.get(path).send();
        (answer.status().as_u16(), answer.text())
    }

    #[test]
    fn what_the_other_server_says_is_repeated() {
        let client = Client::new(mirror().unwrap());
        assert_eq!(seen(&client, "/quotes/0"), (200, "LESS IS MORE.".to_owned()));
        assert_eq!(seen(&client, "/quotes/7"), (404, "there is no such quote\n".to_owned()));
        assert!(seen(&client, "/").1.starts_with("a mirror of http://127.0.0.1:"));
    }

    #[test]
    fn a_server_that_is_gone_is_a_bad_gateway() {
        let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mirror = Mirror { client: reqwest::Client::new(), origin: format!("http://{gone}") };
        assert_eq!(seen(&Client::new(mirror), "/quotes/0").0, 502);
    }
}
