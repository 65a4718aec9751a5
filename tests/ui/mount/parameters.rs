use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() {}
}

#[application]
mod site {
    use super::*;

    #[mount("^api/")]
    fn api(environ: &Environ, name: &str) -> impl Application + use<> {
        let _ = (environ, name);
        super::api::application
    }
}

fn main() {
    let _ = site::application;
}
