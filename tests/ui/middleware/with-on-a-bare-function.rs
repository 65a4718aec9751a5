use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

#[application]
#[with(timing)]
fn app(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    Ok(start_response.start("200 OK", &[])?.body(""))
}

fn main() {
    let _ = timing(app);
}
