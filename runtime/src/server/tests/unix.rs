use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;

use super::{SOON, echo};
use crate::Server;

fn ask(path: &Path, variable: &str) -> String {
    let mut stream = UnixStream::connect(path).unwrap();
    stream.set_read_timeout(Some(SOON)).unwrap();
    let head = format!("GET /?{variable} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_path_is_listened_at_until_the_server_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.sock");
    // A file that was left behind is no obstacle; a server that listens is.
    drop(UnixListener::bind(&path).unwrap());
    let server = Server::unix(&path, echo).unwrap().quiet();
    assert_eq!(server.bound[0].to_string(), format!("unix:{}", path.display()));
    assert!(server.local_addr().is_err());
    let error = Server::unix(&path, echo).err().unwrap().to_string();
    assert!(error.contains("site.sock") && error.contains("choose another path"), "{error}");
    let handle = server.handle();
    let thread = thread::spawn(|| server.serve_forever());
    for (variable, value) in [("SERVER_PORT", "80"), ("REMOTE_ADDR", "-"), ("HTTP_HOST", "h")] {
        let answer = ask(&path, variable);
        assert!(answer.ends_with(&format!("GET / {variable}={value}")), "{answer}");
    }
    handle.stop();
    thread.join().unwrap().unwrap();
    assert!(!path.exists(), "the file goes with the server");
}

#[test]
fn what_is_no_socket_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "important").unwrap();
    assert!(Server::unix(&path, echo).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "important");
    let error = Server::unix(folder.path().join("none/site.sock"), echo).err().unwrap().to_string();
    assert!(error.contains("folder"), "{error}");
}
