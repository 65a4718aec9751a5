use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Running, echo};
use crate::prelude::*;

/// Asks the server at the port that the query names, over a socket of tokio's.
async fn asked(environ: &Environ) -> Result<String> {
    let port: u16 = environ.query_string().to_string().parse()?;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(b"GET /inner HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}

#[application]
mod site {
    use super::*;

    #[get("^sleeps$")]
    async fn sleeps() -> &'static str {
        tokio::time::sleep(Duration::from_millis(1)).await;
        "slept"
    }

    #[get("^asks$")]
    async fn asks(#[depends(asked)] asked: String) -> String {
        asked
    }

    async fn asked(environ: &Environ) -> Result<String> {
        super::asked(environ).await
    }

    #[get("^blocks$")]
    fn blocks() -> &'static str {
        std::thread::sleep(Duration::from_millis(1));
        "blocked"
    }
}

#[test]
fn async_handlers_and_dependencies_await_what_is_of_tokio() {
    let (inner, server) = (Running::start(echo), Running::start(site::application));
    let mut client = server.connect();
    for _ in 0..20 {
        assert_eq!(client.get("/sleeps").body, "slept");
        assert_eq!(client.get("/blocks").body, "blocked");
        let answer = client.get(&format!("/asks?{}", inner.address.port())).body;
        assert!(
            answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("GET /inner"),
            "{answer}"
        );
    }
}

#[test]
fn so_they_do_without_a_server() {
    let client = crate::test::Client::new(site::application);
    assert_eq!(client.get("/sleeps").send().text(), "slept");
}
