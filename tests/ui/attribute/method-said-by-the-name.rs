use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$", GET)]
    fn handler() {}
}

fn main() {}
