//! The program whose life is tested: `site ADDRESS`, `site PATH`, or `site inherited`.

#[cfg(unix)]
fn main() -> lychgate::Result<()> {
    unix::main()
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod unix {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use lychgate::middleware::TrustProxies;
    use lychgate::prelude::*;
    use lychgate::{Server, make_server};

    /// How many tokens were asked for.
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    #[application]
    #[with(TrustProxies::new([]).unix(true).host(true))]
    mod site {
        use super::*;

        /// The token, and which process has answered.
        #[get(r"^echo/(?<token>\w+)$")]
        fn echo(token: &str) -> String {
            CALLS.fetch_add(1, Ordering::Relaxed);
            format!("{token} {}", std::process::id())
        }

        /// Says that it has begun, and never ends.
        #[post("^orders$")]
        fn order() -> &'static str {
            println!("order {}", std::process::id());
            loop {
                std::thread::park();
            }
        }

        #[get("^seen$")]
        fn seen(environ: &Environ) -> String {
            let address = environ.get("REMOTE_ADDR").map(ToString::to_string);
            format!("{} {}", address.unwrap_or_default(), environ.url())
        }
    }

    pub(super) fn main() -> lychgate::Result<()> {
        if std::env::var_os("SITE_BROKEN").is_some_and(|file| std::path::Path::new(&file).exists())
        {
            std::process::exit(3);
        }
        println!("process {}", std::process::id());
        let place = std::env::args().nth(1).unwrap_or_default();
        let server = match &*place {
            "inherited" => Server::inherited(site::application)?,
            path if path.starts_with('/') => Server::unix(path, site::application)?,
            address => make_server(address, site::application)?,
        };
        server.replace_on_hangup().serve_forever()?;
        println!("calls {}", CALLS.load(Ordering::Relaxed));
        Ok(())
    }
}
