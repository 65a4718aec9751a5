//! The error that handlers, applications and servers share.

use std::error::Error as StdError;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use http::HeaderMap;

use crate::Status;
use crate::pages::Context;

/// A failure with the status it is answered with.
///
/// Any [`std::error::Error`] becomes one by `?`, as 500 Internal Server Error: the client is told
/// the status and nothing else, the log gets the whole chain of causes.
///
/// ```
/// use lychgate::{Error, Status};
///
/// fn parse(text: &str) -> lychgate::Result<u8> {
///     Ok(text.parse()?) // a ParseIntError: 500, unless said otherwise
/// }
/// assert_eq!(parse("x").unwrap_err().status(), Status::INTERNAL_SERVER_ERROR);
///
/// let gone = Error::new(Status::GONE, "this page was taken down");
/// assert_eq!(gone.to_string(), "410 Gone: this page was taken down");
/// ```
pub struct Error(Box<Inner>);

/// Behind a pointer, as results are moved about and errors are rare.
struct Inner {
    status: Status,
    message: String,
    field: Option<Box<str>>,
    headers: Option<Box<HeaderMap>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    context: Option<Context>,
    /// Whether the log has it.
    logged: AtomicBool,
}

/// `Result` with [`Error`] as its usual error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error that is answered with `status` and, as its text, `message`: write for the client.
    pub fn new(status: impl Into<Status>, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            status: status.into(),
            message: message.into(),
            field: None,
            headers: None,
            source: None,
            context: None,
            logged: AtomicBool::new(false),
        }))
    }

    /// The same error with its cause, for the log only.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error, answered with another status.
    #[must_use]
    pub fn with_status(mut self, status: impl Into<Status>) -> Self {
        self.0.status = status.into();
        self
    }

    /// Says which field of the request it is about: a member of problem details.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<Box<str>>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// The same error, with headers that its page has whoever writes it: the `Allow` of a 405.
    pub(crate) fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.0.headers = (!headers.is_empty()).then(|| Box::new(headers));
        self
    }

    /// The headers of its page.
    pub(crate) fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_deref()
    }

    /// Says what is known of the request, unless that was said further inside.
    pub(crate) fn within(mut self, context: impl FnOnce() -> Context) -> Self {
        self.0.context.get_or_insert_with(context);
        self
    }

    /// Whether the log is to be told of it: once, and where the fault is the server's.
    pub(crate) fn is_news(&self) -> bool {
        self.0.status.as_u16() >= 500 && !self.0.logged.swap(true, Ordering::Relaxed)
    }

    /// What is known of the request.
    pub(crate) fn context(&self) -> Option<&Context> {
        self.0.context.as_ref()
    }

    /// The field of the request that it is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The status it is answered with.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status.clone()
    }

    /// What the client is told beside the status; empty for errors made by `?`.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The cause, when there is one.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}

impl Error {
    /// The chain of causes, the outermost first.
    pub(crate) fn causes(&self) -> impl Iterator<Item = &(dyn StdError + 'static)> {
        std::iter::successors(self.source(), |cause| (**cause).source())
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.status)?;
        if !self.message().is_empty() {
            write!(f, ": {}", self.message())?;
        }
        self.causes().try_for_each(|cause| write!(f, ": {cause}"))
    }
}

/// The same text as `Display`: it is what `main` prints when it returns an error.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
