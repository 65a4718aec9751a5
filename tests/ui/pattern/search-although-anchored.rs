use lychgate::prelude::*;

#[application]
mod site {
    #[get("^hello", search)]
    fn handler() {}
}

fn main() {}
