use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() {}
}

#[application]
mod site {
    use super::*;

    #[mount]
    fn api() -> impl Application {
        super::api::application
    }

    #[mount()]
    fn b() -> impl Application {
        super::api::application
    }
}

fn main() {
    let _ = site::application;
}
