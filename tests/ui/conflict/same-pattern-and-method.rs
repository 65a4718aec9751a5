use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item$")]
    fn first() {}

    #[get("^item$")]
    fn second() {}
}

fn main() {}
