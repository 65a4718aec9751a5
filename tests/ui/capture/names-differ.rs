use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item/(?<id>[0-9]+)$")]
    fn item(number: u32) {
        let _ = number;
    }
}

fn main() {}
