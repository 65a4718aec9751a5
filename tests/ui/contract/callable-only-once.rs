use lychgate::prelude::*;

fn main() -> Result<()> {
    let page = String::from("index");
    lychgate::serve("localhost:8080", move |_: &mut Environ, start: StartResponse<'_>| {
        Ok::<_, Error>(start.start("200 OK", &[])?.body(page))
    })
}
