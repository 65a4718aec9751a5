use lychgate::prelude::*;

#[application]
fn index(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    Ok(start_response.start("200 OK", &["Content-Type: text/plain"])?.body("index"))
}

fn main() {}
