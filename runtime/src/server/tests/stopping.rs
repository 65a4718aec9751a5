use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use super::{Running, TEXT, echo};
use crate::{Environ, Error, Reply, StartResponse, make_server};

/// Says when it is called, and waits until it may answer.
fn held(entered: Arc<Barrier>, leave: Arc<Barrier>) -> impl crate::Application {
    move |_: &mut Environ, start_response: StartResponse<'_>| {
        entered.wait();
        leave.wait();
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body("held"))
    }
}

#[test]
fn a_stop_waits_for_the_requests_that_run() {
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let mut server = Running::start(held(Arc::clone(&entered), Arc::clone(&leave)));
    let mut idle = server.connect();
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    server.handle.stop();
    assert_eq!(idle.rest(), "", "an idle connection is closed");
    leave.wait();
    let answer = client.answer();
    assert_eq!(answer.body, "held");
    assert_eq!(client.rest(), "", "and the others when they are done");
    server.thread.take().unwrap().join().unwrap().unwrap();
    assert!(TcpStream::connect(server.address).is_err());
}

#[test]
fn a_stop_answers_those_who_wait_to_be_accepted() {
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let application = held(Arc::clone(&entered), Arc::clone(&leave));
    let mut server = Running::start_with(application, |server| server.threads(1));
    let mut first = server.connect();
    first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    // The only thread is blocked, so nobody accepts these.
    let waiting = [(); 8].map(|()| {
        let mut client = server.connect();
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        client
    });
    server.handle.stop();
    leave.wait();
    assert_eq!(first.answer().body, "held");
    for _ in &waiting {
        entered.wait();
        leave.wait();
    }
    for mut client in waiting {
        assert_eq!(client.answer().body, "held");
    }
    server.thread.take().unwrap().join().unwrap().unwrap();
}

#[test]
fn a_stop_waits_no_longer_than_the_grace_period() {
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let application = held(Arc::clone(&entered), Arc::clone(&leave));
    let mut server =
        Running::start_with(application, |server| server.shutdown_grace(Duration::from_millis(1)));
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    server.handle.stop();
    server.thread.take().unwrap().join().unwrap().unwrap();
    leave.wait();
}

#[test]
fn nor_does_it_when_every_thread_is_blocked() {
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let application = held(Arc::clone(&entered), Arc::clone(&leave));
    let mut server = Running::start_with(application, |server| {
        // That nobody is told in place of the thread.
        let long = Duration::from_secs(1 << 20);
        server.threads(1).queue_timeout(long).shutdown_grace(Duration::from_millis(1))
    });
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    let mut waiting = server.connect();
    waiting.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    server.handle.stop();
    server.thread.take().unwrap().join().unwrap().unwrap();
    assert!(TcpStream::connect(server.address).is_err());
    assert_eq!(waiting.rest(), "", "nobody is left who could answer");
    leave.wait();
}

#[test]
fn what_is_awaited_in_vain_ends_with_the_server() {
    let entered = Arc::new(Barrier::new(2));
    let inside = Arc::clone(&entered);
    let application = move |_: &mut Environ, _: StartResponse<'_>| {
        inside.wait();
        Reply::later(std::future::pending())
    };
    let mut server =
        Running::start_with(application, |server| server.shutdown_grace(Duration::from_millis(1)));
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    server.handle.stop();
    server.thread.take().unwrap().join().unwrap().unwrap();
    assert_eq!(client.rest(), "");
}

#[test]
fn idle_and_half_sent_requests_are_closed_after_a_while() {
    let server = Running::start_with(echo, |server| {
        let short = Duration::from_millis(1);
        server.idle_timeout(short).header_timeout(short).stall_timeout(short)
    });
    assert_eq!(server.talk(""), "", "nothing was asked, so nothing is answered");
    for begun in ["GET / HT", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel"] {
        let answer = server.talk(begun);
        assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{begun:?}: {answer}");
        assert!(answer.contains("connection: close\r\n"), "{begun:?}: {answer}");
    }
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = make_server(address, echo).err().unwrap().to_string();
    assert!(error.contains(&address.to_string()), "{error}");
    assert!(error.contains("choose another port"), "{error}");
    let error = make_server("8080", echo).err().unwrap().to_string();
    assert!(error.contains("\"8080\"") && error.contains("localhost:8080"), "{error}");
}

#[test]
fn a_name_is_listened_on_at_all_its_addresses() {
    let both: [SocketAddr; 2] = ["127.0.0.1:0".parse().unwrap(), "[::1]:0".parse().unwrap()];
    let server = make_server(&both[..], echo).unwrap().quiet();
    let (first, handle) = (server.local_addr().unwrap(), server.handle());
    let has_second = server.local_addrs().count() == 2;
    let thread = std::thread::spawn(|| server.serve_forever());
    assert_eq!(super::Client::new(first).get("/").body, "GET /");
    if has_second {
        let second = SocketAddr::new(both[1].ip(), first.port());
        assert_eq!(super::Client::new(second).get("/").body, "GET /");
    }
    handle.stop();
    thread.join().unwrap().unwrap();
}
