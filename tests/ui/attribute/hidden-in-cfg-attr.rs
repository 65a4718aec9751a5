use lychgate::prelude::*;

#[application]
mod site {
    #[cfg_attr(all(), get("^$"))]
    fn handler() {}
}

fn main() {}
