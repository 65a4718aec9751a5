use lychgate::prelude::*;

#[application(prefix = "/api")]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
