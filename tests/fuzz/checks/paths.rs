//! Any text as the path of a request: it is decoded once and as RFC 3986 says, it comes back from
//! `Environ::url` and from `urls`, and it leads to no file but those of the directory.

use std::fs;

use http::Uri;
use lychgate::prelude::*;
use lychgate::test::Client;
use percent_encoding::percent_decode_str;
use tempfile::TempDir;

#[application]
mod site {
    #[get(r"^whole/(?s:(?<rest>.*))$")]
    fn whole(rest: &str) -> String {
        rest.to_owned()
    }

    #[get(r"^part/(?<part>[^/]+)/?$")]
    fn part(part: &str) -> String {
        part.to_owned()
    }
}

pub fn paths(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    decoded(text);
    back(text);
    inside(text);
}

/// The path of a request for a text, if it can be one.
fn target(before: &str, text: &str) -> Option<Uri> {
    format!("{before}{text}").parse().ok().filter(|uri: &Uri| uri.path().starts_with('/'))
}

fn decoded(text: &str) {
    let Some(uri) = target("/whole/", text) else { return };
    let bytes: Vec<u8> = percent_decode_str(uri.path()).collect();
    let answer = Client::new(site::application).get(&uri.to_string()).send();
    match std::str::from_utf8(&bytes) {
        Ok(path) => assert_eq!(answer.text(), path["/whole/".len()..], "{text:?}"),
        Err(_) => assert_eq!(answer.status(), 400, "{text:?}"),
    }
    let (request, ()) = http::Request::get(&uri).body(()).expect("a request").into_parts();
    let environ = Environ::new(request, Input::empty(), Default::default(), None);
    assert_eq!(*environ.path_info(), bytes[..]);
    let again: Uri = environ.url().parse().expect("the address of a request is one");
    assert_eq!(percent_decode_str(again.path()).collect::<Vec<u8>>(), bytes);
}

/// Where there is a path to a handler with this text, it leads there with this text.
fn back(text: &str) {
    let client = Client::new(site::application);
    let (whole, part) = (site::urls::whole(text), site::urls::part(text));
    // A browser takes such segments for steps.
    let has_steps = text.split('/').any(|segment| [".", ".."].contains(&segment));
    assert_eq!(whole.path().is_ok(), !has_steps, "{text:?}");
    let is_part = !has_steps && !text.is_empty() && !text.contains('/');
    assert_eq!(part.path().is_ok(), is_part, "{text:?}");
    for url in [whole, part] {
        if let Ok(path) = url.path() {
            assert_eq!(client.get(path).send().text(), text);
        }
    }
}

const SECRET: &str = "nobody may read this";

thread_local! {
    /// A directory with a file in it, beside one that is nobody's.
    static OUTER: TempDir = {
        let outer = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| fs::write(outer.path().join(path), text);
        fs::create_dir_all(outer.path().join("public/below")).expect("a folder");
        write("secret", SECRET).expect("a file");
        write("public/.hidden", SECRET).expect("a file");
        write("public/a.txt", "text").expect("a file");
        outer
    };
    static PUBLIC: Client<'static> = OUTER.with(|outer| {
        Client::new(Files::new(outer.path().join("public")).listing(true))
    });
}

fn inside(text: &str) {
    let Some(uri) = target("/", text) else { return };
    let answer = PUBLIC.with(|client| client.get(&uri.to_string()).send());
    let shown = String::from_utf8_lossy(&answer.bytes()).into_owned();
    assert!(!shown.contains(SECRET) && !shown.contains("secret"), "{text:?}: {shown}");
    assert!([200, 301, 308, 400, 404].contains(&answer.status().as_u16()), "{text:?}");
}
