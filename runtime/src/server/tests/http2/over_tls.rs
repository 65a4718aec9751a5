use bytes::Bytes;
use http::StatusCode;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Client, Running, answer, echo, post, run, send_body};
use crate::server::tests::tls::Files;

#[test]
fn it_is_agreed_on_in_the_handshake() {
    let files = Files::new();
    let server = Running::start_with(echo, |server| server.tls(files.tls()).max_connections(2));
    run(async {
        let connect = || async {
            let stream = TcpStream::connect(server.address).await.unwrap();
            let config = files.trusted(&["h2", "http/1.1"]);
            let name = ServerName::try_from("localhost").unwrap();
            let stream = TlsConnector::from(config).connect(name, stream);
            Client::over(stream.await.unwrap()).await
        };
        let (mut one, mut other) = (connect().await, connect().await);
        for client in [&mut one, &mut other] {
            assert_eq!(client.get("/?HTTPS").await.body, "GET / HTTPS=on");
            let body = "long ".repeat(100_000);
            let (response, mut stream) = client.ask(post("/"), false).await;
            send_body(&mut stream, Bytes::from(body.clone())).await;
            assert_eq!(answer(response).await.body, format!("POST / {body}"));
        }
        let mut third = connect().await;
        let answer = third.get("/").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers["retry-after"], "1");
        drop(third.send);
        let _ = third.ended.await.unwrap();
        assert_eq!(one.get("/").await.status, 200, "the others are not disturbed");
    });
}
