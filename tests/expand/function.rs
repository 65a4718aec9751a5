use lychgate::prelude::*;

#[application]
fn show(environ: &Environ) -> String {
    format!("{} {}", environ.method(), environ.path_info())
}

#[application]
fn bare(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let method = environ.method().to_string();
    Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(method))
}

pub(crate) fn app() -> impl Application {
    show::application
}
