//! From a route and its captures to a path, and back by `find`, in this process and over the wire.

use std::fmt;
use std::str::FromStr;
use std::thread;

use lychgate::prelude::*;
use lychgate::test::Client;

/// A type of the user's, with a text.
#[derive(Debug, PartialEq)]
struct Color(u32);

impl FromStr for Color {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u32::from_str_radix(text, 16).map(Color)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06x}", self.0)
    }
}

#[application]
mod site {
    use super::{Color, Environ, FromStr};

    /// A type without a text: there is a function, which nobody can call.
    struct Silent;

    impl FromStr for Silent {
        type Err = ();

        fn from_str(_: &str) -> Result<Self, ()> {
            Ok(Silent)
        }
    }

    #[get("^$")]
    fn index() -> &'static str {
        "index"
    }

    #[get("^hello/?$")]
    fn hello() -> &'static str {
        "hello"
    }

    #[get("^users/new$")]
    fn new_user() -> &'static str {
        "new_user"
    }

    #[get("^users/(?<name>[^/]+)/?$")]
    #[get("^people/(?<name>[^/]+)$")]
    fn user(name: &str) -> String {
        format!("user {name}")
    }

    #[get(r"^posts/(?<year>\d{4})/(?<month>\d\d)(?:/(?<day>\d\d))?/?$")]
    fn posts(year: u16, month: u8, day: Option<u8>) -> String {
        format!("posts {year} {month} {day:?}")
    }

    #[get(r"^files/(?<path>.+)\.(?<ending>\w+)$")]
    fn file(environ: &Environ, ending: String, path: &str) -> String {
        format!("file {path} {ending} {}", environ.method())
    }

    #[get(r"^pick/(?:(?<number>-?\d+)|(?<word>[a-z]+)|-)$")]
    fn pick(number: Option<i64>, word: Option<String>) -> String {
        format!("pick {number:?} {word:?}")
    }

    #[get("^colors/(?<color>[0-9a-f]+)$")]
    fn color(color: Color) -> String {
        format!("color {color:?}")
    }

    #[get("^silent/(?<silent>.)$")]
    fn silent(silent: Silent) -> &'static str {
        let Silent = silent;
        "silent"
    }

    #[get("^nested/(?<all>(?<first>[^-]+)-.*)$")]
    fn nested(all: &str, first: &str) -> String {
        format!("nested {all} {first}")
    }

    #[post("^users/(?<name>[^/]+)/?$")]
    fn change(name: &str) -> String {
        format!("change {name}")
    }

    #[get(r"^café/(?<url>\w+)$")]
    fn menu(url: &str) -> String {
        format!("menu {url}")
    }

    #[get(r"^number/\d+$")]
    fn nobodys() {}
}

/// What a function makes, and what is answered there.
fn cases() -> Vec<(Url, &'static str, &'static str)> {
    vec![
        (site::urls::index(), "/", "index"),
        (site::urls::hello(), "/hello", "hello"),
        (site::urls::user("Ann"), "/users/Ann", "user Ann"),
        (site::urls::user("Zoë & 50 %?#'\"<\\"), "", "user Zoë & 50 %?#'\"<\\"),
        (site::urls::user("a+b;c=d,e:f@g!$()*~"), "/users/a+b;c=d,e:f@g!$()*~", ""),
        (site::urls::posts(2026, 5, None), "/posts/2026/05", "posts 2026 5 None"),
        (site::urls::posts(7, 12, Some(1)), "/posts/0007/12/01", "posts 7 12 Some(1)"),
        (site::urls::file("a/b c", "txt"), "/files/a/b%20c.txt", "file a/b c txt GET"),
        (site::urls::pick(Some(-7), None), "/pick/-7", "pick Some(-7) None"),
        (site::urls::pick(None, Some("x")), "/pick/x", "pick None Some(\"x\")"),
        (site::urls::pick(None, None), "/pick/-", "pick None None"),
        (site::urls::color(&Color(0xA0)), "/colors/0000a0", "color Color(160)"),
        (site::urls::nested("a-b-c"), "/nested/a-b-c", "nested a-b-c a"),
        (site::urls::menu("tea"), "/caf%C3%A9/tea", "menu tea"),
    ]
}

#[test]
fn a_url_leads_to_its_handler_with_its_captures() {
    let client = Client::new(site::application);
    for (url, path, answer) in cases() {
        let made = url.path().expect("a path");
        if !path.is_empty() {
            assert_eq!(made, path);
        }
        let answered = client.get(made).send();
        assert_eq!(answered.status(), 200, "{made}");
        if !answer.is_empty() {
            assert_eq!(answered.text(), answer, "{made}");
        }
    }
    let path = site::urls::change("Ann");
    assert_eq!(client.post(&path.to_string()).send().text(), "change Ann");
}

#[test]
fn so_it_does_over_the_wire() {
    let server = lychgate::make_server("127.0.0.1:0", site::application).expect("a free port");
    let (address, handle) = (server.local_addr().expect("an address"), server.handle());
    let serving = thread::spawn(move || server.serve_forever());
    let client = Client::connect(address);
    for (url, _, answer) in cases() {
        let answered = client.get(url.path().expect("a path")).send();
        assert_eq!(answered.status(), 200, "{url}");
        if !answer.is_empty() {
            assert_eq!(answered.text(), answer, "{url}");
        }
    }
    handle.stop();
    serving.join().expect("no panic").expect("a graceful stop");
}

#[test]
fn there_is_no_url_for_captures_that_lead_elsewhere() {
    for (url, why) in [
        (site::urls::user("new"), "it leads to `new_user`"),
        (site::urls::user("a/b"), "does not match it"),
        (site::urls::user(""), "does not match it"),
        (site::urls::user(".."), "clients leave out a segment"),
        (site::urls::posts(20_266, 5, None), "does not match it"),
        (site::urls::file("a", "t.x"), "`path` would be Some(\"a.t\")"),
        (site::urls::pick(Some(1), Some("x")), "no place for `word`"),
        (site::urls::menu("a b"), "does not match it"),
    ] {
        let error = url.path().expect_err("no path").to_string();
        assert!(error.starts_with("500 ") && error.contains(why), "{error}");
        assert_eq!(url, Url::INVALID);
        assert_eq!(url.to_string(), "about:invalid");
    }
}

#[application]
mod shop {
    use super::*;

    #[get(r"^items/(?<id>\d+)$")]
    fn item(id: u64, environ: &Environ) -> String {
        let next = urls::item(id + 1);
        format!("{} {}", environ.url_for(next.clone()), environ.absolute_url_for(next))
    }

    #[get("^away$")]
    fn away() -> Redirect {
        Redirect::to(urls::text("a/b"))
    }

    #[get("^text/(?<text>[^/]*)$")]
    fn text(text: &str) -> String {
        text.to_owned()
    }
}

#[application]
mod mall {
    use super::*;

    #[get("^shop/text/reserved$")]
    fn reserved() {}

    #[mount("^shop/")]
    fn shop() -> impl Application {
        super::shop::application
    }

    #[mount("^(?:s|store) 2")]
    fn second() -> impl Application {
        super::shop::application
    }
}

#[test]
fn a_mounted_application_puts_its_prefix_before_a_url() {
    let client = Client::new(mall::application);
    let item = mall::urls::shop(shop::urls::item(7));
    assert_eq!(item, "/shop/items/7");
    let answer = client.get(&item.to_string()).header("Host", "example.org").send();
    assert_eq!(answer.text(), "/shop/items/8 http://example.org/shop/items/8");
    let second = mall::urls::second(shop::urls::item(7));
    assert_eq!(second, "/s%202/items/7");
    let answer = client.get(&second.to_string()).header("Host", "example.org").send();
    assert_eq!(answer.text(), "/s%202/items/8 http://example.org/s%202/items/8");
    let text = mall::urls::shop(shop::urls::text("ü ?"));
    assert_eq!(client.get(&text.to_string()).send().text(), "ü ?");
}

#[test]
fn a_mount_has_no_url_where_another_route_comes_before_or_nothing_is_inside() {
    let taken = mall::urls::shop(shop::urls::text("reserved"));
    assert!(taken.path().unwrap_err().to_string().contains("`reserved`"));
    let nothing = mall::urls::shop(shop::urls::text("a/b"));
    assert!(nothing.path().unwrap_err().to_string().contains("does not match it"));
}

#[test]
fn a_redirect_to_no_url_is_a_failure() {
    assert_eq!(Client::new(shop::application).get("/away").send().status(), 500);
}

struct Blog<T>(T);

#[application]
impl<T: Send + Sync + FromStr + fmt::Display> Blog<T> {
    #[get("^posts/(?<id>[a-z0-9]+)$")]
    fn post(&self, id: T) -> String {
        format!("{} {id}", self.0)
    }

    #[get("^away$")]
    fn away() -> Redirect {
        Redirect::to(Self::urls().last())
    }

    #[get("^last$")]
    fn last() {}
}

#[test]
fn a_type_has_urls_too() {
    let url = Blog::<u16>::urls().post(&7);
    assert_eq!(url, "/posts/7");
    assert_eq!(Client::new(Blog(3_u16)).get(&url.to_string()).send().text(), "3 7");
    let away = Client::new(Blog(3_u16)).get("/away").send();
    assert_eq!(away.header("Location"), Some("/last"));
}
