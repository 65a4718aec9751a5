//! The connections that wait to be accepted.

use std::io;
use std::net::TcpListener;

/// The most of them. What comes when they are all there is dropped, and tried again by its client
/// after a second.
pub(crate) const BACKLOG: i32 = 4096;

/// Has the system keep more connections than the 128 that the standard library asks it for; it takes
/// no more than its own limit (`net.core.somaxconn`). Of Unix sockets the library asks for that limit.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn lengthen(listener: &TcpListener) -> io::Result<()> {
    Ok(rustix::net::listen(listener, BACKLOG)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn lengthen(_: &TcpListener) -> io::Result<()> {
    Ok(())
}
