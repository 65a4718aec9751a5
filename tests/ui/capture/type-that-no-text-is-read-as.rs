use lychgate::prelude::*;

struct Page;

#[application]
mod site {
    use super::Page;

    #[get("^list/(?<page>[0-9]+)$")]
    fn list(page: Page) {
        let _ = page;
    }
}

fn main() {}
