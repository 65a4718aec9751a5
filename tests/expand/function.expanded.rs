use lychgate::prelude::*;
fn show(environ: &Environ) -> String {
    format!("{} {}", environ.method(), environ.path_info())
}
/// The function of the same name as an application: `application`.
mod show {
    /// Answers every request.
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<0> = {
        use ::lychgate::FromEnviron;
        ::lychgate::Dispatcher::single(|call| {
            call.respond(super::show(FromEnviron::of(call)?))
        })
    };
}
fn bare(
    environ: &mut Environ,
    start_response: StartResponse<'_>,
) -> Result<Reply<'static>> {
    let method = environ.method().to_string();
    Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(method))
}
const _: () = {
    #[allow(dead_code)]
    fn application<'a>(
        environ: &'a mut ::lychgate::Environ,
        start_response: ::lychgate::StartResponse<'a>,
    ) -> ::lychgate::Reply<'a> {
        let reply = bare(environ, start_response);
        <Result<Reply<'static>> as ::lychgate::application::IntoReply>::into_reply(reply)
    }
};
pub(crate) fn app() -> impl Application {
    show::application
}
