use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[route("^hello/?$")]
    fn hello() -> &'static str {
        "Hello page"
    }

    #[get(r"^hello/(?<name>\w+)/?$")]
    fn greet(name: &str) -> String {
        format!("Hello {name}")
    }

    #[not_found]
    fn not_found() -> &'static str {
        "Not Found Page"
    }
}

pub(crate) fn app() -> impl Application {
    site::application
}
