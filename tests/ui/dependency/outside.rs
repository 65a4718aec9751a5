use lychgate::prelude::*;

fn user() -> u8 {
    7
}

fn index(#[depends(user)] user: u8) -> String {
    user.to_string()
}

fn main() {
    index(user());
}
