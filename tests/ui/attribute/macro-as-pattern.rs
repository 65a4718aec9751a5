use lychgate::prelude::*;

#[application]
mod site {
    #[get(concat!("^", "$"))]
    fn handler() {}
}

fn main() {}
