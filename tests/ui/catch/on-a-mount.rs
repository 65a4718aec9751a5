use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[mount("^inner/")]
    #[catch]
    fn inner() -> impl Application {
        super::inner::application
    }
}

#[application]
mod inner {
    #[get("^$")]
    fn index() {}
}

fn main() {}
