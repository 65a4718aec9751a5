use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed() {}
}

fn main() {}
