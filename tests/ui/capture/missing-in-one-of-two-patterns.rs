use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item/(?<id>[0-9]+)$")]
    #[get("^item$")]
    fn item(id: u32) {
        let _ = id;
    }
}

fn main() {}
