//! A record of each request that was answered, and the lines of a log made of it.

mod format;
mod record;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(feature = "server")]
use std::time::Duration;

#[cfg(feature = "server")]
use http::StatusCode;

use super::watch::{Over, watch};
use super::{Middleware, Passage};
#[cfg(feature = "server")]
use crate::{Environ, body::Sent};
use crate::{Reply, gateway};

pub use format::LogFormat;
#[cfg(feature = "tracing")]
pub(super) use format::patterns;
pub use record::Record;

/// A log of the requests: a line for each when it is over, or a function that is called with its
/// [`Record`].
///
/// The lines go to standard output, unless [`to`](Self::to) names another place. Whatever came from
/// outside is escaped in them. With the embedded server,
/// [`Server::access_log`](crate::Server::access_log) puts one around the application.
///
/// ```no_run
/// use lychgate::prelude::*;
/// use lychgate::middleware::AccessLog;
///
/// #[application]
/// mod site {
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() -> lychgate::Result<()> {
///     let log = std::fs::OpenOptions::new().create(true).append(true).open("access.log")?;
///     let log = AccessLog::combined().to(log);
///     lychgate::make_server("localhost:8080", log.wrap(site::application))?.serve_forever()
/// }
/// ```
///
/// A request is over when the last block of its response was handed to the server; what the client
/// takes of it then, no application learns. What a middleware further inside finds out about the
/// client is in the record: its address ([`TrustProxies`](super::TrustProxies)), `REMOTE_USER`, the
/// [`request_id`](super::request_id()).
#[derive(Clone)]
pub struct AccessLog(To);

/// Where records go.
#[derive(Clone)]
enum To {
    Nowhere,
    Function(Arc<dyn Fn(&Record) + Send + Sync>),
    Lines(LogFormat, Arc<Output>),
}

/// Where lines go.
struct Output {
    writer: Mutex<Box<dyn Write + Send>>,
    failing: AtomicBool,
}

impl AccessLog {
    /// A middleware that calls `function` once for each request.
    ///
    /// ```
    /// # use lychgate::prelude::*;
    /// # use lychgate::middleware::AccessLog;
    /// # #[application]
    /// # mod site {
    /// #     #[get("^$")]
    /// #     fn index() -> &'static str { "Index page" }
    /// # }
    /// # fn main() {
    /// let log = AccessLog::new(|record| {
    ///     assert_eq!(record.status, 200);
    ///     assert_eq!(record.bytes, 10);
    ///     assert_eq!(record.route().unwrap().handler, "index");
    ///     println!("{record}");
    /// });
    /// lychgate::test::Client::new(log.wrap(site::application)).get("/").send();
    /// # }
    /// ```
    pub fn new(function: impl Fn(&Record) + Send + Sync + 'static) -> Self {
        AccessLog(To::Function(Arc::new(function)))
    }

    /// Writes lines of this format to standard output.
    #[must_use]
    pub fn lines(format: LogFormat) -> Self {
        AccessLog::of(format, io::stdout())
    }

    /// Writes lines in the [Common Log Format](LogFormat::Common).
    #[must_use]
    pub fn common() -> Self {
        AccessLog::lines(LogFormat::Common)
    }

    /// Writes lines in the [combined format](LogFormat::Combined).
    #[must_use]
    pub fn combined() -> Self {
        AccessLog::lines(LogFormat::Combined)
    }

    /// Writes a [JSON object](LogFormat::Json) for each request.
    #[must_use]
    pub fn json() -> Self {
        AccessLog::lines(LogFormat::Json)
    }

    /// A log of nothing, which costs nothing: where the settings say so.
    #[must_use]
    pub fn off() -> Self {
        AccessLog(To::Nowhere)
    }

    /// Writes the lines elsewhere: to a file, to [`std::io::stderr`]. A log of nothing, or one by a
    /// function, stays as it is.
    ///
    /// Each line is one `write`, by one thread at a time; one that fails is lost, and the error log
    /// is told so once. As long as a write blocks, such as to a pipe that nobody reads, the requests
    /// that are over wait for it.
    ///
    /// ```
    /// use lychgate::middleware::AccessLog;
    ///
    /// let log = AccessLog::common().to(std::io::stderr());
    /// ```
    #[must_use]
    pub fn to(self, writer: impl Write + Send + 'static) -> Self {
        match self.0 {
            To::Lines(format, _) => AccessLog::of(format, writer),
            other => AccessLog(other),
        }
    }

    fn of(format: LogFormat, writer: impl Write + Send + 'static) -> Self {
        if format == LogFormat::Off {
            return AccessLog::off();
        }
        let output =
            Output { writer: Mutex::new(Box::new(writer)), failing: AtomicBool::new(false) };
        AccessLog(To::Lines(format, Arc::new(output)))
    }
}

impl AccessLog {
    /// Logs a request that the server has refused by itself.
    #[cfg(feature = "server")]
    pub(crate) fn refused(&self, environ: &Environ, status: StatusCode, bytes: usize) {
        let sent = Sent { bytes: bytes as u64, complete: true };
        let (status, duration) = (status.into(), Duration::ZERO);
        self.tell(&Over { environ, status, sent, duration });
    }

    fn tell(&self, over: &Over<'_>) {
        match &self.0 {
            To::Nowhere => {}
            To::Function(function) => function(&Record::new(over)),
            To::Lines(format, output) => output.write(Record::new(over).line(*format)),
        }
    }
}

impl Output {
    fn write(&self, mut line: String) {
        line.push('\n');
        let written = {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.write_all(line.as_bytes()).and_then(|()| writer.flush())
        };
        let failed = written.is_err();
        if let (Err(error), false) = (written, self.failing.load(Ordering::Relaxed)) {
            gateway::log(&format!("the access log cannot be written: {error}"));
        }
        self.failing.store(failed, Ordering::Relaxed);
    }
}

impl Middleware for AccessLog {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        match self.0 {
            To::Nowhere => passage.proceed(),
            _ => watch(passage, |over| self.tell(over)),
        }
    }
}

impl fmt::Debug for AccessLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            To::Nowhere => f.write_str("AccessLog(Off)"),
            To::Function(_) => f.write_str("AccessLog(function)"),
            To::Lines(format, _) => write!(f, "AccessLog({format:?})"),
        }
    }
}
