use lychgate::prelude::*;

#[application]
fn index(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    environ.input().close();
    Ok(start_response.start("200 OK", &[])?.body("index"))
}

fn main() {}
