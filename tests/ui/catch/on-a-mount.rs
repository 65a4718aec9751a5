use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[mount("^inner/")]
    #[catch]
    fn inner() -> impl Application {
        lychgate::Files::new(".")
    }
}

fn main() {}
