//! PEP 3333's second program, "The Application/Framework Side": the same as a class, an instance of
//! which is made for each request, and is the iterator of the body.
//!
//! Run it with `cargo run --example pep3333_class`, then `curl -i http://localhost:8080/`.

use lychgate::prelude::*;

/// Produces the same output, as a class.
struct AppClass<'a> {
    environ: &'a Environ,
    blocks: std::array::IntoIter<&'static str, 1>,
}

#[application]
impl<'a> AppClass<'a> {
    fn new(
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        let started = start_response.start("200 OK", &[("Content-type", "text/plain")])?;
        Ok((started, AppClass { environ, blocks: ["Hello world!\n"].into_iter() }))
    }
}

impl Iterator for AppClass<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let block = self.blocks.next()?;
        Some(format!("{}: {block}", self.environ.path_info()))
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", AppClass::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn an_instance_is_made_for_each_request_and_is_its_body() {
        let client = Client::new(AppClass::application);
        for path in ["/", "/again"] {
            let answer = client.get(path).send();
            assert_eq!(answer.status().to_string(), "200 OK");
            assert_eq!(answer.header("content-type"), Some("text/plain"));
            assert_eq!(
                answer.header("content-length"),
                None,
                "an iterator does not tell its length"
            );
            assert_eq!(answer.text(), format!("{path}: Hello world!\n"));
        }
    }
}
