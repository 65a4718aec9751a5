use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    #[with(self.limiter)]
    fn index() {}
}

fn main() {}
