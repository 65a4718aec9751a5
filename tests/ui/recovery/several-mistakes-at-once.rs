use lychgate::prelude::*;

#[application]
mod site {
    #[get("a")]
    fn unanchored() {}

    #[route("^(", GTE)]
    fn two_in_one_attribute() {}

    #[get("^b/(?<name>.*)$")]
    unsafe fn two_in_one_function() {}

    #[get("^c$")]
    fn fine() {}
}

fn main() {}
