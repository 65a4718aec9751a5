use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::process::{Command, Output, Stdio};

use crate::client::get;
use crate::program::Program;

/// The program with a socket that somebody else has bound, as a service manager starts it: `$$` is the
/// process that it becomes.
fn started_with(socket: impl Into<OwnedFd>, place: &str) -> Command {
    let script = "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_site"), place])
        .stdin(Stdio::from(socket.into()));
    command
}

fn refused(mut command: Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn a_socket_of_the_service_manager_is_listened_at() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    for place in ["inherited", &*address, "127.0.0.1:0"] {
        let mut program = Program::start_by(&mut started_with(socket.try_clone().unwrap(), place));
        assert_eq!(program.address(), address);
        assert_eq!(get(&address, "/echo/x"), format!("x {}", program.id));
        program.signal("HUP");
        program.served();
        assert_eq!(program.address(), address, "it is passed on");
        program.wait_for_first();
        assert_eq!(get(&address, "/echo/x"), format!("x {}", program.id));
        program.stop();
    }
}

#[test]
fn the_file_of_the_service_managers_socket_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.sock");
    let socket = UnixListener::bind(&path).unwrap();
    for place in ["inherited", path.to_str().unwrap()] {
        let mut program = Program::start_by(&mut started_with(socket.try_clone().unwrap(), place));
        program.signal("HUP");
        program.served();
        program.wait_for_first();
        program.stop();
        assert!(path.exists());
    }
}

#[test]
fn what_is_no_socket_to_listen_at_is_told() {
    let text = refused({
        let mut command = Program::command();
        command.arg("inherited").env("LISTEN_FDS", "1").env("LISTEN_PID", "1");
        command
    });
    assert!(text.contains("started with no socket"), "{text}");
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let connection = TcpStream::connect(socket.local_addr().unwrap()).unwrap();
    let text = refused(started_with(connection, "inherited"));
    assert!(text.contains("descriptor 3") && text.contains("Accept=no"), "{text}");
    let file = std::fs::File::open("/dev/null").unwrap();
    let text = refused(started_with(file, "inherited"));
    assert!(text.contains("descriptor 3, which was passed on, is no stream socket"), "{text}");
    let port = socket.local_addr().unwrap().port();
    let text = refused(started_with(socket, &format!("0.0.0.0:{port}")));
    assert!(text.contains(&format!("127.0.0.1:{port}")), "{text}");
}
