use lychgate::prelude::*;

/// Says who was here.
#[middleware]
pub fn signed(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ).header("X-Signed", "yes")
}

#[middleware]
async fn login(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
    if environ.query_string() != "open" {
        return Err(Status::UNAUTHORIZED);
    }
    Ok(next.call_later(environ).await)
}

struct Limit(usize);

#[middleware]
impl Limit {
    fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        match environ.path_info().len() > self.0 {
            true => Status::URI_TOO_LONG.into(),
            false => next.call(environ),
        }
    }
}

static SHORT: Limit = Limit(30);

#[application]
#[with(signed, SHORT)]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get("^admin$")]
    #[with(login, Limit(20))]
    fn admin() -> &'static str {
        "Admin page"
    }

    #[not_found]
    #[with(login)]
    fn nothing() -> &'static str {
        "Not Found Page"
    }
}

struct Blog {
    limit: Limit,
}

#[application]
#[with(signed)]
impl Blog {
    #[get("^$")]
    #[with(self.limit)]
    fn index(&self) -> &'static str {
        "Index page"
    }
}

#[application]
#[with(self::signed)]
fn single(environ: &Environ) -> String {
    environ.path_info().to_string()
}

pub(crate) fn app() -> impl Application {
    signed(site::application)
}
