use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    struct Index;

    #[get("^a$")]
    fn a() {}
}

fn main() {}
