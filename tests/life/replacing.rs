use std::net::TcpStream;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;

use crate::client::{Load, get};
use crate::program::Program;

#[test]
fn a_process_is_replaced_again_and_again_and_no_request_is_lost() {
    let mut program = Program::start("127.0.0.1:0");
    let address = program.address().to_owned();
    let load = Load::start(&address);
    for _ in 0..5 {
        load.wait_for(300);
        load.wait_for_answer_of(program.id);
        program.signal("HUP");
        program.served();
        assert_eq!(program.address(), address);
    }
    load.wait_for_answer_of(program.id);
    let count = load.stop();
    assert!(count.lost.is_empty(), "{count:?}");
    assert_eq!(count.answers.len(), 6, "{count:?}");
    program.stop();
    assert!(TcpStream::connect(&address).is_err(), "all of them have closed the socket");
}

#[test]
fn a_process_stays_when_the_one_that_is_to_replace_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken");
    let command = &mut Program::command();
    let mut program = Program::start_by(command.arg("127.0.0.1:0").env("SITE_BROKEN", &broken));
    let first = program.id;
    for _ in 0..2 {
        std::fs::write(&broken, "").unwrap();
        program.signal("HUP");
        let line = program.log_line("this process is not replaced: ");
        assert!(line.ends_with("was not ready at its end (exit status: 3)"), "{line}");
        assert_eq!(get(program.address(), "/echo/x"), format!("x {first}"));
    }
    std::fs::remove_file(&broken).unwrap();
    program.signal("HUP");
    program.served();
    program.wait_for_first();
    assert_eq!(get(program.address(), "/echo/x"), format!("x {}", program.id));
    program.stop();
}

#[test]
fn the_file_of_a_socket_goes_with_the_last_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.sock");
    let mut program = Program::start(path.to_str().unwrap());
    let place = program.place.clone();
    assert_eq!(place, format!("unix:{}", path.display()));
    program.signal("HUP");
    program.served();
    assert_eq!(program.place, place);
    program.wait_for_first();
    assert!(UnixStream::connect(&path).is_ok());
    program.stop();
    assert!(!Path::new(&path).exists());
}

#[test]
fn the_service_manager_is_told_which_process_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let manager = UnixDatagram::bind(folder.path().join("notify")).unwrap();
    let told = || {
        let mut state = [0; 64];
        let length = manager.recv(&mut state).unwrap();
        String::from_utf8(state[..length].to_vec()).unwrap()
    };
    let command = &mut Program::command();
    command.arg("127.0.0.1:0").env("NOTIFY_SOCKET", folder.path().join("notify"));
    let mut program = Program::start_by(command);
    assert_eq!(told(), "READY=1");
    program.signal("HUP");
    program.served();
    assert_eq!(told(), format!("MAINPID={}", program.id));
    assert_eq!(told(), "READY=1");
    program.wait_for_first();
    program.signal("TERM");
    assert_eq!(told(), "STOPPING=1", "and not by the first");
    program.rest();
}
