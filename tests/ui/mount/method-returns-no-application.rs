use lychgate::prelude::*;

struct Site {
    name: String,
}

#[application]
impl Site {
    #[mount("^api/")]
    fn api(&self) -> &String {
        &self.name
    }
}

fn main() {}
