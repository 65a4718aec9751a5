//! Three processes behind nginx, with the configuration that `examples/deploy` has.
#![cfg(unix)]

#[allow(dead_code, reason = "the tests without nginx use more of it")]
mod client;
#[allow(dead_code, reason = "the tests without nginx use more of it")]
mod program;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use client::{Client, Load};
use program::{Program, signal};

const CONFIGURATION: &str = include_str!("../../examples/deploy/nginx.conf");

struct Nginx {
    process: Child,
    address: String,
}

impl Nginx {
    /// Starts nginx in front of the sockets in `folder`.
    fn start(folder: &Path) -> Nginx {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let path = folder.display().to_string();
        let site = CONFIGURATION
            .replace("/run/site", &path)
            .replace("listen 80;", &format!("listen {address};"))
            .replace("listen [::]:80;", "");
        assert!(site.contains(&path) && site.contains(&address));
        let configuration = format!(
            "daemon off; user root; pid {path}/nginx.pid; error_log {path}/error.log;\n\
             events {{ }}\n\
             http {{\naccess_log off; client_body_temp_path {path}/body; proxy_temp_path {path}/proxy;\n\
             {site}\n}}\n"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, configuration).unwrap();
        let mut nginx = Command::new("nginx");
        let process = nginx.arg("-e").arg(folder.join("error.log")).arg("-c").arg(file).spawn();
        let process = process.expect("nginx is missing: `apt-get install nginx-light`");
        let mut nginx = Nginx { process, address };
        // It does not say when it is ready.
        while Client::connect(&nginx.address).is_err() {
            assert!(nginx.process.try_wait().unwrap().is_none(), "nginx has ended");
            std::thread::sleep(Duration::from_millis(20));
        }
        nginx
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        signal(self.process.id(), "QUIT");
        let _ = self.process.wait();
    }
}

#[test]
fn no_request_is_lost_while_processes_behind_nginx_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let start = |number| {
        let path = folder.path().join(format!("{number}.sock"));
        Program::start(path.to_str().unwrap())
    };
    let [killed, stopped, mut replaced] = [1, 2, 3].map(start);
    let first = [killed.id, stopped.id, replaced.id];
    let nginx = Nginx::start(folder.path());
    let load = Load::start(&nginx.address);
    first.iter().for_each(|process| load.wait_for_answer_of(*process));

    killed.signal("KILL");
    killed.rest();
    load.wait_for(500);
    let killed = start(1);

    stopped.signal("TERM");
    stopped.rest();
    load.wait_for(500);
    let stopped = start(2);

    replaced.signal("HUP");
    replaced.served();
    let second = [killed.id, stopped.id, replaced.id];
    second.iter().for_each(|process| load.wait_for_answer_of(*process));
    load.wait_for(500);
    let count = load.stop();
    assert!(count.lost.is_empty(), "{count:?}");
    assert_eq!(count.answers.len(), 6, "{count:?}");
    for program in [killed, stopped, replaced] {
        program.stop();
    }
}

#[test]
fn nginx_says_who_the_client_is_and_the_client_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let programs = [1, 2, 3].map(|number| {
        Program::start(folder.path().join(format!("{number}.sock")).to_str().unwrap())
    });
    let nginx = Nginx::start(folder.path());
    let invented = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\
                    X-Forwarded-Host: evil.example\r\nForwarded: for=192.0.2.7\r\n";
    let mut client = Client::connect(&nginx.address).unwrap();
    for headers in ["", invented] {
        let (status, body, _) = client.ask("GET /seen", headers).unwrap();
        let expected = ("200 OK", "127.0.0.1 http://site.example/seen");
        assert_eq!((&*status, &*body), expected);
    }
    for program in programs {
        program.stop();
    }
}

#[test]
fn a_post_that_was_begun_is_not_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Program::start(folder.path().join("1.sock").to_str().unwrap());
    let nginx = Nginx::start(folder.path());
    let mut client = Client::connect(&nginx.address).unwrap();
    let asked = std::thread::spawn(move || client.ask("POST /orders", "Content-Length: 0\r\n"));
    assert_eq!(one.line("order "), one.id.to_string());
    let other = Program::start(folder.path().join("2.sock").to_str().unwrap());
    one.signal("KILL");
    one.rest();
    let (status, ..) = asked.join().unwrap().unwrap();
    assert_eq!(status, "502 Bad Gateway");
    assert!(!other.stop().lines().any(|line| line.starts_with("order ")));
}
