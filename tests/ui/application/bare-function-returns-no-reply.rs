use lychgate::prelude::*;

#[application]
fn index(_: &mut Environ, _: StartResponse<'_>) -> String {
    String::new()
}

fn main() {}
