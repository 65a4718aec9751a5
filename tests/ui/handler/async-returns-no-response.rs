use lychgate::prelude::*;

struct Page;

#[application]
mod site {
    use super::Page;

    #[get("^$")]
    async fn index() -> Page {
        Page
    }
}

fn main() {}
