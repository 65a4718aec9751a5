use lychgate::prelude::*;

#[application]
mod site {
    #[get("^items/[0-9$")]
    fn handler() {}
}

fn main() {}
