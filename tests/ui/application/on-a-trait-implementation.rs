use lychgate::prelude::*;

struct Site;

#[application]
impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("site")
    }
}

fn main() {}
