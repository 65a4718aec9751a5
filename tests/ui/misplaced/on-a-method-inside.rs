use lychgate::prelude::*;

#[application]
mod site {
    trait Page {
        fn page(&self);
    }

    impl Page for u8 {
        #[get("^$")]
        fn page(&self) {}
    }

    #[get("^a$")]
    fn a() {
        7.page();
    }
}

fn main() {}
