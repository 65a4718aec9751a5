use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item$")]
    fn first() {}

    #[route("^item$", GET, POST)]
    fn second() {}
}

fn main() {}
