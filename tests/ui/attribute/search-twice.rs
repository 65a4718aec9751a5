use lychgate::prelude::*;

#[application]
mod site {
    #[route("x", search, search)]
    fn handler() {}
}

fn main() {}
