use lychgate::prelude::*;

struct Site;

impl Site {
    #[get("^$")]
    fn index(&self) {}
}

fn main() {}
