use lychgate::prelude::*;

#[application]
mod site {
    #[get("^items$")]
    fn items(page: u32) {
        let _ = page;
    }
}

fn main() {}
