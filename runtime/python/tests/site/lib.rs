//! An application that does what a Python server could get wrong.

use std::io::{BufRead, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{LazyLock, Mutex, PoisonError};

use lychgate::Body;
use lychgate::body::Sent;
use lychgate::prelude::*;

static CLOSED: AtomicUsize = AtomicUsize::new(0);

fn count(_: Sent) {
    CLOSED.fetch_add(1, Ordering::SeqCst);
}

type Signal = (SyncSender<()>, Mutex<Receiver<()>>);

/// What `/wait` waits for, and `/go` sends.
static SIGNAL: LazyLock<Signal> = LazyLock::new(|| {
    let (sender, receiver) = sync_channel(1);
    (sender, Mutex::new(receiver))
});

#[application]
mod part {
    use super::*;

    #[get("^inner$")]
    fn inner(environ: &Environ) -> String {
        format!("{} {}", environ.script_name(), environ.path_info())
    }
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() -> &'static str {
        "Index page"
    }

    #[get(r"^hello/(?<name>\w+)$")]
    fn hello(name: &str) -> String {
        format!("Hello {name}")
    }

    #[post("^echo$")]
    fn echo(body: Bytes) -> Bytes {
        body
    }

    #[post("^lines$")]
    fn lines(input: Input) -> Result<String> {
        let lines: Vec<String> = input.lines().collect::<std::io::Result<_>>()?;
        Ok(lines.join("|"))
    }

    /// Reads a part, and leaves the rest.
    #[post("^begin$")]
    fn begin(mut input: Input) -> Result<String> {
        let mut text = [0; 4];
        input.read_exact(&mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    #[get("^stream$")]
    fn stream() -> Body<'static> {
        Body::stream(["one ", "", "two ", "three"]).on_close(count)
    }

    #[get("^endless$")]
    fn endless() -> Body<'static> {
        Body::stream(std::iter::repeat("block ")).on_close(count)
    }

    /// How many streams were closed.
    #[get("^closed$")]
    fn closed() -> String {
        CLOSED.load(Ordering::SeqCst).to_string()
    }

    #[get("^broken$")]
    fn broken() -> Body<'static> {
        Body::stream([Ok("begun"), Err(Error::new(Status::INTERNAL_SERVER_ERROR, "broken off"))])
    }

    #[get("^fails$")]
    fn fails() -> Result<&'static str> {
        Err(Error::new(Status::CONFLICT, "on purpose"))
    }

    #[get("^panics$")]
    fn panics() -> &'static str {
        panic!("on purpose")
    }

    #[get("^missing$")]
    fn missing() -> Option<&'static str> {
        None
    }

    #[get("^nothing-to-say$")]
    fn nothing_to_say() {}

    #[get("^latin1$")]
    fn latin1() -> Response {
        Response::new("cookies")
            .header("X-Name", "Zoë")
            .header("Set-Cookie", "a=1")
            .header("Set-Cookie", "b=2")
    }

    #[get("^environ$")]
    fn environ(environ: &Environ) -> String {
        environ.iter().map(|(key, value)| format!("{key}={value}\n")).collect()
    }

    #[get("^wait$")]
    fn wait() -> Result<&'static str> {
        SIGNAL.1.lock().unwrap_or_else(PoisonError::into_inner).recv()?;
        Ok("waited")
    }

    #[get("^go$")]
    fn go() -> Result<&'static str> {
        SIGNAL.0.send(())?;
        Ok("gone")
    }

    #[get("^later$")]
    async fn later() -> &'static str {
        "later"
    }

    #[mount("^part/")]
    fn part() -> impl Application {
        super::part::application
    }

    #[not_found]
    fn not_found() -> &'static str {
        "Rust has no such page"
    }
}

lychgate_python::export!(site::application);
