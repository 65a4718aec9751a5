//! A body that arrives piece by piece: the server asks for a block when it has sent the last.
//!
//! Run it with `cargo run --example streaming`, then `curl -N http://localhost:8080/count/10`.

use std::thread::sleep;
use std::time::Duration;

use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    /// Sleeping between two blocks holds this connection and nobody else.
    #[get(r"^count/(?<last>\d+)$")]
    fn count(last: u32) -> Response {
        let lines = (1..=last).map(|n| {
            if n > 1 {
                sleep(Duration::from_millis(300));
            }
            format!("{n}\n")
        });
        Response::new(Body::stream(lines)).header("Content-Type", "text/plain")
    }

    /// The request body, in capitals, a line at a time.
    #[post("^shout$")]
    fn shout(input: Input) -> Body<'static> {
        let lines = std::io::BufRead::lines(input);
        Body::stream(lines.map(|line| line.map(|line| line.to_uppercase() + "\n")))
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
    fn blocks_make_up_the_body() {
        let client = Client::new(site::application);
        let answer = client.get("/count/2").send();
        assert_eq!(answer.text(), "1\n2\n");
        assert_eq!(answer.header("content-length"), None, "nobody knew it beforehand");
        assert_eq!(client.post("/shout").body("a\nbé\n").send().text(), "A\nBÉ\n");
    }

    #[test]
    fn an_error_in_a_stream_cuts_the_response() {
        let client = Client::new(site::application);
        let answer = client.post("/shout").body(&b"good\n\xff\n"[..]).send();
        assert_eq!(answer.text(), "GOOD\n");
        assert!(answer.cut().is_some());
    }
}
