use lychgate::prelude::*;

#[application]
mod site {
    #[get("^files/[a-m].*$")]
    fn first_half() {}

    #[get("^other$")]
    fn other() {}

    #[get("^files/[n-z].*$")]
    fn second_half() {}

    #[get("^files/[a-z]+$")]
    fn all() {}
}

fn main() {}
