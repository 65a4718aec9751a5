use lychgate::prelude::*;

#[application]
mod site {
    #[get("^(?!admin)[a-z]+$")]
    fn handler() {}
}

fn main() {}
