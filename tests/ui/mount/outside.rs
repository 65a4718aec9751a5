use lychgate::prelude::*;

#[mount("^api/")]
fn api() {}

fn main() {
    api();
}
