use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() {}
}

#[application]
mod site {
    use super::*;

    #[mount("^(?:.{1,60}a.{60}|b){60}/")]
    fn api() -> impl Application {
        super::api::application
    }
}

fn main() {
    let _ = site::application;
}
