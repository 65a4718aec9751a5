//! Telling a service manager how far the server is, as `sd_notify(3)` describes.

use std::io;
use std::os::unix::net::UnixDatagram;

/// Sends a state to the socket that `NOTIFY_SOCKET` names, if there is one.
pub(super) fn notify(state: &str) {
    if let Some(path) = std::env::var_os("NOTIFY_SOCKET") {
        if let Err(error) = send(state, &path) {
            crate::gateway::log(&format!("{state} cannot be sent to the service manager: {error}"));
        }
    }
}

fn send(state: &str, path: &std::ffi::OsStr) -> io::Result<()> {
    let socket = UnixDatagram::unbound()?;
    #[cfg(target_os = "linux")]
    {
        use std::os::linux::net::SocketAddrExt;
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::net::SocketAddr;
        if let Some(name) = path.as_bytes().strip_prefix(b"@") {
            let address = SocketAddr::from_abstract_name(name)?;
            return socket.send_to_addr(state.as_bytes(), &address).map(drop);
        }
    }
    socket.send_to(state.as_bytes(), path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_arrives_where_it_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let manager = UnixDatagram::bind(&path).unwrap();
        send("READY=1", path.as_os_str()).unwrap();
        let mut buffer = [0; 16];
        let length = manager.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..length], b"READY=1");
        assert!(send("READY=1", folder.path().join("none").as_os_str()).is_err());
    }
}
