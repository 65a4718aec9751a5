use lychgate::prelude::*;

#[application]
mod site {
    use super::Environ;

    #[get(r"^posts/(?<year>\d{4})/(?<month>\d\d)(/(?<day>\d\d))?/?$")]
    fn posts(year: u16, month: u8, day: Option<u8>) -> String {
        format!("{year} {month} {day:?}")
    }

    /// Two captures in one segment, one over several, and the request.
    #[get(r"^files/(?<directory>.+)/(?<stem>[^/]+)\.(?<ending>\w+)$")]
    fn file(environ: &Environ, ending: &str, stem: &str, directory: String) -> String {
        format!("{} {stem} {ending} {directory}", environ.method())
    }

    #[get(r"^either/(?:(?<number>\d+)|(?<word>[a-z]+))$")]
    async fn either(number: Option<u32>, word: Option<&str>) -> String {
        format!("{number:?} {word:?}")
    }
}

pub(crate) fn app() -> impl Application {
    site::application
}
