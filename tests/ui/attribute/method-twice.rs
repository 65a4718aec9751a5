use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$", GET, POST, GET)]
    fn handler() {}
}

fn main() {}
