//! The program that web servers start or ask: `gateway` is one of CGI, and `gateway PATH` serves SCGI at a
//! Unix socket.

#[cfg(unix)]
fn main() -> lychgate::Result<()> {
    unix::main()
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod unix {
    use lychgate::gateway::{cgi, scgi};
    use lychgate::prelude::*;

    #[application]
    mod site {
        use super::*;

        /// How the request looks from here.
        #[get("^seen/(?<text>.*)$")]
        fn seen(text: &str, environ: &Environ) -> String {
            let keys = ["SCRIPT_NAME", "REMOTE_ADDR", "HTTP_X_A", "wsgi.run_once"];
            let values =
                keys.map(|key| environ.get(key).map(ToString::to_string).unwrap_or_default());
            format!("{text:?} {} {values:?}", environ.url())
        }

        #[post("^echo$")]
        fn echo(body: Bytes) -> Bytes {
            body
        }

        #[get("^stream$")]
        fn stream() -> Body<'static> {
            Body::stream((0..1000).map(|number| format!("{number}\n")))
        }

        #[get("^cookies$")]
        fn cookies(mut cookies: Cookies) -> (Cookies, &'static str) {
            cookies.add(("a", "1"));
            cookies.add(("b", "2"));
            (cookies, "two")
        }

        #[get("^elsewhere$")]
        fn elsewhere() -> Redirect {
            Redirect::to("/seen/there")
        }

        #[get("^panic$")]
        fn panic() -> &'static str {
            panic!("as it is told")
        }
    }

    pub(super) fn main() -> lychgate::Result<()> {
        match std::env::args_os().nth(1) {
            None => cgi::run(site::application),
            Some(path) => {
                let server = scgi::Server::unix(&path, site::application)?;
                println!("Serving on {}", path.display());
                server.serve_forever()
            }
        }
    }
}
