use lychgate::prelude::*;

struct Hello;

#[application]
impl Hello {
    fn new<'a>(
        _: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        Ok((start_response.start("200 OK", &[])?, Hello))
    }
}

fn main() {
    lychgate::test::Client::new(Hello::application);
}
