use lychgate::prelude::*;

#[application(deny)]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
