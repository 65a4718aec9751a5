use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Client, Running, SOON, TEXT, answer, echo, get, run};
use crate::{Environ, Error, StartResponse};

#[test]
fn a_stop_lets_the_streams_that_run_end() {
    let (entered, told) = mpsc::channel();
    let (go_on, wait) = mpsc::channel::<()>();
    let wait = Arc::new(Mutex::new(wait));
    let application = move |_: &mut Environ, start_response: StartResponse<'_>| {
        entered.send(())?;
        wait.lock().unwrap().recv_timeout(SOON)?;
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body("held"))
    };
    let mut server = Running::start(application);
    run(async {
        let mut client = Client::new(server.address).await;
        let (held, _) = client.ask(get("/"), true).await;
        tokio::task::spawn_blocking(move || told.recv_timeout(SOON)).await.unwrap().unwrap();
        server.handle.stop();
        // The client learns of it, and asks for no more.
        while client.send.clone().ready().await.is_ok() {
            tokio::task::yield_now().await;
        }
        go_on.send(()).unwrap();
        assert_eq!(answer(held).await.body, "held");
        client.ended.await.unwrap().unwrap();
    });
    server.thread.take().unwrap().join().unwrap().unwrap();
}

#[test]
fn a_stop_closes_the_connections_that_wait() {
    let mut server =
        Running::start_with(echo, |server| server.shutdown_grace(Duration::from_secs(600)));
    run(async {
        let mut client = Client::new(server.address).await;
        assert_eq!(client.get("/").await.body, "GET /");
        server.handle.stop();
        client.ended.await.unwrap().unwrap();
    });
    server.thread.take().unwrap().join().unwrap().unwrap();
}
