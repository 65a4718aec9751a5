//! Both ways between axum and this: an application below a path of a router, for all that the router does
//! not know; and a router below a path of an application.
//!
//! Run it with `cargo run --example axum_mount`, then `curl http://localhost:8080/notes/1` (ours, in
//! axum), `curl http://localhost:8080/version` (axum's) and `curl http://localhost:8080/old/hello`
//! (axum's, in ours, in axum).

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response as AxumResponse;
use axum::routing::get;
use lychgate::gateway::tower::{ApplicationService, Peer, ServiceApplication};
use lychgate::prelude::*;
use tokio::net::TcpListener;

/// An application that need not know that axum is around it.
#[application]
mod notes {
    use super::*;

    const NOTES: [&str; 2] = ["buy milk", "call Ann"];

    /// It may block: it has a thread of its own.
    #[get("^notes/(?<number>[0-9]+)$")]
    fn show(number: usize) -> Option<&'static str> {
        NOTES.get(number).copied()
    }

    #[get("^notes$")]
    fn list(environ: &Environ) -> String {
        let line = |(number, note)| format!("{}: {note}\n", environ.url_for(urls::show(number)));
        NOTES.iter().enumerate().map(line).collect()
    }

    #[post("^notes$")]
    fn length(note: Bytes) -> String {
        format!("{} bytes", note.len())
    }

    #[get("^client$")]
    fn client(client: ClientAddress) -> String {
        client.0.to_string()
    }

    /// A router as an application.
    #[mount("^old/")]
    fn old() -> impl Application {
        ServiceApplication::new(
            Router::new().route("/hello", axum::routing::get(async || "Hello from axum")),
        )
    }
}

/// Tells the application the address that axum knows.
async fn peer(
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> AxumResponse {
    request.extensions_mut().insert(Peer(address));
    next.run(request).await
}

/// The router, with the application for all that it does not know itself, and below `/shop`.
fn router() -> Router {
    let notes = ApplicationService::pooled(notes::application, |job| {
        tokio::task::spawn_blocking(job);
    });
    Router::new()
        .route("/version", get(async || "1.0"))
        .nest_service("/shop", notes.clone().at("/shop"))
        .fallback_service(notes)
        .layer(from_fn(peer))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("localhost:8080").await?;
    let router = router().into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    /// A client of the router, which serves as long as the runtime is there.
    fn serve(runtime: &tokio::runtime::Runtime) -> Client<'static> {
        let _context = runtime.enter();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let router = router().into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async { axum::serve(listener, router).await });
        Client::connect(address)
    }

    #[test]
    fn each_answers_for_the_other() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let client = serve(&runtime);
        let text = |path: &str| client.get(path).send().text();
        assert_eq!(text("/version"), "1.0");
        assert_eq!(text("/notes/1"), "call Ann");
        assert_eq!(text("/shop/notes/0"), "buy milk");
        assert_eq!(text("/client"), "127.0.0.1");
        assert_eq!(text("/old/hello"), "Hello from axum");
        assert_eq!(client.get("/old/nothing").send().status(), 404);
        let refused = client.request("DELETE", "/notes/1").send();
        assert_eq!(
            (refused.status().as_u16(), refused.header("allow")),
            (405, Some("GET, HEAD, OPTIONS"))
        );
    }

    #[test]
    fn what_comes_over_axum_is_what_comes_over_our_server() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let client = serve(&runtime);
        let sent = client.post("/shop/notes").body(vec![b'x'; 100_000]).send();
        assert_eq!(sent.text(), "100000 bytes");
        let list = client.get("/shop/notes").send().text();
        assert_eq!(list, "/shop/notes/0: buy milk\n/shop/notes/1: call Ann\n");
        let head = client.request("HEAD", "/notes/1").send();
        assert_eq!((head.header("content-length"), &*head.text()), (Some("8"), ""));
    }
}
