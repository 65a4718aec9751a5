//! PEP 3333's first program, "The Application/Framework Side".
//!
//! Run it with `cargo run --example pep3333_simple_app`, then `curl -i http://localhost:8080/`.

use lychgate::prelude::*;

/// The simplest application there is.
fn simple_app(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let response_headers = [("Content-type", "text/plain")];
    let started = start_response.start("200 OK", &response_headers)?;
    Ok(started.body("Hello world!\n"))
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", simple_app)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn the_simple_application_greets_the_world() {
        let answer = Client::new(simple_app).get("/").send();
        let head: Vec<_> =
            answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        assert_eq!(answer.status().to_string(), "200 OK");
        assert_eq!(head, [r#"content-type: "text/plain""#, r#"content-length: "13""#]);
        assert_eq!(answer.text(), "Hello world!\n");
    }

    #[test]
    fn it_is_called_again_for_each_request() {
        let client = Client::new(simple_app);
        let answers = [client.get("/").send(), client.get("/").send()];
        assert_eq!(answers.map(|answer| answer.text()), ["Hello world!\n"; 2]);
    }
}
