use lychgate::prelude::*;

#[derive(Debug)]
struct Page(u32);

impl std::str::FromStr for Page {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        text.parse().map(Page)
    }
}

#[application]
mod site {
    use super::Page;

    #[get("^list(?:/(?<page>[0-9]+))?$")]
    fn list(page: Page) -> String {
        format!("{page:?}")
    }
}

fn main() {}
