use lychgate::prelude::*;

#[application]
mod site {
    #[route(GET, "^$")]
    fn handler() {}
}

fn main() {}
