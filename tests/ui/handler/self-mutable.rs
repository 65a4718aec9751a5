use lychgate::prelude::*;

struct Site {
    visits: u32,
}

#[application]
impl Site {
    #[get("^$")]
    fn index(&mut self) {
        self.visits += 1;
    }
}

fn main() {}
