use lychgate::prelude::*;

struct Limiter;

fn user() -> u8 {
    7
}

#[middleware]
fn login(environ: &mut Environ, next: Next<'_>, #[depends(user)] user: u8) -> Response {
    next.call(environ).header("X-User", &user.to_string())
}

#[middleware]
impl Limiter {
    fn call(&self, #[depends(user)] environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ)
    }

    fn limit(&self, #[depends(user)] user: u8) -> u8 {
        user
    }
}

#[application]
mod site {
    use super::*;

    #[middleware]
    fn inside(environ: &mut Environ, #[depends(user)] next: Next<'_>) -> Response {
        next.call(environ)
    }

    #[get("^$")]
    #[with(inside, login)]
    fn index() {}
}

fn main() {
    lychgate::make_server("127.0.0.1:0", site::application).ok();
}
