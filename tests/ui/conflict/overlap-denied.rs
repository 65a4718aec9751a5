use lychgate::prelude::*;

#[application(deny(overlap))]
mod site {
    #[get("^users/new$")]
    fn new() {}

    #[get("^users/(?<name>[^/]+)$")]
    fn user(name: &str) -> String {
        name.to_owned()
    }

    #[post("^users/[a-z]+$")]
    fn add() {}
}

fn main() {}
