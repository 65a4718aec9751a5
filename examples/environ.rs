//! The bare contract: a function of `(environ, start_response)`.
//!
//! Run it with `cargo run --example environ`, then `curl -d hello http://localhost:8080/`.

use std::fmt::Write;

use lychgate::prelude::*;

#[application]
fn show(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let mut page = format!("Request method is {}\n\n", &environ["REQUEST_METHOD"]);
    for (key, value) in environ.iter() {
        writeln!(page, "{key}: {value}")?;
    }
    let started =
        start_response.start("200 OK", &[("Content-Type", "text/plain; charset=utf-8")])?;
    Ok(started.body(page))
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", show)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn the_page_shows_the_request() {
        let client = Client::new(show);
        let page = client.post("/a%20b?q=1").header("X-Token", "7").body("hello").send().text();
        assert!(page.starts_with("Request method is POST\n"), "{page}");
        for line in ["PATH_INFO: /a b", "QUERY_STRING: q=1", "CONTENT_LENGTH: 5", "HTTP_X_TOKEN: 7"]
        {
            assert!(page.lines().any(|shown| shown == line), "{line} is missing in:\n{page}");
        }
    }
}
