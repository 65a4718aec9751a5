use lychgate::prelude::*;

struct Countdown<'a> {
    environ: &'a Environ,
    left: usize,
}

#[application]
impl<'a> Countdown<'a> {
    fn new(
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        let started = start_response.start("200 OK", &[("Content-Type", "text/plain")])?;
        let left = environ.query_string().len();
        Ok((started, Countdown { environ, left }))
    }
}

impl Iterator for Countdown<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        Some(format!("{} {}\n", self.environ.path_info(), self.left))
    }
}

pub(crate) fn app() -> impl Application {
    Countdown::application
}
