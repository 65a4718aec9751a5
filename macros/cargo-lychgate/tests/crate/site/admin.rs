//! What is beside the site.

#[application]
#[with(login)]
impl Admin {
    #[delete("^(?<id>[0-9]+)$")]
    fn delete(&self, id: Option<u64>) -> Status {
        Status::NO_CONTENT
    }
}

#[middleware]
fn login(environ: &mut Environ) -> Response {
    Response::new("")
}
