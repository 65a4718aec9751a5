use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    #[with(lychgate::middleware::AccessLog::common())]
    fn failed(_: &Error) {}
}

fn main() {}
