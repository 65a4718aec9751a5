use lychgate::middleware::BodyLimit;
use lychgate::prelude::*;

struct Countdown {
    left: u32,
    limit: BodyLimit,
}

#[application]
#[with(self.limit)]
impl Countdown {
    fn new<'a>(
        _: &'a Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        let started = start_response.start("200 OK", &[("Content-Type", "text/plain")])?;
        Ok((started, Countdown { left: 3, limit: BodyLimit::new(10) }))
    }
}

impl Iterator for Countdown {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left.to_string())
    }
}

fn main() {
    lychgate::make_server("127.0.0.1:0", Countdown::application).ok();
}
