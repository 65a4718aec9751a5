use lychgate::prelude::*;

#[middleware]
fn timing(_environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    Ok(start_response.start("200 OK", &[])?.body(""))
}

fn main() {}
