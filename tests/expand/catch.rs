use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^posts/(?<id>[0-9]+)$")]
    fn show(id: usize) -> Result<&'static str, Status> {
        ["first post"].get(id).copied().ok_or(Status::NOT_FOUND)
    }

    #[catch]
    fn failed(error: &Error, environ: &Environ) -> (Status, String) {
        (error.status(), format!("{} {error}", environ.path_info()))
    }
}

#[middleware]
fn marked(environ: &mut Environ, next: Next<'_>) -> Response {
    let response = next.call(environ);
    let error = response.error().map_or(String::new(), ToString::to_string);
    response.header("X-Error", &error)
}

struct Blog {
    name: &'static str,
}

#[application]
#[with(marked)]
impl Blog {
    #[get("^later$")]
    async fn index(&self) -> Result<&'static str> {
        Err(Error::new(Status::GONE, self.name))
    }

    #[mount("^site/")]
    fn site() -> impl Application {
        site::application
    }

    #[catch]
    async fn failed(&self, error: &Error) -> Html<String> {
        Html(format!("<h1>{}: {error}</h1>", self.name))
    }
}

struct Draft;

#[application]
impl Draft {
    #[get("^$")]
    fn index(&self) -> Status {
        Status::NO_CONTENT
    }

    #[cfg(not(debug_assertions))]
    #[catch]
    fn failed(&self, error: &Error) -> Html<String> {
        Html(format!("<h1>{error}</h1>"))
    }
}

pub(crate) fn app() -> impl Application {
    Blog { name: "a blog" }
}
