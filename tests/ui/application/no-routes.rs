use lychgate::prelude::*;

#[application]
mod site {
    pub fn index() {}
}

fn main() {}
