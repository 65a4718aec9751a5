use lychgate::prelude::*;

#[application]
fn index(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    start_response.start("200 OK", &[])?;
    Ok(start_response.start("200 OK", &[])?.body("twice"))
}

fn main() {}
