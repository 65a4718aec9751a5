use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$", get)]
    fn handler() {}
}

fn main() {}
