use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() {}
}

#[application]
mod site {
    use super::*;

    #[mount("^/api/")]
    fn api() -> impl Application {
        super::api::application
    }
}

fn main() {
    let _ = site::application;
}
