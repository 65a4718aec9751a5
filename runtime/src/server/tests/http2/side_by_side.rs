use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};

use bytes::Bytes;

use super::{Client, Running, SOON, TEXT, answer, block, echo, get, post, rest, run, send_body};
use crate::{Application, Body, Environ, Error, StartResponse};

/// Waits at `/wait` until it is told to go on, and within the body of `/stream`.
fn waiting(go_on: Receiver<()>) -> impl Application {
    let go_on = Arc::new(Mutex::new(go_on));
    move |environ: &mut Environ, start_response: StartResponse<'_>| {
        let go_on = Arc::clone(&go_on);
        let wait = move || go_on.lock().unwrap().recv_timeout(SOON).map(|()| "last");
        let body = match &**environ.path_info() {
            b"/wait" => wait()?.into(),
            b"/stream" => Body::stream([Ok("first")].into_iter().chain(std::iter::once_with(wait))),
            _ => Body::from("at once"),
        };
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body(body))
    }
}

#[test]
fn a_stream_that_waits_does_not_hold_the_others() {
    let (go_on, wait) = mpsc::channel();
    let server = Running::start(waiting(wait));
    run(async {
        let mut client = Client::new(server.address).await;
        let (held, _) = client.ask(get("/wait"), true).await;
        let (stream, _) = client.ask(get("/stream"), true).await;
        let mut stream = stream.await.unwrap().into_body();
        assert_eq!(
            block(&mut stream).await.unwrap().unwrap(),
            "first",
            "before the second is there"
        );
        for _ in 0..50 {
            assert_eq!(client.get("/").await.body, "at once");
        }
        for _ in 0..2 {
            go_on.send(()).unwrap();
        }
        assert_eq!(answer(held).await.body, "last");
        assert_eq!(rest(&mut stream).await, "last");
    });
}

#[test]
fn a_body_that_does_not_come_does_not_hold_the_others() {
    let server = Running::start(echo);
    run(async {
        let mut client = Client::new(server.address).await;
        let (held, mut stream) = client.ask(post("/"), false).await;
        stream.send_data(Bytes::from("be"), false).unwrap();
        for _ in 0..10 {
            assert_eq!(client.get("/").await.body, "GET /");
        }
        stream.send_data(Bytes::from("gun"), true).unwrap();
        assert_eq!(answer(held).await.body, "POST / begun");
    });
}

#[test]
fn many_streams_are_answered_each_with_its_own() {
    let server = Running::start_with(echo, |server| server.max_streams(7));
    run(async {
        let mut client = Client::new(server.address).await;
        assert_eq!(client.get("/").await.body, "GET /");
        assert_eq!(client.send.current_max_send_streams(), 7);
        let mut asked = Vec::new();
        for number in 0..500 {
            let mut client =
                Client { send: client.send.clone(), ended: tokio::spawn(async { Ok(()) }) };
            asked.push(tokio::spawn(async move {
                let (response, mut stream) = client.ask(post(&format!("/{number}")), false).await;
                send_body(&mut stream, Bytes::from("b".repeat(number + 1))).await;
                let expected = format!("POST /{number} {}", "b".repeat(number + 1));
                assert_eq!(answer(response).await.body, expected);
            }));
        }
        for asked in asked {
            asked.await.unwrap();
        }
    });
}

#[test]
fn blocks_are_made_as_the_client_takes_them() {
    let made = Arc::new(AtomicUsize::new(0));
    let (closed, closings) = mpsc::channel();
    let count = Arc::clone(&made);
    let application = move |environ: &mut Environ, start_response: StartResponse<'_>| {
        let (count, closed) = (Arc::clone(&count), closed.clone());
        let endless = std::iter::repeat_with(move || {
            count.fetch_add(1, Ordering::SeqCst);
            Bytes::from(vec![b'a'; 1 << 10])
        });
        let body = match &**environ.path_info() {
            b"/endless" => {
                Body::stream(endless).on_close(move |sent| closed.send(sent.complete).unwrap())
            }
            _ => "at once".into(),
        };
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body(body))
    };
    let server = Running::start(application);
    run(async {
        let mut client = Client::new(server.address).await;
        let (response, mut request) = client.ask(get("/endless"), true).await;
        let mut body = response.await.unwrap().into_body();
        let mut taken = 0;
        while taken < 1 << 20 {
            taken += block(&mut body).await.unwrap().unwrap().len();
        }
        request.send_reset(h2::Reason::CANCEL);
        drop(body);
        // What the client has taken, has room for, and what waits in the server.
        let most = (taken + (64 << 10) + (128 << 10)) >> 10;
        assert!(made.load(Ordering::SeqCst) < most, "no more than that was made");
        assert_eq!(client.get("/").await.status, 200, "the connection goes on");
    });
    assert!(!closings.recv_timeout(SOON).unwrap(), "and the body is closed");
    drop(server);
}
