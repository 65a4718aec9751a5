use lychgate::prelude::*;

#[application]
fn index(_: &mut Environ, _: &str) -> Reply<'static> {
    unimplemented!()
}

fn main() {}
