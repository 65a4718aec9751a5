//! The server: an application that does all that one may do to its server.

use std::io::{self, BufRead as _, Read as _, Write as _};
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::Duration;

use lychgate::prelude::*;

use crate::token::Taken;

/// What the panics of the application say.
pub(crate) const PURPOSE: &str = "on purpose";
/// The most that `refuse` takes of a body.
pub(crate) const LIMIT: u64 = 1024;
/// How many blocks a stream has.
pub(crate) const BLOCKS: usize = 8;

static TAKEN: Taken = Taken::new();

#[application]
mod site {
    use std::future::poll_fn;
    use std::task::Poll;

    use lychgate::middleware::BodyLimit;

    use super::*;
    use crate::token::Token;

    #[get(r"^echo/(?<token>\d+-\d+)$")]
    fn echo(token: Token) -> String {
        TAKEN.note(token);
        token.to_string()
    }

    #[get(r"^wait/(?<token>\d+-\d+)$")]
    async fn wait(token: Token) -> String {
        TAKEN.note(token);
        for _ in 0..3 {
            let mut waited = false;
            poll_fn(|context| {
                context.waker().wake_by_ref();
                if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
        token.to_string()
    }

    #[get(r"^sleep/(?<token>\d+-\d+)$")]
    fn sleeping(token: Token) -> String {
        TAKEN.note(token);
        sleep(Duration::from_millis(token.number % 100));
        token.to_string()
    }

    #[get(r"^panic/(?<token>\d+-\d+)$")]
    fn panicking(token: Token) -> String {
        TAKEN.note(token);
        panic!("{PURPOSE}")
    }

    #[get(r"^stream/(?<token>\d+-\d+)$")]
    fn stream(token: Token) -> Body<'static> {
        TAKEN.note(token);
        Body::stream((0..BLOCKS).map(move |n| {
            if n == BLOCKS / 2 {
                sleep(Duration::from_millis(token.number % 10));
            }
            block(token)
        }))
    }

    /// A stream that fails when some of it is sent.
    #[get(r"^cut/(?<token>\d+-\d+)$")]
    fn cut(token: Token) -> Body<'static> {
        TAKEN.note(token);
        Body::stream((0..BLOCKS).map(move |n| match n {
            0..4 => block(token),
            _ => panic!("{PURPOSE}"),
        }))
    }

    /// Whether the body is the token again and again.
    #[post(r"^body/(?<token>\d+-\d+)$")]
    fn body(token: Token, mut input: Input) -> Result<String> {
        TAKEN.note(token);
        let mut body = String::new();
        input.read_to_string(&mut body)?;
        let expected = token.to_string();
        let is_whole = body
            .as_bytes()
            .chunks(expected.len())
            .all(|part| expected.as_bytes().starts_with(part));
        Ok(if is_whole { format!("{token} {}", body.len()) } else { format!("{token} wrong") })
    }

    /// Reads a line of the body, and no more.
    #[post(r"^forbid/(?<token>\d+-\d+)$")]
    fn forbid(token: Token, input: Input) -> Result<(Status, String)> {
        TAKEN.note(token);
        let mut line = Vec::new();
        input.take(10).read_until(b'\n', &mut line)?;
        Ok((Status::FORBIDDEN, token.to_string()))
    }

    /// The server refuses the body itself when it is too long.
    #[post(r"^refuse/(?<token>\d+-\d+)$")]
    #[with(BodyLimit::new(LIMIT))]
    fn refuse(token: Token, body: Bytes) -> String {
        TAKEN.note(token);
        format!("{token} {}", body.len())
    }

    #[catch]
    fn failed(_: &Error, environ: &Environ) -> String {
        environ.path_info().to_string()
    }

    fn block(token: Token) -> String {
        // Several packets on any network.
        token.to_string().repeat(400)
    }
}

/// Serves until this process is told to stop, and prints what tokens it has seen last.
pub(crate) fn serve(address: SocketAddr) -> crate::Result<()> {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.to_string().contains(PURPOSE) {
            report(panic);
        }
    }));
    let server = loop {
        match lychgate::make_server(address, site::application) {
            Ok(server) => break server.quiet(),
            // The one before has not left the address.
            Err(_) => sleep(Duration::from_millis(2)),
        }
    };
    let mut output = io::stdout().lock();
    writeln!(output, "listening")?;
    output.flush()?;
    server.serve_forever().map_err(|error| error.to_string())?;
    for token in TAKEN.all() {
        writeln!(output, "{token}")?;
    }
    Ok(())
}
