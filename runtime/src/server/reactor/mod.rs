//! Waiting for sockets: which of them are ready, and which tasks wait for that.
//!
//! Any number of threads wait at once; what becomes ready is told to one of them, which runs the task
//! itself. So a request wakes no other thread than the one that answers it, and a thread that an
//! application blocks keeps nobody from waiting in its place.

#[cfg(any(target_os = "linux", target_os = "android"))]
mod epoll;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod portable;

#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) use epoll::{Async, Reactor, leave_unread};
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) use portable::{Async, Reactor, leave_unread};
