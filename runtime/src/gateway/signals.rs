//! SIGINT and SIGTERM: the first stops a server gracefully, the second ends the process. SIGHUP, if
//! it is to, replaces it.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

#[cfg(feature = "replace")]
use signal_hook::consts::SIGHUP;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};

/// The signals' way to the server, while it serves.
pub(crate) struct Signals(Vec<SigId>);

impl Signals {
    /// From now on, the first signal has the server stopped by `stop`.
    pub(crate) fn listen(stop: impl FnOnce() + Send + 'static) -> io::Result<Signals> {
        let (mut told, teller) = UnixStream::pair()?;
        let again = Arc::new(AtomicBool::new(false));
        let mut signals = Signals(Vec::new());
        for signal in [SIGINT, SIGTERM] {
            // In this order: the flag that makes the next signal fatal is set by the first one. It
            // stays set, so once the server has stopped signals do what they do by default.
            flag::register_conditional_default(signal, Arc::clone(&again))?;
            flag::register(signal, Arc::clone(&again))?;
            signals.0.push(low_level::pipe::register(signal, teller.try_clone()?)?);
        }
        drop(teller);
        thread::Builder::new().name("lychgate-signals".to_owned()).spawn(move || {
            if matches!(told.read(&mut [0]), Ok(1)) {
                stop();
            }
        })?;
        Ok(signals)
    }

    /// From now on, SIGHUP has the process replaced by `replace`, which says whether it was.
    #[cfg(feature = "replace")]
    pub(crate) fn replacing(
        mut self,
        replace: impl Fn() -> bool + Send + 'static,
    ) -> io::Result<Signals> {
        let (mut told, teller) = UnixStream::pair()?;
        self.0.push(low_level::pipe::register(SIGHUP, teller)?);
        thread::Builder::new().name("lychgate-replace".to_owned()).spawn(move || {
            let mut replaced = false;
            // Signals that came together, or too late, are one.
            while matches!(told.read(&mut [0; 64]), Ok(1..)) {
                replaced = replaced || replace();
            }
        })?;
        Ok(self)
    }
}

/// Closes the pipes, which ends the threads.
impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.0.drain(..) {
            low_level::unregister(id);
        }
    }
}
