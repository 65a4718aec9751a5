use lychgate::prelude::*;

#[application(deny(overlaps, everything))]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
