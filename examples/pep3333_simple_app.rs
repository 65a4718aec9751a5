//! PEP 3333's first program: "The Application/Framework Side", as a function and as a closure that
//! keeps what it was made with.
//!
//! Run it with `cargo run --example pep3333_simple_app`, then `curl -i http://localhost:8080/`.

use lychgate::prelude::*;

/// The simplest application there is.
fn simple_app(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let response_headers = [("Content-type", "text/plain")];
    let started = start_response.start("200 OK", &response_headers)?;
    Ok(started.body("Hello world!\n"))
}

/// The same with another text: whatever can be called with both parameters is an application.
fn greeting_app(greeting: &'static str) -> impl Application {
    lychgate::from_fn(move |_, start_response| {
        let started = start_response.start("200 OK", &[("Content-type", "text/plain")])?;
        Ok(started.stream([greeting, "!\n"]))
    })
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", simple_app)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::{Answer, Client};

    fn shown(answer: &Answer) -> String {
        let head: String = answer
            .headers()
            .iter()
            .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap_or("?")))
            .collect();
        format!("{}\n{head}\n{}", answer.status(), answer.text())
    }

    #[test]
    fn the_simple_application_greets_the_world() {
        let answer = Client::new(simple_app).get("/").send();
        let golden = "200 OK\ncontent-type: text/plain\ncontent-length: 13\n\nHello world!\n";
        assert_eq!(shown(&answer), golden);
    }

    #[test]
    fn the_blocks_of_an_application_make_up_its_body() {
        let answer = Client::new(greeting_app("Good day")).post("/any/path").send();
        assert_eq!(shown(&answer), "200 OK\ncontent-type: text/plain\n\nGood day!\n");
    }

    #[test]
    fn it_is_called_again_for_each_request() {
        let client = Client::new(simple_app);
        let answers = [client.get("/").send(), client.get("/").send()];
        assert_eq!(answers.map(|answer| answer.text()), ["Hello world!\n"; 2]);
    }
}
