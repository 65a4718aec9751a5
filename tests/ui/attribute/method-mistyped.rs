use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$", GET, PSOT)]
    fn handler() {}
}

fn main() {}
