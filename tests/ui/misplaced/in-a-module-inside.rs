use lychgate::prelude::*;

#[application]
mod site {
    mod inner {
        #[get("^$")]
        pub fn index() {}
    }

    #[get("^a$")]
    fn a() {
        inner::index();
    }
}

fn main() {}
