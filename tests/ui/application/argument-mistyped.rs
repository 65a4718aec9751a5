use lychgate::prelude::*;

#[application(dney(overlap))]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
