//! Uploads: a form with a file, and a body of any size that is read in pieces.
//!
//! Run it with `cargo run --example upload`, then `curl -F picture=@a.png http://localhost:8080/form`
//! and `curl -T film.mp4 http://localhost:8080/film`.

use std::hash::{DefaultHasher, Hasher};
use std::io::Read;

use lychgate::middleware::BodyLimit;
use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> Html<&'static str> {
        Html(
            "<!DOCTYPE html>\n<title>Upload</title>\n\
             <form method=post action=form enctype=multipart/form-data>\n\
             <input type=file name=picture> <button>Send</button>\n</form>\n",
        )
    }

    /// All parts are there when this is called: small ones in memory, the others in a file.
    #[post("^form$")]
    fn form(mut form: Multipart) -> Result<String> {
        let picture = form.take("picture")?;
        let name = picture.file_name().unwrap_or("a picture without a name").to_owned();
        Ok(format!("{name}: {} bytes\n", picture.len()))
    }

    /// A body of up to 4 GiB, of which no more than a piece is in memory.
    #[put("^film$")]
    #[with(BodyLimit::new(4 << 30))]
    fn film(mut input: Input) -> Result<String> {
        let (mut sum, mut length) = (DefaultHasher::new(), 0);
        let mut piece = vec![0; 64 << 10];
        loop {
            match input.read(&mut piece)? {
                0 => return Ok(format!("{length} bytes, sum {:016x}\n", sum.finish())),
                read => {
                    sum.write(&piece[..read]);
                    length += read;
                }
            }
        }
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::{Answer, Client};

    fn post(content: &str) -> Answer {
        let head = "Content-Disposition: form-data; name=\"picture\"; filename=\"a.png\"";
        let body = format!("--X\r\n{head}\r\n\r\n{content}\r\n--X--\r\n");
        let client = Client::new(site::application);
        let request = client.post("/form");
        request.header("Content-Type", "multipart/form-data; boundary=X").body(body).send()
    }

    #[test]
    fn a_file_of_a_form_arrives_whole() {
        assert_eq!(post("12345").text(), "a.png: 5 bytes\n");
        assert_eq!(post(&"x".repeat(300_000)).text(), "a.png: 300000 bytes\n");
    }

    #[test]
    fn a_form_without_the_file_is_told_so() {
        let client = Client::new(site::application);
        let request =
            client.post("/form").header("Content-Type", "multipart/form-data; boundary=X");
        let answer = request.body("--X--\r\n").send();
        assert_eq!(answer.status(), 422);
        assert_eq!(answer.text(), "picture: the form has no such field\n");
    }

    #[test]
    fn a_body_is_read_in_pieces() {
        let client = Client::new(site::application);
        let send = |length| client.request("PUT", "/film").body(vec![7; length]).send().text();
        assert!(send(0).starts_with("0 bytes"));
        assert!(send(200_000).starts_with("200000 bytes"));
        assert_ne!(send(200_000), send(200_001));
    }
}
