//! An application on AWS Lambda, behind a function's URL or an HTTP API.
//!
//! `cargo lambda build --release` makes what is uploaded, and `cargo lambda watch` runs it on one's own
//! machine: <https://www.cargo-lambda.info>. The test plays Lambda's part, whose API is plain HTTP.

use std::net::SocketAddr;

use lambda_http::request::RequestContext;
use lambda_http::tower::ServiceBuilder;
use lambda_http::{Request, RequestExt};
use lychgate::gateway::tower::{ApplicationService, Peer};
use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^hello/(?<name>[^/]+)$")]
    fn hello(name: &str) -> String {
        format!("Hello {name}")
    }

    #[post("^echo$")]
    fn echo(body: Bytes) -> Bytes {
        body
    }

    #[get("^seen$")]
    fn seen(client: ClientAddress, environ: &Environ) -> String {
        format!("{} {}", client.0, environ.url())
    }

    #[get("^panic$")]
    fn panic() -> &'static str {
        panic!("as it is told")
    }
}

/// Tells the application the address of the client, which Lambda knows.
fn with_peer(mut request: Request) -> Request {
    let address = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.as_deref(),
        _ => None,
    };
    if let Some(Ok(address)) = address.map(str::parse) {
        request.extensions_mut().insert(Peer(SocketAddr::new(address, 0)));
    }
    request
}

/// There is one request at a time, so that a function that blocks holds nobody up.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let site = ApplicationService::inline(site::application);
    lambda_http::run(ServiceBuilder::new().map_request(with_peer).service(site)).await
}
