use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

#[application]
mod site {
    #[get("^$")]
    fn index() -> String {
        page()
    }

    #[with(timing)]
    fn page() -> String {
        String::new()
    }
}

fn main() {
    let _ = timing(site::application);
}
