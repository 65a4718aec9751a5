//! An application as a service.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Buf;
use http::request::Parts;
use http::uri::Scheme;
use http::{HeaderMap, Request, Response};
use http_body::Body;
use tower_service::Service;

use super::body::ResponseBody;
use super::pool::{Job, Part, Pool, Running, Slot, Turns};
use crate::environ::Gateway;
use crate::gateway::exchange::{self, End};
use crate::gateway::message::{drop_ambiguous, response, to_origin_form};
use crate::gateway::receive::{BodyLimits, receive};
use crate::reply::Head;
use crate::{Application, Environ, Error, Input, Status, gateway};

/// An application as a `Service` of requests: of `http::Request<B>`, whatever the body `B` is.
///
/// | what | here |
/// |---|---|
/// | which thread calls the application | the server's, with [`inline`](Self::inline); one of a pool, with [`pooled`](Self::pooled) |
/// | the request body | received before the application is called: 64 KiB in memory, what is larger in a temporary file; 413 beyond 16 MiB |
/// | the response body | a block is made when the server asks for it; closed once, also when the client goes |
/// | failures and panics | pages, as on the embedded server; the service itself has no errors |
/// | HEAD, 204, 304 | no body; `Content-Length` as for GET |
/// | `REMOTE_ADDR`, `REMOTE_PORT` | the extension [`Peer`] of the request, where there is one |
/// | `wsgi.url_scheme` | the target's, where it has one; else the [gateway's](Self::gateway) |
/// | `SCRIPT_NAME` | nothing, or what [`at`](Self::at) says |
/// | extensions of the request | the environ's: what a layer inserts is an [`Extension<T>`](crate::Extension) |
///
/// Headers with `_` in their name are left out of the environ, as by the embedded server. All else that
/// it refuses is the other server's to refuse.
#[derive(Clone)]
pub struct ApplicationService {
    shared: Arc<Shared>,
}

#[derive(Clone)]
struct Shared {
    application: Arc<dyn Application>,
    /// The same under the lint.
    linted: Option<Arc<dyn Application>>,
    pool: Option<Pool>,
    limits: BodyLimits,
    script_name: String,
    /// For targets without a scheme, with `http`, and with `https`.
    gateways: [Arc<Gateway>; 3],
}

/// The other end of the connection, as the server knows it: insert it into the extensions of a request to
/// have a `REMOTE_ADDR` in the environ.
///
/// In axum, which has a type of its own for it:
///
/// ```rs
/// async fn peer(ConnectInfo(address): ConnectInfo<SocketAddr>, mut request: Request, next: Next) -> Response {
///     request.extensions_mut().insert(Peer(address));
///     next.run(request).await
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

impl ApplicationService {
    /// Calls the application on the thread that polls the response: for functions that do not block, or
    /// are `async`. One that blocks holds up whatever else the server does on that thread.
    pub fn inline(application: impl Application + 'static) -> Self {
        Self::new(application, None)
    }

    /// Calls the application on the threads of a pool, which may be blocked: each turn of a request, until
    /// it waits or a block is there, is a job for `pool`. A request that waits holds no thread.
    ///
    /// With tokio, `pool` is `|job| { tokio::task::spawn_blocking(job); }`. What a pool drops unrun is
    /// answered with 503 Service Unavailable.
    ///
    /// ```
    /// use lychgate::gateway::tower::ApplicationService;
    /// # fn application(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    ///
    /// let service = ApplicationService::pooled(application, |job| {
    ///     std::thread::spawn(job);
    /// });
    /// # drop(service);
    /// ```
    pub fn pooled(
        application: impl Application + 'static,
        pool: impl Fn(Job) + Send + Sync + 'static,
    ) -> Self {
        Self::new(application, Some(Arc::new(pool)))
    }

    fn new(application: impl Application + 'static, pool: Option<Pool>) -> Self {
        let shared = Shared {
            application: Arc::new(application),
            linted: None,
            pool,
            limits: BodyLimits::default(),
            script_name: String::new(),
            gateways: gateways(Gateway::default()),
        };
        ApplicationService { shared: Arc::new(shared) }.lint(cfg!(debug_assertions))
    }

    /// Says what is in every environ: the server's name and port, and the scheme of requests whose target
    /// has none.
    #[must_use]
    pub fn gateway(self, gateway: Gateway) -> Self {
        self.change(|shared| shared.gateways = gateways(gateway))
    }

    /// Says which part of the path was taken off before a request came here: `SCRIPT_NAME`, with which
    /// [`url_for`](Environ::url_for) begins. Below `axum::Router::nest_service("/shop", service)` it is
    /// `/shop`.
    #[must_use]
    pub fn at(self, script_name: impl Into<String>) -> Self {
        let script_name = script_name.into();
        self.change(|shared| shared.script_name = script_name.trim_end_matches('/').to_owned())
    }

    /// Refuses request bodies of more than `bytes` with 413 (RFC 9110, 15.5.14).
    #[must_use]
    pub fn body_limit(self, bytes: u64) -> Self {
        self.change(|shared| shared.limits.most = bytes)
    }

    /// Keeps request bodies of more than `bytes` in a temporary file.
    #[must_use]
    pub fn memory_limit(self, bytes: usize) -> Self {
        self.change(|shared| shared.limits.memory = bytes)
    }

    /// Has the [lint](crate::lint) look at every request and response, and writes to the log what it
    /// finds: on in debug builds.
    #[must_use]
    pub fn lint(self, on: bool) -> Self {
        self.change(|shared| {
            let linted = || gateway::linted(Arc::clone(&shared.application));
            shared.linted = on.then(linted);
        })
    }

    fn change(mut self, change: impl FnOnce(&mut Shared)) -> Self {
        change(Arc::make_mut(&mut self.shared));
        self
    }
}

fn gateways(gateway: Gateway) -> [Arc<Gateway>; 3] {
    let with = |scheme: &str| {
        let mut gateway = Gateway { url_scheme: scheme.to_owned(), ..gateway.clone() };
        if scheme == "https" && gateway.server_port == "80" {
            gateway.server_port = "443".to_owned();
        }
        Arc::new(gateway)
    };
    let (plain, secure) = (with("http"), with("https"));
    [Arc::new(gateway), plain, secure]
}

impl Shared {
    fn environ(&self, mut parts: Parts) -> Environ {
        let [own, plain, secure] = &self.gateways;
        let gateway = match parts.uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => plain,
            Some(scheme) if *scheme == Scheme::HTTPS => secure,
            _ => own,
        };
        drop_ambiguous(&mut parts.headers);
        to_origin_form(&mut parts);
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
        // An IPv4 address is one in whatever form it comes.
        let peer = peer.map(|peer| SocketAddr::new(peer.ip().to_canonical(), peer.port()));
        let mut environ = Environ::new(parts, Input::empty(), Arc::clone(gateway), peer);
        if !self.script_name.is_empty() {
            environ.insert("SCRIPT_NAME", &self.script_name);
        }
        environ
    }

    async fn answer<B>(self: Arc<Self>, slot: Arc<Slot>, request: Request<B>) -> End
    where
        B: Body<Data: Buf>,
    {
        let (parts, body) = request.into_parts();
        let mut environ = self.environ(parts);
        let application = &**self.linted.as_ref().unwrap_or(&self.application);
        if !body.is_end_stream() {
            let most = application.body_limit(&environ).unwrap_or(self.limits.most);
            match receive(body, BodyLimits { most, ..self.limits }).await {
                Ok((input, length)) => environ.set_received(input, length),
                Err(refusal) => {
                    return exchange::fail(&environ, Error::new(refusal.status(), ""));
                }
            }
        }
        exchange::answer(&*slot, application, &mut environ).await
    }
}

impl<B> Service<Request<B>> for ApplicationService
where
    B: Body<Data: Buf + Send> + Send + 'static,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        let slot = Arc::new(Slot::default());
        let future = Box::pin(Arc::clone(&self.shared).answer(Arc::clone(&slot), request));
        let turns = Turns::new(Running { future, slot }, self.shared.pool.as_ref());
        ResponseFuture(Some(turns))
    }
}

/// The response of an application, when it is there. When this is dropped before, the application is
/// called no more, and what it has begun is closed.
#[must_use = "a future does nothing until it is polled"]
pub struct ResponseFuture(Option<Turns>);

impl Future for ResponseFuture {
    type Output = Result<Response<ResponseBody>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(turns) = &mut self.0 else { return Poll::Pending };
        let part = ready!(turns.poll_part(context));
        let turns = self.0.take();
        let (head, body) = match (part, turns) {
            (Ok(Part { head: Some(head), piece }), Some(turns)) => {
                (head, ResponseBody::stream(piece, turns))
            }
            (Err(End::Whole(head, bytes)), _) => (head, ResponseBody::whole(bytes)),
            // An exchange begins with one of those, unless its pool has dropped it.
            _ => {
                gateway::log("a request was dropped by the pool that was to answer it");
                (Head::new(Status::SERVICE_UNAVAILABLE, HeaderMap::new()), ResponseBody::default())
            }
        };
        Poll::Ready(Ok(response(head, body)))
    }
}

impl fmt::Debug for ApplicationService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.shared.pool.is_some() { "pooled" } else { "inline" };
        write!(f, "ApplicationService({kind})")
    }
}

impl fmt::Debug for ResponseFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}
