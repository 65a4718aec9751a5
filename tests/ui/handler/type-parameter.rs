use lychgate::prelude::*;

#[application]
mod site {
    #[get("^(?<x>[0-9]+)$")]
    fn index<T: std::str::FromStr>(x: T) {
        let _ = x;
    }
}

fn main() {}
