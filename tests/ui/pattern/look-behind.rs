use lychgate::prelude::*;

#[application]
mod site {
    #[get("^[a-z]+(?<=x)$")]
    fn handler() {}
}

fn main() {}
