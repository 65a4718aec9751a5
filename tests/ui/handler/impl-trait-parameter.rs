use lychgate::prelude::*;

#[application]
mod site {
    #[get("^(?<x>[0-9]+)$")]
    fn index(x: impl std::fmt::Display) -> String {
        x.to_string()
    }
}

fn main() {}
