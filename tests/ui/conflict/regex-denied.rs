use lychgate::prelude::*;

#[application(deny(regex))]
mod site {
    #[get(r"^(?:\w+/){40}(?:[0-9]{1,200}-){20}$")]
    fn long() {}
}

fn main() {}
