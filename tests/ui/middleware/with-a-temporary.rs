use lychgate::prelude::*;

struct Blog;

#[middleware]
impl Blog {
    fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ)
    }

    fn limiter(&self) -> Blog {
        Blog
    }
}

#[application]
impl Blog {
    #[get("^$")]
    #[with(self.limiter())]
    fn index() {}
}

fn main() {}
