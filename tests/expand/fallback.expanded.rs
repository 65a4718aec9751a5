use lychgate::prelude::*;
mod site {
    /// Twenty characters after an `a` somewhere: an automaton would need a million states.
    fn tail(tail: &str) -> String {
        format!("tail {tail}")
    }
    fn report(year: u16) -> String {
        format!("report {year}")
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^(?:.*)a(?<tail>.{20})$", Methods::GET, "tail", &["tail"])
                .takes(&["tail: &str"]),
            Route::new(
                    r"^reports/(?<year>\d{4})\.csv$",
                    Methods::GET,
                    "report",
                    &["year"],
                )
                .takes(&["year: u16"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask(0, matcher::matches)
            .ask_if(
                1,
                matcher::matches_2,
                |index, captures| match index {
                    route::report => {
                        <u16 as ::lychgate::FromCapture<_>>::admits(captures[0])
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
        /// `/a{tail}` leads to `tail`, by `^(?:.*)a(?<tail>.{20})$`.
        pub fn tail(tail: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::tail)
                .text("a")
                .capture("tail", tail)
                .url(super::find)
        }
        /// `/reports/{year}.csv` leads to `report`, by `^reports/(?<year>\d{4})\.csv$`.
        pub fn report(year: u16) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::report)
                .text("reports/")
                .number("year", year, 4)
                .text(".csv")
                .url(super::find)
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^(?:.*)a(?<tail>.{20})$` → `tail(tail: &str)`
    /// - `GET` `^reports/(?<year>\d{4})\.csv$` → `report(year: u16)`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<1> = {
        use ::lychgate::FromCapture;
        ::lychgate::Dispatcher::new(
            ROUTES,
            find,
            |call| match call.route() {
                route::tail => call.respond(tail(call.text(0)?)),
                route::report => call.respond(report(FromCapture::of(call, 0)?)),
                _ => call.respond_nothing(),
            },
        )
    };
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const tail: usize = 0;
            pub const report: usize = 1;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, digit, end, literal, part, run_chars};
        pub(super) fn matches_2(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            literal(b, 0, b"reports/")?;
            let e1 = run_chars(path, 8, 4, digit)?;
            literal(b, e1, b".csv")?;
            end(b, e1 + 4)?;
            accept(&[route::report], [part(path, 8, e1)])
        }
        /// An automaton for this pattern would be too large: `regex` matches it at run time.
        pub(super) fn matches(
            path: &str,
        ) -> ::core::option::Option<::lychgate::matching::Accept<'_, 1>> {
            static PATTERN: ::lychgate::regex::Pattern = ::lychgate::regex::Pattern::new(
                "^(?:.*)a(?<tail>.{20})$",
            );
            PATTERN.accept(path, &[route::tail], &[("tail", 0)])
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{get as _, get as _};
}
pub(crate) fn app() -> impl Application {
    site::application
}
