use lychgate::prelude::*;

#[application]
mod site {
    #[get("^hello/(?<name>[a-z]+)$")]
    fn hello() {}
}

fn main() {}
