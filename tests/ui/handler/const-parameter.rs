use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index<const N: usize>() -> String {
        N.to_string()
    }
}

fn main() {}
