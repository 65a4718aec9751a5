use std::rc::Rc;

use lychgate::prelude::*;

#[middleware]
async fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    let count = Rc::new(1);
    let response = next.call_later(environ).await;
    response.header("X-Count", &count.to_string())
}

fn main() {}
