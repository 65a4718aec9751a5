use lychgate::prelude::*;

#[application]
async fn index(_: &mut Environ, _: StartResponse<'_>) -> Reply<'static> {
    panic!()
}

fn main() {}
