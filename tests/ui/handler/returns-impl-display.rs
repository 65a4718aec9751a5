use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() -> impl std::fmt::Display {
        7
    }
}

fn main() {}
