use lychgate::prelude::*;
mod site {
    use super::Environ;
    fn posts(year: u16, month: u8, day: Option<u8>) -> String {
        format!("{year} {month} {day:?}")
    }
    /// Two captures in one segment, one over several, and the request.
    fn file(environ: &Environ, ending: &str, stem: &str, directory: String) -> String {
        format!("{} {stem} {ending} {directory}", environ.method())
    }
    async fn either(number: Option<u32>, word: Option<&str>) -> String {
        format!("{number:?} {word:?}")
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new(
                    r"^posts/(?<year>\d{4})/(?<month>\d\d)(/(?<day>\d\d))?/?$",
                    Methods::GET,
                    "posts",
                    &["year", "month", "day"],
                )
                .takes(&["year: u16", "month: u8", "day: Option<u8>"]),
            Route::new(
                    r"^files/(?<directory>.+)/(?<stem>[^/]+)\.(?<ending>\w+)$",
                    Methods::GET,
                    "file",
                    &["directory", "stem", "ending"],
                )
                .takes(
                    &[
                        "environ: &Environ",
                        "ending: &str",
                        "stem: &str",
                        "directory: String",
                    ],
                ),
            Route::new(
                    r"^either/(?:(?<number>\d+)|(?<word>[a-z]+))$",
                    Methods::GET,
                    "either",
                    &["number", "word"],
                )
                .takes(&["number: Option<u32>", "word: Option<&str>"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 3> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::posts => {
                        <u16 as ::lychgate::FromCapture<_>>::admits(captures[0])
                            && <u8 as ::lychgate::FromCapture<_>>::admits(captures[1])
                            && <Option<
                                u8,
                            > as ::lychgate::FromOptionalCapture<_>>::admits(captures[2])
                    }
                    route::file => {
                        <String as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    route::either => {
                        <Option<
                            u32,
                        > as ::lychgate::FromOptionalCapture<_>>::admits(captures[0])
                    }
                    _ => true,
                },
            )
            .found()
    }
    /// Where the routes are: each function makes the URL that leads to its handler with these
    /// captures.
    #[allow(dead_code, private_interfaces, private_bounds, unreachable_pub)]
    pub mod urls {
        #[allow(unused_imports)]
        use super::*;
        /// `/posts/{year}/{month}[/{day}]` leads to `posts`, by `^posts/(?<year>\d{4})/(?<month>\d\d)(/(?<day>\d\d))?/?$`.
        pub fn posts(
            year: u16,
            month: u8,
            day: ::core::option::Option<u8>,
        ) -> ::lychgate::Url {
            let url = ::lychgate::url::to(super::ROUTES, super::route::posts)
                .text("posts/")
                .number("year", year, 4)
                .text("/")
                .number("month", month, 2);
            let url = if let ::core::option::Option::Some(day) = day {
                url.text("/").number("day", day, 2)
            } else {
                url
            };
            url.url(super::find)
        }
        /// `/files/{directory}/{stem}.{ending}` leads to `file`, by `^files/(?<directory>.+)/(?<stem>[^/]+)\.(?<ending>\w+)$`.
        pub fn file(directory: &str, stem: &str, ending: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::file)
                .text("files/")
                .capture("directory", directory)
                .text("/")
                .capture("stem", stem)
                .text(".")
                .capture("ending", ending)
                .url(super::find)
        }
        /// `/either/[{number}|{word}]` leads to `either`, by `^either/(?:(?<number>\d+)|(?<word>[a-z]+))$`.
        pub fn either(
            number: ::core::option::Option<u32>,
            word: ::core::option::Option<&str>,
        ) -> ::lychgate::Url {
            let url = ::lychgate::url::to(super::ROUTES, super::route::either)
                .given("number", number.is_some())
                .given("word", word.is_some())
                .text("either/");
            let url = if let ::core::option::Option::Some(number) = number {
                url.capture("number", number)
            } else if let ::core::option::Option::Some(word) = word {
                url.capture("word", word)
            } else {
                url
            };
            url.url(super::find)
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^posts/(?<year>\d{4})/(?<month>\d\d)(/(?<day>\d\d))?/?$` → `posts(year: u16, month: u8, day: Option<u8>)`
    /// - `GET` `^files/(?<directory>.+)/(?<stem>[^/]+)\.(?<ending>\w+)$` → `file(environ: &Environ, ending: &str, stem: &str, directory: String)`
    /// - `GET` `^either/(?:(?<number>\d+)|(?<word>[a-z]+))$` → `either(number: Option<u32>, word: Option<&str>)`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<3> = {
        use ::lychgate::{FromCapture, FromEnviron, FromOptionalCapture};
        ::lychgate::Dispatcher::new(
            ROUTES,
            find,
            |call| match call.route() {
                route::posts => {
                    call.respond(
                        posts(
                            FromCapture::of(call, 0)?,
                            FromCapture::of(call, 1)?,
                            FromOptionalCapture::of(call, 2)?,
                        ),
                    )
                }
                route::file => {
                    call.respond(
                        file(
                            FromEnviron::of(call)?,
                            call.text(2)?,
                            call.text(1)?,
                            FromCapture::of(call, 0)?,
                        ),
                    )
                }
                route::either => {
                    call.respond_later(
                        either(
                            FromOptionalCapture::of(call, 0)?,
                            FromOptionalCapture::of(call, 1)?,
                        ),
                    )
                }
                _ => call.respond_nothing(),
            },
        )
    };
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const posts: usize = 0;
            pub const file: usize = 1;
            pub const either: usize = 2;
        }
        use ::core::matches;
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{
            Accept, accept, char_at, digit, end, held, literal, one_char, part,
            plus_chars, run_chars, slash_end, star, star_chars, word,
        };
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 3>> {
            let b = path.as_bytes();
            match b.first() {
                Some(b'e') => {
                    literal(b, 1, b"ither/")?;
                    if let Some(b'a'..=b'z') = b.get(7) {
                        let e1 = star(b, 8, u8::is_ascii_lowercase);
                        end(b, e1)?;
                        accept(&[route::either], [None, part(path, 7, e1)])
                    } else {
                        let e1 = plus_chars(path, 7, digit)?;
                        end(b, e1)?;
                        accept(&[route::either], [part(path, 7, e1)])
                    }
                }
                Some(b'f') => {
                    literal(b, 1, b"iles/")?;
                    let e1 = one_char(path, 6, |c| c != '\n')?;
                    let e2 = star(b, e1, |c| !matches!(c, b'\n' | b'/'));
                    literal(b, e2, b"/")?;
                    loop_after_files(path, e2 + 1, 6, e2, 0, 0, 0)
                }
                Some(b'p') => {
                    literal(b, 1, b"osts/")?;
                    let e1 = run_chars(path, 6, 4, digit)?;
                    literal(b, e1, b"/")?;
                    let e2 = run_chars(path, e1 + 1, 2, digit)?;
                    if slash_end(b, e2).is_some() {
                        return accept(
                            &[route::posts],
                            [part(path, 6, e1), part(path, e1 + 1, e2)],
                        );
                    }
                    literal(b, e2, b"/")?;
                    let e3 = run_chars(path, e2 + 1, 2, digit)?;
                    slash_end(b, e3)?;
                    accept(
                        &[route::posts],
                        [
                            part(path, 6, e1),
                            part(path, e1 + 1, e2),
                            part(path, e2 + 1, e3),
                        ],
                    )
                }
                _ => None,
            }
        }
        #[allow(clippy::too_many_lines)]
        fn loop_after_files(
            path: &str,
            mut i: usize,
            r0: usize,
            r1: usize,
            r2: usize,
            r3: usize,
            r4: usize,
        ) -> Option<Accept<'_, 3>> {
            let b = path.as_bytes();
            let mut registers = [r1, r2, r3, r4];
            let [r1, r2, r3, r4] = held(&mut registers);
            let mut state = 0;
            loop {
                match state {
                    0 => {
                        match char_at(path, i) {
                            None => return None,
                            Some('\n') => {
                                return loop_after_files_2(path, i + 1, r0, *r1, i, 0, 0);
                            }
                            Some('/') => {
                                *r1 = i;
                                i += 1;
                                state = 0;
                            }
                            Some(c) => {
                                *r2 = i;
                                i += c.len_utf8();
                                state = 1;
                            }
                        }
                    }
                    1 => {
                        i = star(b, i, |c| !matches!(c, b'\n' | b'.' | b'/'));
                        match b.get(i) {
                            Some(b'\n') => {
                                return loop_after_files_2(path, i + 1, r0, *r1, *r2, 0, 0);
                            }
                            Some(b'.') => {
                                *r3 = i;
                                i += 1;
                                state = 2;
                            }
                            Some(b'/') => {
                                *r1 = i;
                                i += 1;
                                state = 0;
                            }
                            _ => return None,
                        }
                    }
                    2 => {
                        match char_at(path, i) {
                            None => return None,
                            Some('\n') => {
                                return loop_after_files_2(path, i + 1, r0, *r1, *r2, 0, 0);
                            }
                            Some('.') => {
                                *r3 = i;
                                i += 1;
                                state = 2;
                            }
                            Some('/') => {
                                *r1 = i;
                                i += 1;
                                state = 0;
                            }
                            Some(c) if !word(c) => {
                                state = 1;
                            }
                            Some(_) => {
                                *r4 = i;
                                state = 3;
                            }
                        }
                    }
                    _ => {
                        i = star_chars(path, i, word);
                        match char_at(path, i) {
                            None => {
                                return accept(
                                    &[route::file],
                                    [
                                        part(path, r0, *r1),
                                        part(path, *r2, *r3),
                                        part(path, *r4, i),
                                    ],
                                );
                            }
                            Some('\n') => {
                                return loop_after_files_2(path, i + 1, r0, *r1, *r2, 0, 0);
                            }
                            Some('.') => {
                                *r3 = i;
                                i += 1;
                                state = 2;
                            }
                            Some('/') => {
                                *r1 = i;
                                i += 1;
                                state = 0;
                            }
                            Some(c) if !word(c) => {
                                state = 1;
                            }
                            _ => return None,
                        }
                    }
                }
            }
        }
        fn loop_after_files_2(
            path: &str,
            mut i: usize,
            r0: usize,
            r1: usize,
            r2: usize,
            r3: usize,
            r4: usize,
        ) -> Option<Accept<'_, 3>> {
            let b = path.as_bytes();
            let mut registers = [r3, r4];
            let [r3, r4] = held(&mut registers);
            let mut state = 0;
            loop {
                match state {
                    0 => {
                        i = star(b, i, |c| !matches!(c, b'.' | b'/'));
                        literal(b, i, b".")?;
                        *r3 = i;
                        i += 1;
                        state = 1;
                    }
                    1 => {
                        match char_at(path, i) {
                            Some('.') => {
                                *r3 = i;
                                i += 1;
                                state = 1;
                            }
                            Some(c) if !word(c) && c != '/' => {
                                state = 0;
                            }
                            Some(c) if word(c) => {
                                *r4 = i;
                                state = 2;
                            }
                            _ => return None,
                        }
                    }
                    _ => {
                        i = star_chars(path, i, word);
                        match char_at(path, i) {
                            None => {
                                return accept(
                                    &[route::file],
                                    [
                                        part(path, r0, r1),
                                        part(path, r2, *r3),
                                        part(path, *r4, i),
                                    ],
                                );
                            }
                            Some('.') => {
                                *r3 = i;
                                i += 1;
                                state = 1;
                            }
                            Some(c) if !word(c) && c != '/' => {
                                state = 0;
                            }
                            _ => return None,
                        }
                    }
                }
            }
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{get as _, get as _, get as _};
}
pub(crate) fn app() -> impl Application {
    site::application
}
