use lychgate::prelude::*;

#[application(crate)]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
