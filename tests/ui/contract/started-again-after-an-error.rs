use lychgate::prelude::*;

#[application]
fn index(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    match start_response.start("200", &[]) {
        Ok(started) => Ok(started.body("index")),
        Err(_) => Ok(start_response.start("200 OK", &[])?.body("again")),
    }
}

fn main() {}
