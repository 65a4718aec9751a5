use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    unsafe fn index() {}
}

fn main() {}
