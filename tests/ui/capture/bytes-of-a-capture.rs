use lychgate::prelude::*;

#[application]
mod site {
    #[get("^list/(?<page>[0-9]+)$")]
    fn list(page: Vec<u8>) {
        let _ = page;
    }
}

fn main() {}
