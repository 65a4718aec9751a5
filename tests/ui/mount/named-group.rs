use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[mount("^users/(?<id>[0-9]+)/")]
    fn user() -> impl Application {
        super::app
    }
}

fn app(_: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    Ok(start_response.start("200 OK", &[])?.body(""))
}

fn main() {
    let _ = site::application;
}
