use lychgate::prelude::*;

#[application]
#[application]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
