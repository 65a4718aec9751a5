use lychgate::prelude::*;

struct Blog;

#[application]
impl Blog {
    #[catch]
    fn failed(&self, _: &Error) {}
}

fn main() {}
