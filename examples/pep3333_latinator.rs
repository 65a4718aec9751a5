//! PEP 3333's middleware, "Middleware: Components that Play Both Sides": plain text comes out as pig
//! latin, and everything else as it was.
//!
//! Run it with `cargo run --example pep3333_latinator`, then `curl http://localhost:8080/`.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use lychgate::prelude::*;

/// An application with its plain text in pig latin.
struct Latinator<A>(A);

impl<A: Application> Application for Latinator<A> {
    fn call<'a>(&'a self, environ: &'a mut Environ, start: StartResponse<'a>) -> Reply<'a> {
        self.0.call(environ, start).map(|mut head, body| {
            if !is_plain_text(&head.headers) {
                return (head, body);
            }
            // It was the length of the other language.
            head.headers.remove(CONTENT_LENGTH);
            (head, body.map_blocks(|block| pig_latin(&block).into()))
        })
    }
}

fn is_plain_text(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE) else { return false };
    let media_type = content_type.as_bytes().split(|&byte| byte == b';').next();
    media_type.is_some_and(|name| name.trim_ascii().eq_ignore_ascii_case(b"text/plain"))
}

/// Translates the words of ASCII letters, and leaves all that stands between them.
fn pig_latin(text: &[u8]) -> Vec<u8> {
    let same_kind = |a: &u8, b: &u8| a.is_ascii_alphabetic() == b.is_ascii_alphabetic();
    text.chunk_by(same_kind).flat_map(translate).collect()
}

/// The consonants that begin a word go to its end, before `ay`.
fn translate(word: &[u8]) -> Vec<u8> {
    if !word.first().is_some_and(u8::is_ascii_alphabetic) {
        return word.to_vec();
    }
    match word.iter().position(|letter| b"aeiouAEIOU".contains(letter)) {
        Some(0) => [word, b"way"].concat(),
        vowel => {
            let (consonants, rest) = word.split_at(vowel.unwrap_or(0));
            [rest, consonants, b"ay"].concat()
        }
    }
}

fn page(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let html = environ.path_info() == "/html";
    let media_type = if html { "text/html" } else { "text/plain; charset=us-ascii" };
    let headers = [("Content-Type", media_type), ("Content-Length", "31")];
    Ok(start_response.start("200 OK", &headers)?.stream([
        "Under the gate ",
        "",
        "stands a coffin\n",
    ]))
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", Latinator(page))?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn plain_text_is_translated() {
        let answer = Client::new(Latinator(page)).get("/").send();
        assert_eq!(answer.text(), "Underway ethay ategay andsstay away offincay\n");
        assert_eq!(answer.header("content-length"), None, "31 was that of another language");
    }

    #[test]
    fn other_types_stay_as_they_are() {
        let answer = Client::new(Latinator(page)).get("/html").send();
        assert_eq!(answer.text(), "Under the gate stands a coffin\n");
        assert_eq!(answer.header("content-length"), Some("31"));
    }

    #[test]
    fn each_block_is_translated_by_itself() {
        let mut environ = {
            let (request, ()) = http::Request::new(()).into_parts();
            Environ::new(request, Input::empty(), Default::default(), None)
        };
        let application = Latinator(page);
        let called = lychgate::gateway::call(&application, &mut environ);
        let (_, body) = lychgate::gateway::block_on(called);
        let blocks: Vec<Bytes> = body.map(|block| block.unwrap_or_default()).collect();
        assert_eq!(blocks, ["Underway ethay ategay ", "", "andsstay away offincay\n"]);
    }

    #[test]
    fn words_without_vowels_or_letters_are_words_too() {
        assert_eq!(pig_latin(b"hmm, 42 apples!"), b"hmmay, 42 applesway!");
    }
}
