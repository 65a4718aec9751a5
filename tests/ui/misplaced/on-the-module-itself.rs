use lychgate::prelude::*;

#[application]
#[get("^$")]
mod site {
    #[get("^a$")]
    fn a() {}
}

fn main() {}
