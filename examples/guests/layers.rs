//! Layers of tower-http around an application: compression, CORS, a time limit, and a line for each
//! request.
//!
//! Run it with `cargo run --example layers`, then
//! `curl --compressed -v -H 'Origin: http://example.org' http://localhost:8080/poem`.

use std::time::Duration;

use axum::Router;
use axum::http;
use lychgate::gateway::tower::ApplicationService;
use lychgate::prelude::*;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

#[application]
mod site {
    use super::*;

    #[get("^poem$")]
    fn poem() -> String {
        "A rose is ".repeat(100) + "a rose.\n"
    }

    /// A stream is compressed block by block.
    #[get("^count$")]
    fn count() -> Body<'static> {
        Body::stream((1..=1000).map(|number| format!("{number}\n")))
    }

    #[get("^never$")]
    async fn never() -> &'static str {
        std::future::pending().await
    }
}

/// The application within its layers: the last one is the outermost, and is told each status.
fn service(limit: Duration, tell: impl Fn(u16) + Clone + Send + Sync + 'static) -> Router {
    let site = ApplicationService::pooled(site::application, |job| {
        tokio::task::spawn_blocking(job);
    });
    let told = move |response: &http::Response<_>, _: Duration, _: &tracing::Span| {
        tell(response.status().as_u16());
    };
    Router::new()
        .fallback_service(site)
        .layer(TimeoutLayer::with_status_code(http::StatusCode::GATEWAY_TIMEOUT, limit))
        .layer(CompressionLayer::new())
        .layer(CorsLayer::new().allow_origin(Any))
        .layer(TraceLayer::new_for_http().on_response(told))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let service = service(Duration::from_secs(10), |status| println!("answered with {status}"));
    axum::serve(TcpListener::bind("localhost:8080").await?, service).await
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;
    use lychgate::test::Client;
    use tokio::runtime::Runtime;

    /// A client of the service, which serves as long as the runtime is there, and what it is told.
    fn serve(runtime: &Runtime, limit: Duration) -> (Client<'static>, Receiver<u16>) {
        let _context = runtime.enter();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (teller, told) = channel();
        let service = service(limit, move |status| teller.send(status).unwrap());
        runtime.spawn(async { axum::serve(listener, service).await });
        (Client::connect(address), told)
    }

    #[test]
    fn layers_stand_around_an_application() {
        let runtime = Runtime::new().unwrap();
        let (client, told) = serve(&runtime, Duration::from_secs(600));
        let plain = client.get("/poem").send();
        assert_eq!((plain.header("content-length"), plain.text().len()), (Some("1008"), 1008));
        for path in ["/poem", "/count"] {
            let answer = client.get(path).header("Accept-Encoding", "gzip").send();
            assert_eq!(answer.header("content-encoding"), Some("gzip"), "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            assert_eq!((answer.cut(), &answer.bytes()[..2]), (None, &b"\x1f\x8b"[..]), "{path}");
            // Each block of a stream is sent on its own, which a stream this fine pays for.
            assert!(answer.bytes().len() < 1008 || path == "/count", "{path}");
        }
        assert_eq!(client.get("/count").send().text().lines().count(), 1000);
        assert_eq!(client.get("/nothing").send().status(), 404);
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [200, 200, 200, 200, 404]);
    }

    #[test]
    fn what_takes_too_long_is_given_up() {
        let runtime = Runtime::new().unwrap();
        let (client, told) = serve(&runtime, Duration::from_millis(50));
        assert_eq!(client.get("/never").send().status(), 504);
        assert_eq!(told.recv().unwrap(), 504);
    }
}
