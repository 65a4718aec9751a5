use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$", POST)]
    fn handler() {}
}

fn main() {}
