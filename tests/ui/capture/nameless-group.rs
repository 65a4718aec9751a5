use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item/([0-9]+)$")]
    fn item(id: u32) {
        let _ = id;
    }
}

fn main() {}
