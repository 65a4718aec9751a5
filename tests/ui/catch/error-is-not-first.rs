use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(environ: &Environ, error: &Error) -> String {
        format!("{} {error}", environ.path_info())
    }
}

fn main() {}
