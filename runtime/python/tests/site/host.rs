//! Serves a Python application on a free port, which it prints: `host module:callable [threads]`.
//! `/rust` is answered in front of it.

use lychgate::prelude::*;
use lychgate_python::PythonApplication;

#[application]
mod front {
    #[get("^rust$")]
    fn rust() -> &'static str {
        "Rust"
    }
}

fn main() -> lychgate::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let threads = arguments.next().map_or(Ok(4), |digits| digits.parse())?;
    let python = PythonApplication::load(&name)?.threads(threads);
    let server = lychgate::make_server("127.0.0.1:0", python.behind(front::application))?;
    println!("{}", server.local_addr()?.port());
    server.quiet().serve_forever()
}
