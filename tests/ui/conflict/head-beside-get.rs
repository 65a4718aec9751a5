use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item$")]
    fn first() {}

    #[route("^item$", HEAD)]
    fn second() {}
}

fn main() {}
