use lychgate::prelude::*;

#[application]
mod site {
    #[route("x", serach)]
    fn handler() {}
}

fn main() {}
