//! Tokio's context: what its sockets and timers need around them.

use std::io;
use std::sync::LazyLock;

use tokio::runtime::{Builder, EnterGuard, Handle, Runtime};

/// One thread that watches the sockets and timers of all `async` functions of this process; these
/// run elsewhere.
static RUNTIME: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(1).thread_name("lychgate-tokio").enable_all().build()
});

/// Enters the context on this thread, unless it is in one already.
pub(crate) fn enter() -> io::Result<Option<EnterGuard<'static>>> {
    if Handle::try_current().is_ok() {
        return Ok(None);
    }
    match &*RUNTIME {
        Ok(runtime) => Ok(Some(runtime.enter())),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    }
}
