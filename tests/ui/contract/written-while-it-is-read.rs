use lychgate::prelude::*;

#[application]
fn index<'a>(_: &'a mut Environ, start_response: StartResponse<'a>) -> Result<Reply<'a>> {
    let mut started = start_response.start("200 OK", &[])?;
    let blocks = std::iter::once_with(move || {
        started.write(b"too late");
        "block"
    });
    Ok(started.stream(blocks))
}

fn main() {}
