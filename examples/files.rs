//! A directory: its files with ranges and conditional requests, and its list.
//!
//! Run it with `cargo run --example files`, or `cargo run --example files -- DIRECTORY`; then
//!
//! ```sh
//! curl http://localhost:8080/files/
//! curl -i -r 0-99,200-299 http://localhost:8080/files/README.md
//! curl -i -z 2100-01-01 http://localhost:8080/files/README.md
//! ```

use lychgate::middleware::AccessLog;
use lychgate::prelude::*;

struct Site {
    files: Files,
}

impl Site {
    fn new(directory: &str) -> Self {
        let files = Files::new(directory).listing(true);
        Site { files: files.cache_control("public, max-age=60") }
    }
}

#[application]
impl Site {
    #[get("^$")]
    fn index(&self) -> Redirect {
        Redirect::temporary("/files/")
    }

    #[mount("^files/")]
    fn files(&self) -> &Files {
        &self.files
    }
}

fn main() -> lychgate::Result<()> {
    let directory = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    lychgate::make_server("localhost:8080", Site::new(&directory))?
        .access_log(AccessLog::common())
        .serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::{Answer, Client};

    fn ask(path: &str, headers: &[(&str, &str)]) -> Answer {
        let client = Client::new(Site::new(env!("CARGO_MANIFEST_DIR")));
        headers.iter().fold(client.get(path), |it, (name, value)| it.header(name, value)).send()
    }

    #[test]
    fn a_file_is_sent_whole_or_in_parts() {
        let whole = ask("/files/files.rs", &[]);
        assert_eq!(whole.status(), 200);
        assert_eq!(whole.header("Cache-Control"), Some("public, max-age=60"));
        assert_eq!(whole.text(), include_str!("files.rs"));
        let part = ask("/files/files.rs", &[("Range", "bytes=0-2")]);
        assert_eq!((part.status().as_u16(), part.text()), (206, "//!".to_owned()));
        let two = ask("/files/files.rs", &[("Range", "bytes=0-2,4-4")]);
        assert!(
            two.header("Content-Type").is_some_and(|it| it.starts_with("multipart/byteranges"))
        );
    }

    #[test]
    fn what_the_client_has_already_is_not_sent_again() {
        let tag = ask("/files/files.rs", &[]).header("ETag").map(str::to_owned).unwrap_or_default();
        assert_eq!(ask("/files/files.rs", &[("If-None-Match", &tag)]).status(), 304);
        let range = ("Range", "bytes=0-2");
        assert_eq!(ask("/files/files.rs", &[range, ("If-Range", &tag)]).status(), 206);
        assert_eq!(ask("/files/files.rs", &[range, ("If-Range", "\"other\"")]).status(), 200);
    }

    #[test]
    fn the_directory_is_listed_and_never_left() {
        assert!(ask("/files/", &[]).text().contains("<a href=\"files%2Ers\">files.rs</a>"));
        assert_eq!(ask("/files", &[]).status(), 404);
        assert_eq!(ask("/files/%2e%2e/Cargo.toml", &[]).status(), 404);
    }
}
