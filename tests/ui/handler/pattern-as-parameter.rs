use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index((a, b): (u8, u8)) -> String {
        format!("{a}{b}")
    }
}

fn main() {}
