//! The journeys without a browser, and what no browser would do.

mod journeys;
#[path = "journeys/plain.rs"]
mod plain;

use journeys::{ALL, Browser, PASSWORD, sees, sign_up, write};
use lychgate::middleware::Passage;
use lychgate::prelude::*;
use lychgate::test::{Answer, Client};
use lychgate_guestbook::Guestbook;
use plain::Plain;
use tempfile::TempDir;

/// A guestbook in a directory of its own.
struct Site {
    directory: TempDir,
    client: Client<'static>,
}

impl Site {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let client = Client::new(Guestbook::open(directory.path()).unwrap());
        Site { directory, client }
    }

    fn visitor(&self) -> Plain<'static> {
        Plain::new(self.client.clone())
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn the_journeys_come_to_their_ends() {
    for (name, journey) in ALL {
        println!("{name}");
        journey(&mut Site::new().visitor());
    }
}

#[test]
fn a_form_without_its_token_is_refused() {
    let site = Site::new();
    let (mut ann, mut eve) = (site.visitor(), site.visitor());
    sign_up(&mut ann, "Ann");
    write(&mut ann, "mine");
    eve.open("/login");
    let foreign = eve.hidden("token");
    let own = ann.hidden("token");
    assert_ne!(own, foreign);
    for (path, fields) in [
        ("/logout", ""),
        ("/login", "name=Ann&password=correct+horse"),
        ("/signup", "name=Eve&password=correct+horse"),
        ("/entries/1", "text=eve's&_method=PUT"),
        ("/entries/1", "_method=DELETE"),
    ] {
        for token in ["", "token=&", &format!("token={foreign}&"), &format!("token={own}0&")] {
            let answer = ann.ask("POST", path, FORM, format!("{token}{fields}").into_bytes());
            assert_eq!(answer.status(), 403, "{path} {token}");
            assert!(answer.text().contains("This form is too old"), "{}", answer.text());
        }
    }
    let multipart =
        "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\neve's\r\n--X--\r\n";
    let media_type = "multipart/form-data; boundary=X";
    assert_eq!(ann.ask("POST", "/entries", media_type, multipart.into()).status(), 403);
    ann.open("/");
    sees(&ann, &["mine", "Log out"]);
    journeys::does_not_see(&ann, "eve's");
}

#[test]
fn the_session_is_signed_and_no_script_reads_it() {
    let site = Site::new();
    let mut ann = site.visitor();
    let answer = ann.ask("GET", "/login", "", Vec::new());
    let cookie = answer.header("Set-Cookie").unwrap();
    assert!(cookie.starts_with("session="), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=1209600"), "{cookie}");
    assert_eq!(site.client.get("/").send().header("Set-Cookie"), None, "who only reads needs none");

    let before = ann.cookies()["session"].clone();
    sign_up(&mut ann, "Ann");
    let cookie = ann.cookies()["session"].clone();
    assert_ne!(before, cookie, "a session from before the login is another one");
    let seen = |cookie: &str| {
        let request = site.client.get("/").header("Cookie", &format!("session={cookie}"));
        request.send().text().contains("Log out")
    };
    assert!(seen(&cookie));
    for place in 0..cookie.len() {
        let mut changed = cookie.clone().into_bytes();
        changed[place] = if changed[place] == b'1' { b'2' } else { b'1' };
        assert!(!seen(&String::from_utf8(changed).unwrap()), "byte {place} of {cookie}");
    }

    // The process is another one, and the key the same.
    let again = Client::new(Guestbook::open(site.directory.path()).unwrap());
    let request = again.get("/").header("Cookie", &format!("session={cookie}"));
    assert!(request.send().text().contains("Log out"));
}

/// What a proxy does that takes care of TLS, and says so.
struct Https;

impl Middleware for Https {
    fn call<'a>(&'a self, mut passage: Passage<'a>) -> Reply<'a> {
        passage.environ_mut().insert("wsgi.url_scheme", "https");
        passage.proceed()
    }
}

#[test]
fn over_https_the_session_stays_there() {
    let directory = TempDir::new().unwrap();
    let client = Client::new(Https.wrap(Guestbook::open(directory.path()).unwrap()));
    let answer = client.get("/login").send();
    assert!(answer.header("Set-Cookie").unwrap().contains("; Secure"));
    assert!(answer.header("Strict-Transport-Security").is_some());
}

#[test]
fn who_is_not_the_author_or_nobody_is_refused() {
    let site = Site::new();
    let (mut ann, mut bob, mut nobody) = (site.visitor(), site.visitor(), site.visitor());
    sign_up(&mut ann, "Ann");
    write(&mut ann, "mine");
    sign_up(&mut bob, "Bob");
    nobody.open("/login");
    for (browser, status) in [(&mut bob, 403), (&mut nobody, 303)] {
        let token = browser.hidden("token");
        for fields in ["_method=DELETE", "_method=PUT&text=ours"] {
            let body = format!("token={token}&{fields}").into_bytes();
            let answer = browser.ask("POST", "/entries/1", FORM, body);
            assert_eq!(answer.status(), status, "{}", answer.text());
        }
    }
    let token = bob.hidden("token");
    let body = format!("token={token}&_method=DELETE").into_bytes();
    assert_eq!(bob.ask("POST", "/entries/2", FORM, body).status(), 404);
    ann.open("/");
    sees(&ann, &["mine"]);
}

#[test]
fn pages_say_what_browsers_may_do_with_them() {
    let site = Site::new();
    for path in ["/", "/login", "/signup", "/entries/7", "/nothing", "/static/style.css"] {
        let answer = site.client.get(path).send();
        let policy = answer.header("Content-Security-Policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("Cache-Control"), Some("private, no-cache"), "{path}");
    }
}

#[test]
fn what_is_not_there_has_a_page_too() {
    let site = Site::new();
    for (method, path, status, said) in [
        ("GET", "/nothing", 404, "404 Not Found"),
        ("GET", "/entries/7", 404, "404 Not Found"),
        ("GET", "/entries/99999999999999999999", 404, "404 Not Found"),
        ("POST", "/", 405, "405 Method Not Allowed"),
        ("GET", "/?before=x", 400, "before: invalid digit found in string"),
        ("POST", "/login", 400, "a form is expected"),
        ("GET", "/pictures/none.png", 404, "404 Not Found"),
        ("GET", "/pictures/", 404, "404 Not Found"),
        ("GET", "/pictures/../key", 404, "404 Not Found"),
        ("GET", "/pictures/%2e%2e%2fkey", 404, "404 Not Found"),
    ] {
        let answer = site.client.request(method, path).header("Accept", "text/html").send();
        assert_eq!(answer.status(), status, "{method} {path}");
        assert!(answer.text().contains(said), "{method} {path}: {}", answer.text());
    }
}

/// The answer to a new entry with a picture.
fn send_picture(browser: &mut Plain<'_>, content: &[u8]) -> Answer {
    let token = browser.hidden("token");
    let part = |name: &str| format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"");
    let head = [
        format!("{}\r\n\r\n{token}\r\n", part("token")),
        format!("{}\r\n\r\nLook & see\r\n", part("text")),
        format!("{}; filename=\"../a.html\"\r\n\r\n", part("picture")),
    ];
    let body = [head.concat().into_bytes(), content.to_vec(), b"\r\n--X--\r\n".to_vec()];
    browser.ask("POST", "/entries", "multipart/form-data; boundary=X", body.concat())
}

#[test]
fn pictures_are_what_is_in_them() {
    let site = Site::new();
    let mut ann = site.visitor();
    sign_up(&mut ann, "Ann");
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &[7; 100_000]].concat();
    for (content, media_type) in [
        (&png[..], "image/png"),
        (b"\xFF\xD8\xFF\xE0", "image/jpeg"),
        (journeys::PIXEL, "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ] {
        assert_eq!(send_picture(&mut ann, content).status(), 303);
        let page = site.client.get("/").send().text();
        let path = page.split("<img src=\"").nth(1).unwrap().split('"').next().unwrap();
        let answer = site.client.get(path).send();
        assert_eq!(answer.bytes(), content, "{media_type}");
        assert_eq!(answer.header("Content-Type"), Some(media_type));
        assert_eq!(answer.header("Cache-Control"), Some("public, max-age=31536000, immutable"));
        let name = path.strip_prefix("/pictures/").unwrap();
        assert_eq!(name.find('.'), Some(32), "{name}");
    }
    let kept = || site.directory.path().join("pictures").read_dir().unwrap().count();
    assert_eq!(kept(), 4);

    let large = [&png[..], &vec![0; 5 << 20]].concat();
    for (content, said) in [
        (&b"<svg onload='alert(1)'>"[..], "A picture is a JPEG, PNG, GIF or WebP."),
        (b"\x89PNG", "A picture is a JPEG, PNG, GIF or WebP."),
        (&large, "A picture has up to 5 MB."),
    ] {
        let answer = send_picture(&mut ann, content);
        assert_eq!(answer.status(), 422);
        assert!(answer.text().contains(said), "{}", answer.text());
        assert!(answer.text().contains("Look &#38; see</textarea>"), "{}", answer.text());
    }
    assert_eq!(send_picture(&mut ann, &vec![0; 17 << 20]).status(), 413);
    assert_eq!(kept(), 4);

    ann.open("/");
    ann.follow("Edit");
    ann.press("Delete");
    assert_eq!(kept(), 3, "the picture goes with its entry");
}

#[test]
fn the_api_has_the_same_entries() {
    let site = Site::new();
    let mut ann = site.visitor();
    sign_up(&mut ann, "Ann");
    sign_up_another(&site, "Bob");
    let ask = |method: &str, path: &str, user: Option<&str>, json: &str| {
        let request = site.client.request(method, path);
        let request = match user {
            Some(user) => request.header("Authorization", &format!("Basic {user}")),
            None => request,
        };
        let request = request.header("Content-Type", "application/json");
        request.header("Accept", "application/json").body(json.to_owned()).send()
    };
    let (ann_says, bob_says) = (Some("QW5uOmNvcnJlY3QgaG9yc2U="), Some("Qm9iOmNvcnJlY3QgaG9yc2U="));
    let text = r#"{"text": "Hello <b>"}"#;

    let refused = ask("POST", "/api/entries", None, text);
    assert_eq!(refused.status(), 401);
    let scheme = "Basic realm=\"guestbook\", charset=\"UTF-8\"";
    assert_eq!(refused.header("WWW-Authenticate"), Some(scheme));
    assert_eq!(refused.header("Content-Type"), Some("application/problem+json"));
    assert_eq!(ask("POST", "/api/entries", Some("QW5uOndyb25n"), text).status(), 401);

    let made = ask("POST", "/api/entries", ann_says, text);
    assert_eq!((made.status().as_u16(), made.header("Location")), (201, Some("/api/entries/1")));
    let entry = json(&ask("GET", "/api/entries/1", None, ""));
    assert_eq!((&entry["author"], &entry["text"]), (&"Ann".into(), &"Hello <b>".into()));
    assert_eq!(json(&made), entry);

    let empty = ask("PUT", "/api/entries/1", ann_says, r#"{"text": " "}"#);
    assert_eq!(empty.status(), 422);
    assert_eq!(
        (&json(&empty)["field"], &json(&empty)["detail"]),
        (&"text".into(), &"Write something.".into())
    );
    for (method, path, user, status) in [
        ("PUT", "/api/entries/1", bob_says, 403),
        ("DELETE", "/api/entries/1", bob_says, 403),
        ("DELETE", "/api/entries/2", ann_says, 404),
        ("PUT", "/api/entries/1", ann_says, 204),
    ] {
        let answer = ask(method, path, user, r#"{"text": "Bye"}"#);
        assert_eq!(answer.status(), status, "{method} {path}: {}", answer.text());
    }
    ann.open("/");
    sees(&ann, &["Bye"]);
    assert_eq!(ask("DELETE", "/api/entries/1", ann_says, "").status(), 204);
    assert_eq!(ask("GET", "/api/entries/1", None, "").status(), 404);

    for _ in 0..11 {
        ask("POST", "/api/entries", ann_says, text);
    }
    let first = json(&ask("GET", "/api/entries", None, ""));
    assert_eq!(first["entries"].as_array().unwrap().len(), 10);
    let second = json(&ask("GET", first["next"].as_str().unwrap(), None, ""));
    assert_eq!(second["entries"].as_array().unwrap().len(), 1);
    assert!(second["next"].is_null());

    // The session is not asked here, so that another site's page cannot make use of it.
    assert_eq!(ann.ask("POST", "/api/entries", "application/json", text.into()).status(), 401);
}

fn sign_up_another(site: &Site, name: &str) {
    let mut browser = site.visitor();
    sign_up(&mut browser, name);
}

#[track_caller]
fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.text()).unwrap()
}

#[test]
fn names_are_asked_for_at_once_and_given_once() {
    let site = Site::new();
    let sign_up = |_| {
        let mut browser = site.visitor();
        browser.open("/signup");
        let token = browser.hidden("token");
        let body = format!("token={token}&name=Ann&password={PASSWORD}").into_bytes();
        browser.ask("POST", "/signup", FORM, body).status().as_u16()
    };
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || sign_up(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422, 422, 422, 422, 422]);
}
