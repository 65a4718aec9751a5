use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^hello/\w+)$")]
    fn handler() {}
}

fn main() {}
