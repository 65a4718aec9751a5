use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index(environ: &mut lychgate::Environ) -> String {
        environ.path_info().to_string()
    }
}

fn main() {}
