use lychgate::prelude::*;

struct Site;

#[application]
impl Site {
    #[get("^$")]
    fn index(self) {}
}

fn main() {}
