use lychgate::prelude::*;

#[application]
trait Site {
    #[get("^$")]
    fn index() {}
}

fn main() {}
