use lychgate::prelude::*;

struct Limit;

const LIMIT: Limit = Limit;

#[application]
#[with(Limit)]
mod site {
    use super::*;

    #[get("^$")]
    #[with(Some(Limit), LIMIT)]
    fn index() {}
}

struct Blog {
    limit: Limit,
}

#[application]
impl Blog {
    #[get("^$")]
    #[with(self.limit)]
    fn index() {}
}

fn main() {}
