use lychgate::prelude::*;

#[application]
mod site {
    #[get("^users/(?<name>[^/]+)/?$")]
    fn user(name: &str) -> String {
        name.to_owned()
    }

    #[get("^users/new$")]
    fn new() {}
}

fn main() {}
