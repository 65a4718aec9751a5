use lychgate::prelude::*;

struct Broken;

#[application]
mod site {
    use super::Broken;

    #[get("^$")]
    fn index() -> Result<String, Broken> {
        Err(Broken)
    }
}

fn main() {}
