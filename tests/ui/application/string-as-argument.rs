use lychgate::prelude::*;

#[application("/api")]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
