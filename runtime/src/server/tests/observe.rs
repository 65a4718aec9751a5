use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier};

use super::{Running, SOON, TEXT, echo};
use crate::middleware::{AccessLog, LogFormat, Metrics, TrustProxies, request_id};
use crate::{Environ, Error, Health, Middleware, StartResponse};

/// Hands out the lines of a log.
struct Lines(Sender<String>);

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(String::from_utf8_lossy(line).into_owned());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log(format: LogFormat) -> (AccessLog, Receiver<String>) {
    let (sender, lines) = channel();
    (AccessLog::lines(format).to(Lines(sender)), lines)
}

#[test]
fn what_the_server_refuses_is_logged_like_what_the_application_answers() {
    let (log, lines) = log(LogFormat::Common);
    let server = Running::start_with(echo, |server| server.access_log(log).body_limit(5));
    let next = || {
        let line = lines.recv_timeout(SOON).unwrap();
        let (client, request) = line.split_once(" - - [").unwrap();
        assert_eq!(client, "127.0.0.1");
        request.split_once("] ").unwrap().1.to_owned()
    };
    server.connect().get("/a?b");
    assert_eq!(next(), "\"GET /a?b HTTP/1.1\" 200 10\n");
    server.talk("GET / HTTP/1.1\r\n\r\n");
    assert_eq!(next(), "\"- - HTTP/1.1\" 400 16\n");
    server.talk("HEAD / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n");
    assert_eq!(next(), "\"- - HTTP/1.1\" 400 -\n");
    server.talk("POST /large HTTP/1.0\r\nContent-Length: 6\r\n\r\n123456");
    assert_eq!(next(), "\"POST /large HTTP/1.0\" 413 22\n");
}

#[test]
fn what_is_found_out_further_inside_is_logged() {
    let (log, lines) = log(LogFormat::Json);
    let site = TrustProxies::loopback().wrap(request_id(echo));
    let server = Running::start_with(site, |server| server.access_log(log));
    let mut client = server.connect();
    let headers = "Host: h\r\nX-Forwarded-For: 192.0.2.7\r\nX-Request-Id: r1\r\n";
    client.send(format!("GET / HTTP/1.1\r\n{headers}\r\n"));
    client.answer();
    let line = lines.recv_timeout(SOON).unwrap();
    assert!(line.contains(r#""client":"192.0.2.7","#), "{line}");
    assert!(line.ends_with("\"request_id\":\"r1\"}\n"), "{line}");
}

#[test]
fn a_server_tells_how_it_is_until_it_stops() {
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let site = {
        let (entered, leave) = (Arc::clone(&entered), Arc::clone(&leave));
        let health = Health::new();
        move |environ: &mut Environ, start_response: StartResponse<'_>| {
            if environ.path_info() == "/wait" {
                entered.wait();
                leave.wait();
            }
            let page = match environ.path_info() == "/metrics" {
                true => Metrics::new().text(environ),
                false => health.ready(environ).status_code().to_string(),
            };
            Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body(page))
        }
    };
    let mut server = Running::start_with(site, |server| server.threads(2));
    let (mut waiting, mut client) = (server.connect(), server.connect());
    waiting.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    let page = client.get("/metrics").body;
    for line in ["lychgate_threads 2", "lychgate_threads_busy 2", "lychgate_connections 2"] {
        assert!(page.contains(&format!("\n{line}\n")), "{page}");
    }
    assert_eq!(client.get("/").body, "200 OK");
    server.handle.stop();
    leave.wait();
    assert_eq!(waiting.answer().body, "503 Service Unavailable");
    server.thread.take().unwrap().join().unwrap().unwrap();
}
