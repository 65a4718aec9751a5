use std::sync::mpsc;
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::{Client, Running, SOON, TEXT, answer, echo, get, post, run, send_body};
use crate::{Body, Environ, Error, StartResponse};

#[test]
fn a_body_beyond_the_limit_is_refused_and_the_connection_goes_on() {
    let server = Running::start_with(echo, |server| server.body_limit(100_000));
    run(async {
        let mut client = Client::new(server.address).await;
        for is_told in [true, false] {
            for (length, status) in [(100_000, 200), (100_001, 413), (3_000_000, 413)] {
                let mut request = post("/");
                if is_told {
                    request.headers_mut().insert("content-length", length.into());
                }
                let (response, mut stream) = client.ask(request, false).await;
                send_body(&mut stream, Bytes::from("a".repeat(length))).await;
                assert_eq!(answer(response).await.status, status, "{length}");
            }
        }
        assert_eq!(client.get("/").await.status, 200);
    });
}

#[test]
fn a_body_that_stalls_is_refused_and_the_connection_goes_on() {
    let server = Running::start_with(echo, |server| server.stall_timeout(Duration::from_millis(1)));
    run(async {
        let mut client = Client::new(server.address).await;
        let (response, mut stream) = client.ask(post("/"), false).await;
        stream.send_data(Bytes::from("begun"), false).unwrap();
        assert_eq!(answer(response).await.status, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(client.get("/").await.status, 200);
    });
}

#[test]
fn a_response_that_nobody_takes_is_reset_and_the_connection_goes_on() {
    let (closed, closings) = mpsc::channel();
    let application = move |environ: &mut Environ, start_response: StartResponse<'_>| {
        let closed = closed.clone();
        let body = match &**environ.path_info() {
            b"/endless" => Body::stream(std::iter::repeat(vec![b'a'; 1 << 10])),
            b"/whole" => Body::from(vec![b'a'; 10 << 20]),
            _ => "at once".into(),
        };
        let body = body.on_close(move |sent| closed.send(sent.complete).unwrap());
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body(body))
    };
    let server =
        Running::start_with(application, |server| server.stall_timeout(Duration::from_millis(1)));
    run(async {
        let mut client = Client::new(server.address).await;
        for path in ["/endless", "/whole"] {
            let (response, _) = client.ask(get(path), true).await;
            let mut body = response.await.unwrap().into_body();
            let error = loop {
                // No room is made for more.
                if let Err(error) = body.data().await.unwrap() {
                    break error;
                }
            };
            assert_eq!(error.reason(), Some(h2::Reason::CANCEL), "{path}");
            drop(body);
            assert_eq!(client.get("/").await.body, "at once");
        }
    });
    assert!(!closings.recv_timeout(SOON).unwrap(), "the endless one");
}

#[test]
fn an_idle_connection_is_closed_after_a_while() {
    let server = Running::start_with(echo, |server| server.idle_timeout(Duration::from_millis(1)));
    run(async {
        let mut client = Client::new(server.address).await;
        assert_eq!(client.get("/").await.status, 200);
        client.ended.await.unwrap().unwrap();
    });
    // A client that says no more than that it speaks HTTP/2 is told to go, too.
    let mut silent = server.connect();
    silent.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    silent.rest_bytes();
}

#[test]
fn a_stream_is_refused_when_all_threads_stay_blocked() {
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
    run(async {
        let mut client = Client::new(server.address).await;
        let (held, _) = client.ask(get("/held"), true).await;
        tokio::task::spawn_blocking(move || entered.wait()).await.unwrap();
        let refused = client.get("/").await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers["retry-after"], "1");
        tokio::task::spawn_blocking(move || leave.wait()).await.unwrap();
        assert_eq!(answer(held).await.body, "done");
    });
}

#[test]
fn requests_that_are_taken_back_while_they_run_end_the_connection() {
    let (entered, told) = mpsc::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let application = move |_: &mut Environ, start_response: StartResponse<'_>| {
        entered.send(())?;
        let _ = wait.lock().unwrap().recv_timeout(SOON);
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body("done"))
    };
    let server = Running::start_with(application, |server| server.max_streams(1));
    let told = Arc::new(Mutex::new(told));
    run(async {
        let mut client = Client::new(server.address).await;
        // As many as the client may have open, four times, and one more.
        for _ in 0..5 {
            let (_, mut stream) = client.ask(get("/"), true).await;
            let told = Arc::clone(&told);
            let told = move || told.lock().unwrap().recv_timeout(SOON).unwrap();
            tokio::task::spawn_blocking(told).await.unwrap();
            stream.send_reset(h2::Reason::CANCEL);
        }
        let (response, _) = client.ask(get("/"), true).await;
        assert!(response.await.is_err());
        let _ = client.ended.await.unwrap();
    });
    drop(go_on);
    drop(server);
    assert!(told.lock().unwrap().recv().is_err(), "what had not begun did not begin");
}

#[test]
fn what_is_no_http_2_behind_the_preface_ends_the_connection() {
    let server = Running::start(echo);
    for after in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0xff; 64], b"\0\0\0\x04\0\0\0\0\x01"] {
        let mut client = server.connect();
        client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        client.send(after);
        let rest = client.rest_bytes();
        assert!(!rest.starts_with(b"HTTP/1"), "{rest:?}");
    }
    let mut client = server.connect();
    client.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
    client.rest_bytes();
    assert_eq!(server.connect().get("/").body, "GET /");
}
