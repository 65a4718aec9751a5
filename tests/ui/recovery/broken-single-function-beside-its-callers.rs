use lychgate::prelude::*;

#[application]
unsafe fn page() -> &'static str {
    "page"
}

fn main() {
    let _ = unsafe { page() };
}
