use lychgate::prelude::*;
fn show(environ: &Environ) -> String {
    format!("{} {}", environ.method(), environ.path_info())
}
///The function of the same name as an application: `application`.
mod show {
    /// Answers every request.
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<0> = {
        use ::lychgate::{FromEnviron, Respond};
        ::lychgate::Dispatcher::single(|call| <_ as Respond>::to(
            call,
            super::show(FromEnviron::of(call)?),
        ))
    };
}
fn bare(
    environ: &mut Environ,
    start_response: StartResponse<'_>,
) -> Result<Reply<'static>> {
    let method = environ.method().to_string();
    Ok(start_response.start("200 OK", &[])?.body(method))
}
const _: fn() = || {
    fn is_application(_: impl ::lychgate::Application) {}
    is_application(bare);
};
pub(crate) fn app() -> impl Application {
    show::application
}
