use lychgate::prelude::*;

fn user() -> u8 {
    7
}

#[application]
fn bare(_: &mut Environ, #[depends(user)] start_response: StartResponse<'_>) -> Reply<'static> {
    match start_response.start("200 OK", &[]) {
        Ok(started) => started.body(user().to_string()),
        Err(error) => error.into(),
    }
}

struct Instance;

#[application]
impl Instance {
    fn call(
        &self,
        _: &mut Environ,
        #[depends(user)] start_response: StartResponse<'_>,
    ) -> Result<Reply<'static>> {
        Ok(start_response.start("200 OK", &[])?.body("instance"))
    }
}

fn main() {
    lychgate::test::Client::new(bare);
    lychgate::test::Client::new(Instance);
}
