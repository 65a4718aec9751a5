use lychgate::prelude::*;

struct Hello;

#[application]
impl Hello {
    async fn new<'a>(
        _: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        Ok((start_response.start("200 OK", &[])?, Hello))
    }
}

impl Iterator for Hello {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        None
    }
}

fn main() {
    lychgate::test::Client::new(Hello::application);
}
