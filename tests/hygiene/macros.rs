//! Applications that come out of `macro_rules!`, and raw identifiers.

use lychgate::prelude::*;
use lychgate::test::Client;

macro_rules! site {
    (
        $visibility:vis $name:ident {
            $($handler:ident $pattern:literal ($($parameter:ident: $type:ty),*) -> $output:ty $body:block)*
        }
    ) => {
        #[application]
        $visibility mod $name {
            $(
                #[get($pattern)]
                fn $handler($($parameter: $type),*) -> $output $body
            )*
        }
    };
}

site! {
    pub(crate) from_tokens {
        index "^$" () -> &'static str { "index" }
        add "^(?<a>[0-9]+)/(?<b>[0-9]+)(?:/(?<c>[0-9]+))?$"
            (b: u8, environ: &lychgate::Environ, a: u8, c: Option<u8>) -> String {
            format!("{} {a} {b} {c:?}", environ.method())
        }
    }
}

macro_rules! counted {
    ($type:ident, $word:expr) => {
        struct $type;

        #[application]
        impl $type {
            #[get("^(?<word>[a-z]+)$")]
            fn get(&self, word: &str) -> String {
                format!("{} {word}", $word)
            }
        }

        #[application]
        fn single() -> String {
            String::from($word)
        }

        #[application]
        fn bare(
            environ: &mut Environ,
            start_response: StartResponse<'_>,
        ) -> Result<Reply<'static>> {
            environ.insert("x.word", $word);
            Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body($word))
        }
    };
}

counted!(Words, "word");

#[test]
fn applications_come_out_of_macros() {
    let client = Client::new(from_tokens::application);
    assert_eq!(client.get("/").send().text(), "index");
    assert_eq!(client.get("/1/2").send().text(), "GET 1 2 None");
    assert_eq!(Client::new(Words).get("/a").send().text(), "word a");
    assert_eq!(Client::new(single::application).get("/a").send().text(), "word");
    assert_eq!(Client::new(bare).get("/a").send().text(), "word");
}

#[application]
mod r#match {
    #[get("^r/(?<type>[a-z]+)(?:/(?<async>[a-z]+))?$")]
    fn r#fn(r#type: &str, r#async: Option<&str>) -> String {
        format!("{type} {async:?}", r#type = r#type, r#async = r#async)
    }

    #[post("^r$")]
    #[put("^r$")]
    fn r#loop() {}

    #[not_found]
    fn r#else() -> &'static str {
        "else"
    }
}

#[test]
fn raw_identifiers_are_names() {
    let client = Client::new(r#match::application);
    assert_eq!(client.get("/r/a").send().text(), "a None");
    assert_eq!(client.request("PUT", "/r").send().status(), 204);
    assert_eq!(client.get("/else").send().text(), "else");
    assert_eq!(r#match::ROUTES[0].handler, "fn");
}

macro_rules! signed {
    ($visibility:vis $name:ident $mark:expr, $ty:ident $prefix:literal $out:ty) => {
        #[middleware]
        $visibility fn $name(environ: &mut Environ, next: Next<'_>) -> $out {
            next.call(environ).header("X-Mark", $mark)
        }

        struct $ty(signed_inside::Part);

        #[application]
        #[with($name, self.0)]
        impl $ty {
            #[mount($prefix)]
            #[with($name)]
            fn part(&self) -> &signed_inside::Part {
                &self.0
            }
        }
    };
}

mod signed_inside {
    use lychgate::prelude::*;

    pub(super) struct Part;

    #[middleware]
    impl Part {
        fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
            next.call(environ).header("X-Mark", "part")
        }
    }

    #[application]
    impl Part {
        #[get("^$")]
        fn index() -> &'static str {
            "part"
        }
    }
}

signed!(pub(crate) r#loop "match", Whole "^r/" Response);

#[test]
fn middleware_and_mounts_come_out_of_macros() {
    let client = Client::new(r#loop(Whole(signed_inside::Part)));
    let answer = client.get("/r/").send();
    assert_eq!(
        (answer.text().as_str(), answer.headers().get_all("x-mark").iter().count()),
        ("part", 4)
    );
    assert_eq!(Whole::ROUTES[0].middleware, ["loop", "self.0", "loop"]);
}
