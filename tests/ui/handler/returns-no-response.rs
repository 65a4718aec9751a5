use lychgate::prelude::*;

struct Page;

#[application]
mod site {
    use super::Page;

    #[get("^$")]
    fn index() -> Page {
        Page
    }
}

fn main() {}
