//! How the server is that calls the application.

use std::fmt;
use std::sync::Arc;

/// How a server is at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Vitals {
    /// The threads that call applications.
    pub threads: usize,
    /// How many of them are at work, or blocked; the one that asks is among them.
    pub busy_threads: usize,
    /// The connections that are open.
    pub connections: usize,
    /// Whether the server was asked to stop, and is finishing what has begun.
    pub stopping: bool,
}

/// What tells how the server is, where it does: the embedded one while it runs, the test client not.
///
/// ```
/// use lychgate::Environ;
/// use lychgate::environ::{Gateway, Pulse, Vitals};
///
/// fn is_stopping(environ: &Environ) -> bool {
///     environ.gateway().pulse.vitals().is_some_and(|vitals| vitals.stopping)
/// }
///
/// // For servers of one's own:
/// let pulse = Pulse::new(|| {
///     let mut vitals = Vitals::default();
///     vitals.stopping = true;
///     vitals
/// });
/// let gateway = Gateway { pulse, ..Gateway::default() };
/// # let (request, ()) = http::Request::get("/").body(()).unwrap().into_parts();
/// # let environ = Environ::new(request, Default::default(), std::sync::Arc::new(gateway), None);
/// assert!(is_stopping(&environ));
/// ```
#[derive(Clone, Default)]
pub struct Pulse(Option<Arc<dyn Fn() -> Vitals + Send + Sync>>);

impl Pulse {
    /// A pulse that asks `function` each time.
    pub fn new(function: impl Fn() -> Vitals + Send + Sync + 'static) -> Self {
        Pulse(Some(Arc::new(function)))
    }

    /// How the server is now, where it tells.
    #[must_use]
    pub fn vitals(&self) -> Option<Vitals> {
        self.0.as_ref().map(|function| function())
    }
}

/// Whether both are the same server's, or none's.
impl PartialEq for Pulse {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl Eq for Pulse {}

impl fmt::Debug for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pulse({:?})", self.vitals())
    }
}
