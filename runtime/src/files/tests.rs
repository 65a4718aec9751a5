//! A directory with what may be seen, and around it what may not.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::Files;
use crate::test::{Answer, Client};

const SECRET: &str = "what is outside";

/// `root/` with files, beside a secret, and with links to both.
fn tree() -> TempDir {
    let outer = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &[u8]| {
        let path = outer.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("secret.txt", SECRET.as_bytes());
    write("root-beside/secret.txt", SECRET.as_bytes());
    write("root/page.html", b"<p>page</p>");
    write("root/.env", SECRET.as_bytes());
    write("root/.git/config", SECRET.as_bytes());
    write("root/thousand.bin", &(0..1000u32).map(|n| (n % 251) as u8).collect::<Vec<_>>());
    write("root/folder/index.html", b"index");
    write("root/empty/one & two.txt", b"text");
    write("root/style.css", b"plain");
    write("root/style.css.gz", b"gzipped");
    write("root/style.css.br", b"brotli");
    #[cfg(unix)]
    links(outer.path());
    outer
}

#[cfg(unix)]
fn links(outer: &Path) {
    use std::os::unix::fs::symlink;
    let root = outer.join("root");
    symlink("../secret.txt", root.join("link-out.txt")).unwrap();
    symlink(outer.join("secret.txt"), root.join("link-absolute.txt")).unwrap();
    symlink("..", root.join("link-up")).unwrap();
    symlink("/", root.join("link-to-all")).unwrap();
    symlink("/dev/zero", root.join("zero")).unwrap();
    symlink("link-loop", root.join("link-loop")).unwrap();
    symlink("page.html", root.join("link-in.html")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
}

fn ask(files: Files, path: &str, headers: &[(&str, &str)]) -> Answer {
    let client = Client::new(files);
    headers.iter().fold(client.get(path), |it, (name, value)| it.header(name, value)).send()
}

fn files(outer: &TempDir) -> Files {
    Files::new(outer.path().join("root"))
}

#[test]
fn a_file_comes_with_its_type_and_length() {
    let outer = tree();
    let answer = ask(files(&outer), "/page.html", &[]);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("Content-Length"), Some("11"));
    assert_eq!(answer.header("Accept-Ranges"), Some("bytes"));
    assert_eq!(answer.text(), "<p>page</p>");
    #[cfg(unix)]
    assert_eq!(ask(files(&outer), "/link-in.html", &[]).text(), "<p>page</p>");
    let head = Client::new(files(&outer)).request("HEAD", "/page.html").send();
    assert_eq!((head.header("Content-Length"), head.text()), (Some("11"), String::new()));
    let post = Client::new(files(&outer)).post("/page.html").send();
    assert_eq!((post.status().as_u16(), post.header("Allow")), (405, Some("GET, HEAD, OPTIONS")));
}

#[test]
fn no_path_leaves_the_directory() {
    let outer = tree();
    let absolute = format!("/{}", outer.path().join("secret.txt").display());
    let attempts = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..%c0%afsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%252e%252e/secret.txt",
        "/folder/../../secret.txt",
        "/folder/..%2f..%2fsecret.txt",
        "/folder/%2e%2e/%2e%2e/secret.txt",
        "/./../secret.txt",
        "/.%2e/secret.txt",
        "/%2e./secret.txt",
        "/..;/secret.txt",
        "/.../secret.txt",
        "/....//secret.txt",
        "//../secret.txt",
        "///etc/passwd",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/%2f%2fetc/passwd",
        "/folder//../../secret.txt",
        "/../root-beside/secret.txt",
        "/..%00/secret.txt",
        "/page.html%00.txt",
        "/page.html%00",
        "/%00",
        "/page.html/",
        "/page.html/../../secret.txt",
        "/C:/secret.txt",
        "/C:%5csecret.txt",
        "/file:/etc/passwd",
        "/%5c..%5csecret.txt",
        "/.env",
        "/.git/config",
        "/folder/../.env",
        "/%2egit/config",
        "/link-out.txt",
        "/link-absolute.txt",
        "/link-up/secret.txt",
        "/link-up/root/../secret.txt",
        "/link-to-all/etc/passwd",
        "/link-loop",
        "/zero",
        "/pipe",
        "/~root/secret.txt",
        "/%EF%BC%8E%EF%BC%8E/secret.txt",
        &absolute,
        &format!("/{}", "a/".repeat(2000)),
        &format!("/{}", "a".repeat(5000)),
    ];
    assert!(attempts.len() >= 40);
    for path in attempts {
        let answer = ask(files(&outer), path, &[]);
        assert_eq!(answer.status(), 404, "{path}");
        assert!(!answer.text().contains(SECRET), "{path}");
        assert!(!answer.text().contains("root:"), "{path}");
    }
}

#[test]
fn hidden_names_are_seen_when_it_is_said_so() {
    let outer = tree();
    assert_eq!(ask(files(&outer).hidden(true), "/.git/config", &[]).text(), SECRET);
    assert_eq!(ask(files(&outer).hidden(true), "/../secret.txt", &[]).status(), 404);
}

#[test]
fn a_directory_is_its_index_at_an_address_with_a_slash() {
    let outer = tree();
    assert_eq!(ask(files(&outer), "/folder/", &[]).text(), "index");
    let answer = ask(files(&outer), "/folder?q=1", &[]);
    assert_eq!((answer.status().as_u16(), answer.header("Location")), (308, Some("/folder/?q=1")));
    let answer = ask(files(&outer), "/folder?q=\u{eb}", &[]);
    assert_eq!(answer.header("Location"), Some("/folder/?q=%C3%AB"));
    let answer = ask(files(&outer), "///folder", &[]);
    assert_ne!(answer.header("Location"), Some("///folder/"));
    assert_eq!(ask(files(&outer).index(None), "/folder/", &[]).status(), 404);
    assert_eq!(ask(files(&outer), "/empty/", &[]).status(), 404);
    assert_eq!(ask(files(&outer), "/", &[]).status(), 404);
}

#[test]
fn a_listing_is_shown_on_request_with_its_names_escaped() {
    let outer = tree();
    let answer = ask(files(&outer).listing(true), "/empty/", &[]);
    assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
    let link = "<a href=\"one%20%26%20two%2Etxt\">one &amp; two.txt</a>";
    assert!(answer.text().contains(link), "{}", answer.text());
    assert!(answer.text().contains("../"));
    let root = ask(files(&outer).listing(true), "/", &[]).text();
    assert!(root.contains("folder/") && !root.contains(".env") && !root.contains("../"), "{root}");
}

#[test]
fn compressed_files_go_to_who_takes_them() {
    let outer = tree();
    for (accepted, text, encoding) in [
        ("gzip", "gzipped", Some("gzip")),
        ("gzip, br", "brotli", Some("br")),
        ("br;q=0, gzip", "gzipped", Some("gzip")),
        ("identity", "plain", None),
    ] {
        let answer = ask(files(&outer), "/style.css", &[("Accept-Encoding", accepted)]);
        assert_eq!((&*answer.text(), answer.header("Content-Encoding")), (text, encoding));
        assert_eq!(answer.header("Content-Type"), Some("text/css; charset=utf-8"));
        assert_eq!(answer.header("Vary"), Some("Accept-Encoding"));
    }
    let plain = files(&outer).precompressed(false);
    assert_eq!(ask(plain, "/style.css", &[("Accept-Encoding", "br")]).text(), "plain");
    assert_eq!(ask(files(&outer), "/page.html", &[]).header("Vary"), None);
}

#[test]
fn ranges_are_sent_alone_or_as_parts() {
    let outer = tree();
    let whole = ask(files(&outer), "/thousand.bin", &[]).bytes();
    let one = ask(files(&outer), "/thousand.bin", &[("Range", "bytes=900-")]);
    assert_eq!(one.status(), 206);
    assert_eq!(one.header("Content-Range"), Some("bytes 900-999/1000"));
    assert_eq!(one.header("Content-Length"), Some("100"));
    assert_eq!(one.bytes(), whole.slice(900..));

    let two = ask(files(&outer), "/thousand.bin", &[("Range", "bytes=0-99,200-299")]);
    assert_eq!(two.status(), 206);
    let boundary = two.header("Content-Type").unwrap();
    let boundary = boundary.strip_prefix("multipart/byteranges; boundary=").unwrap().to_owned();
    let part = |range: &str| {
        format!(
            "\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: \
             bytes {range}/1000\r\n\r\n"
        )
    };
    let (first, second, end) = (part("0-99"), part("200-299"), format!("\r\n--{boundary}--\r\n"));
    let expected =
        [first.as_bytes(), &whole[..100], second.as_bytes(), &whole[200..300], end.as_bytes()];
    assert_eq!(two.bytes(), expected.concat());
    assert_eq!(two.header("Content-Length"), Some(&*two.bytes().len().to_string()));

    let none = ask(files(&outer), "/thousand.bin", &[("Range", "bytes=1000-")]);
    assert_eq!(none.status(), 416);
    assert_eq!(none.header("Content-Range"), Some("bytes */1000"));
    let client = Client::new(files(&outer));
    let head = client.request("HEAD", "/thousand.bin").header("Range", "bytes=0-9");
    assert_eq!(head.send().status(), 200);
}

#[test]
fn conditions_are_judged_in_their_order() {
    let outer = tree();
    let first = ask(files(&outer), "/page.html", &[]);
    let (tag, date) = (first.header("ETag").unwrap(), first.header("Last-Modified").unwrap());
    let (old, new) = ("Mon, 01 Jan 2001 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT");
    let weak = format!("W/{tag}");
    let cases: [(&[(&str, &str)], u16); 16] = [
        (&[("If-None-Match", tag)], 304),
        (&[("If-None-Match", &weak)], 304),
        (&[("If-None-Match", "*")], 304),
        (&[("If-None-Match", "\"other\"")], 200),
        (&[("If-Modified-Since", date)], 304),
        (&[("If-Modified-Since", new)], 304),
        (&[("If-Modified-Since", old)], 200),
        (&[("If-Modified-Since", "yesterday")], 200),
        (&[("If-None-Match", "\"other\""), ("If-Modified-Since", new)], 200),
        (&[("If-Match", tag)], 200),
        (&[("If-Match", &weak)], 412),
        (&[("If-Match", "\"other\"")], 412),
        (&[("If-Unmodified-Since", old)], 412),
        (&[("If-Unmodified-Since", new)], 200),
        (&[("If-Match", tag), ("If-Unmodified-Since", old)], 200),
        (&[("If-Match", tag), ("If-None-Match", tag)], 304),
    ];
    for (headers, status) in cases {
        let answer = ask(files(&outer), "/page.html", headers);
        assert_eq!(answer.status(), status, "{headers:?}");
        if status == 304 {
            assert_eq!(answer.header("ETag"), Some(tag));
            assert_eq!(answer.header("Content-Type"), None);
        }
    }
    let range = ("Range", "bytes=0-1");
    for (condition, status) in
        [(tag, 206), (date, 206), ("\"other\"", 200), (&*weak, 200), (old, 200), (new, 200)]
    {
        let answer = ask(files(&outer), "/page.html", &[range, ("If-Range", condition)]);
        assert_eq!(answer.status(), status, "{condition}");
    }
}

#[test]
fn a_directory_that_is_not_there_is_the_servers_fault() {
    let answer = ask(Files::new("/nowhere/at/all"), "/page.html", &[]);
    assert_eq!(answer.status(), 500);
    assert!(!answer.text().contains("nowhere"));
}
