use std::io::Write;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use super::{Running, TEXT, echo};
use crate::{Environ, Error, StartResponse};

#[test]
fn a_head_beyond_its_limits_is_refused() {
    let server = Running::start_with(echo, |server| {
        server.request_line_limit(100).header_limit(200).header_count_limit(4)
    });
    let headers = |count: usize, length: usize| {
        format!("X: {}\r\n", "a".repeat(length)).repeat(count) + "Connection: close\r\n"
    };
    for (path, headers, status) in [
        (80, headers(1, 1), "200 OK"),
        (100, headers(1, 1), "414 URI Too Long"),
        (1, headers(1, 100), "200 OK"),
        (1, headers(2, 100), "431 Request Header Fields Too Large"),
        (1, headers(2, 1), "200 OK"),
        (1, headers(3, 1), "431 Request Header Fields Too Large"),
    ] {
        let path = "a".repeat(path);
        let answer = server.talk(&format!("GET /{path} HTTP/1.1\r\nHost: h\r\n{headers}\r\n"));
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\r\n")),
            "{path} {headers}: {answer}"
        );
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
}

#[test]
fn limits_can_be_wider_than_hyper_has_them() {
    let server = Running::start_with(echo, |server| {
        server.request_line_limit(60_000).header_limit(600_000).header_count_limit(500)
    });
    let (path, header) = ("a".repeat(50_000), format!("X: {}\r\n", "a".repeat(1_000)).repeat(450));
    let mut client = server.connect();
    for _ in 0..2 {
        client.send(format!("GET /{path} HTTP/1.1\r\nHost: h\r\n{header}\r\n"));
        assert_eq!(client.answer().body, format!("GET /{path}"));
    }
}

#[test]
fn a_head_that_comes_byte_by_byte_is_not_waited_for_longer() {
    let server =
        Running::start_with(echo, |server| server.header_timeout(Duration::from_millis(1)));
    let mut client = server.connect();
    assert_eq!(client.get("/").status(), "200 OK");
    let mut other = client.0.get_ref().try_clone().unwrap();
    let sender = thread::spawn(move || {
        let head = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        let endless = head.bytes().chain(std::iter::repeat(b'a'));
        for byte in endless {
            if other.write_all(&[byte]).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    });
    assert_eq!(client.answer().status(), "408 Request Timeout");
    drop(client);
    sender.join().unwrap();
}

#[test]
fn a_body_that_comes_too_slowly_is_refused() {
    let server = Running::start_with(echo, |server| {
        server.stall_timeout(Duration::from_millis(600)).body_rate(1_000_000)
    });
    let mut client = server.connect();
    let mut other = client.0.get_ref().try_clone().unwrap();
    // It never stalls, but it sends a hundred bytes in a second.
    let sender = thread::spawn(move || {
        let head = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
        let mut sent = other.write_all(head);
        while sent.is_ok() {
            thread::sleep(Duration::from_millis(10));
            sent = other.write_all(b"a");
        }
    });
    let answer = client.answer();
    assert_eq!(answer.status(), "408 Request Timeout");
    assert_eq!(answer.header("connection"), Some("close"));
    drop(client);
    sender.join().unwrap();
}

#[test]
fn a_response_that_nobody_takes_is_given_up() {
    struct Dropped(Arc<Barrier>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.wait();
        }
    }
    let gone = Arc::new(Barrier::new(2));
    let inner = Arc::clone(&gone);
    let application = move |_: &mut Environ, start_response: StartResponse<'_>| {
        let dropped = Dropped(Arc::clone(&inner));
        let endless = std::iter::repeat_with(move || {
            let _ = &dropped;
            vec![b'a'; 1 << 16]
        });
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.stream(endless))
    };
    let server =
        Running::start_with(application, |server| server.stall_timeout(Duration::from_millis(1)));
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    gone.wait();
}

#[test]
fn an_application_may_take_its_time_for_a_stream() {
    let application = |_: &mut Environ, start_response: StartResponse<'_>| {
        let (mut begun, begin) = (false, Instant::now());
        // It has nothing to say for longer than a client may take for anything.
        let mut rest = Some("late");
        let blocks = std::iter::from_fn(move || match std::mem::replace(&mut begun, true) {
            false => Some("soon, "),
            true if begin.elapsed() < Duration::from_millis(1500) => Some(""),
            true => rest.take(),
        });
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.stream(blocks))
    };
    let server =
        Running::start_with(application, |server| server.stall_timeout(Duration::from_millis(1)));
    let answer = server.talk("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assert!(answer.ends_with("\r\n4\r\nlate\r\n0\r\n\r\n"), "{answer}");
}

#[test]
fn connections_beyond_the_limit_are_told_to_come_again() {
    for change in
        [(|server| server.max_connections(2)) as fn(super::Server) -> super::Server, |server| {
            server.max_connections_per_address(2)
        }]
    {
        let server = Running::start_with(echo, change);
        let mut clients = [server.connect(), server.connect()];
        for client in &mut clients {
            assert_eq!(client.get("/").status(), "200 OK");
        }
        for _ in 0..3 {
            let answer = server.talk("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{answer}");
            assert!(answer.contains("retry-after: 1\r\n"), "{answer}");
            assert!(answer.contains("connection: close\r\n"), "{answer}");
        }
        for client in &mut clients {
            assert_eq!(client.get("/").status(), "200 OK", "the others are not disturbed");
        }
        drop(clients);
        let again = || server.talk("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        while !again().starts_with("HTTP/1.1 200 ") {}
    }
}

#[test]
fn requests_are_refused_when_all_threads_stay_blocked() {
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (inner_entered, inner_leave) = (Arc::clone(&entered), Arc::clone(&leave));
    let application = move |environ: &mut Environ, start_response: StartResponse<'_>| {
        if environ.path_info() == "/held" {
            inner_entered.wait();
            inner_leave.wait();
        }
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body("done"))
    };
    let server = Running::start_with(application, |server| {
        server.threads(1).queue_timeout(Duration::from_millis(1))
    });
    let mut held = server.connect();
    held.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    for request in [
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab",
    ] {
        let answer = server.talk(request);
        assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{answer}");
        assert!(answer.contains("retry-after: 1\r\n"), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
    leave.wait();
    assert_eq!(held.answer().body, "done");
    while server.connect().get("/").status() != "200 OK" {}
}
