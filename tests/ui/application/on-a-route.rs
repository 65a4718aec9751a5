use lychgate::prelude::*;

#[application]
mod site {
    #[application]
    #[get("^$")]
    fn index() {}
}

fn main() {}
