//! Services of tower's: an application as one, for servers and middleware that take services, and one
//! as an application, to be mounted.
//!
//! # An application as a service
//!
//! ```
//! use http_body::Body;
//! use lychgate::gateway::tower::ApplicationService;
//! use lychgate::prelude::*;
//! use tower_service::Service;
//!
//! #[application]
//! mod site {
//!     #[get("^hello$")]
//!     fn hello() -> &'static str { "Hello page" }
//! }
//!
//! # struct Nothing;
//! # impl Body for Nothing {
//! #     type Data = Bytes;
//! #     type Error = std::convert::Infallible;
//! #     fn poll_frame(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>)
//! #         -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> { None.into() }
//! # }
//! let mut service = ApplicationService::inline(site::application);
//! let request = http::Request::get("/hello").body(Nothing).unwrap();
//! let response = lychgate::gateway::block_on(service.call(request)).unwrap();
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.body().size_hint().exact(), Some(10));
//! ```
//!
//! It goes where a service goes: `axum::Router::new().fallback_service(service)`, into the layers of
//! `tower-http`, to hyper and to `lambda_http::run`. The examples `axum_mount`, `layers` and `lambda` do
//! so.
//!
//! # A service as an application
//!
//! [`ServiceApplication`] is one, such as an axum router below a path of ours:
//!
//! ```rs
//! #[mount("^old/")]
//! fn old() -> impl Application {
//!     ServiceApplication::new(axum::Router::new().route("/", axum::routing::get(|| async { "old" })))
//! }
//! ```

mod application;
mod body;
mod pool;
mod service;
#[cfg(test)]
mod tests;

pub use application::{RequestBody, ServiceApplication};
pub use body::ResponseBody;
pub use pool::Job;
pub use service::{ApplicationService, Peer, ResponseFuture};
