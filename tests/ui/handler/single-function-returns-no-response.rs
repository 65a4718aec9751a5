use lychgate::prelude::*;

struct Page;

#[application]
fn hello() -> Page {
    Page
}

fn main() {}
