use lychgate::prelude::*;

struct Silent;

impl Application for Silent {
    fn call<'a>(&'a self, _: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        if let Ok(started) = start_response.start("200 OK", &[]) {
            started.body("index");
        }
    }
}

fn main() {}
