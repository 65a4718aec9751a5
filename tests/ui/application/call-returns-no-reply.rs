use lychgate::prelude::*;

struct Site;

#[application]
impl Site {
    fn call(&self, _: &mut Environ, _: StartResponse<'_>) -> String {
        String::new()
    }
}

fn main() {}
