use lychgate::prelude::*;

#[application]
mod site {
    #[get("hello/?$")]
    fn handler() {}
}

fn main() {}
