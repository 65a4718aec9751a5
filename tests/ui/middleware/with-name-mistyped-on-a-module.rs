use lychgate::prelude::*;

#[application]
#[with(timming)]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
