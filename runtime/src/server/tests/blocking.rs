use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use super::{Running, TEXT, echo};
use crate::{Environ, Error, StartResponse};

#[test]
fn blocked_handlers_stall_nobody() {
    // Every handler waits for all of them, and for the one beside them: with fewer threads than
    // requests none would ever return.
    const WAITING: usize = 64;
    let barrier = Arc::new(Barrier::new(WAITING + 1));
    let server = Running::start(move |environ: &mut Environ, start_response: StartResponse<'_>| {
        if environ.path_info() == "/wait" {
            barrier.wait();
        }
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body("done"))
    });
    let mut waiting: Vec<_> = (0..WAITING).map(|_| server.connect()).collect();
    for client in &mut waiting {
        client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    let mut client = server.connect();
    for _ in 0..100 {
        assert_eq!(client.get("/").body, "done");
    }
    assert_eq!(client.get("/wait").body, "done");
    for client in &mut waiting {
        assert_eq!(client.answer().body, "done");
    }
}

#[test]
fn one_thread_calls_the_application_once_at_a_time() {
    let inside = AtomicUsize::new(0);
    let application = move |environ: &mut Environ, start_response: StartResponse<'_>| {
        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "called twice at once");
        std::thread::yield_now();
        inside.fetch_sub(1, Ordering::SeqCst);
        let text = environ["wsgi.multithread"].to_string();
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body(text))
    };
    let server = Running::start_with(application, |server| server.threads(1));
    let mut clients: Vec<_> = (0..16).map(|_| server.connect()).collect();
    for _ in 0..50 {
        for client in &mut clients {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        for client in &mut clients {
            assert_eq!(client.answer().body, "false");
        }
    }
}

#[test]
fn many_connections_are_served_at_once() {
    let server = Running::start(echo);
    let mut clients: Vec<_> = (0..500).map(|_| server.connect()).collect();
    for client in &mut clients {
        client.send("GET /many HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    for client in &mut clients {
        assert_eq!(client.answer().body, "GET /many");
    }
}
