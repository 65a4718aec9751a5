use lychgate::prelude::*;

#[application]
mod site {
    #[get("^item/(?<id>[0-9]+)$")]
    fn first(id: u32) {
        let _ = id;
    }

    #[get("^item/(?<id>[0-9]+)$")]
    fn second(id: u32) {
        let _ = id;
    }
}

fn main() {}
