use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() {}
}

#[application]
mod site {
    #[mount("^api/")]
    fn api() -> &'static str {
        let _ = super::api::application;
        "api"
    }
}

fn main() {
    let _ = site::application;
}
