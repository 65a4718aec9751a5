use std::net::TcpStream;

use crate::client::{Load, get};
use crate::program::Program;

#[test]
fn every_request_that_was_begun_is_answered_before_the_end() {
    for signal in ["TERM", "INT"] {
        let program = Program::start("127.0.0.1:0");
        let load = Load::start(program.address());
        load.wait_for(500);
        program.signal(signal);
        let answered: usize = load.ended().answers.values().sum();
        let end = program.rest();
        assert!(end.ends_with(&format!("\ncalls {answered}\n")), "{answered} answers, {end}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn without_descriptors_the_server_waits_for_some_and_does_not_try_without_end() {
    let mut command = std::process::Command::new("sh");
    let limited = "ulimit -n 64; exec \"$0\" 127.0.0.1:0";
    let mut program = Program::start_by(command.args(["-c", limited, env!("CARGO_BIN_EXE_site")]));
    let connect = |_| TcpStream::connect(program.address()).unwrap();
    let connections: Vec<_> = (0..100).map(connect).collect();
    program.log_line("no connection can be accepted for now: ");
    let before = processor_time(program.id);
    // There is nothing to wait for: this shows that nothing happens meanwhile.
    std::thread::sleep(std::time::Duration::from_secs(1));
    let spent = processor_time(program.id) - before;
    assert!(spent < 30, "{spent} hundredths of a second of computing");
    drop(connections);
    assert_eq!(get(program.address(), "/echo/x"), format!("x {}", program.id));
    program.stop();
}

/// How long a process has computed, in hundredths of a second.
#[cfg(target_os = "linux")]
fn processor_time(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let fields = fields.split(' ').skip(11).take(2); // utime and stime: proc_pid_stat(5)
    fields.map(|field| field.parse::<u64>().unwrap()).sum()
}
