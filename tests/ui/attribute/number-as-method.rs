use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$", 200)]
    fn handler() {}
}

fn main() {}
