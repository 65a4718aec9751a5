use lychgate::prelude::*;

struct Hello<'a>(&'a Environ);

#[application]
impl<'a> Hello<'a> {
    fn new(environ: &'a mut Environ, _: StartResponse<'a>) -> Self {
        Hello(environ)
    }
}

impl Iterator for Hello<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        Some(self.0.path_info().to_string())
    }
}

fn main() {
    lychgate::test::Client::new(Hello::application);
}
