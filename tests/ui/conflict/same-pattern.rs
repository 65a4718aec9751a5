use lychgate::prelude::*;

#[application]
mod site {
    #[route("^item$")]
    fn first() {}

    #[route("^item$")]
    fn second() {}
}

fn main() {}
