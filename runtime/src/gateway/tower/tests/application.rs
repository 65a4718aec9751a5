//! What an application sees that hands its requests to a service.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body as _;
use tower_service::Service;

use super::{Blocks, blocks, echo};
use crate::gateway::block_on;
use crate::gateway::tower::{
    ApplicationService, Peer, RequestBody, ResponseBody, ResponseFuture, ServiceApplication,
};
use crate::test::Client;
use crate::{Environ, StartResponse};

/// A service that says what it was asked, in two blocks.
#[derive(Clone)]
struct Old;

impl Service<Request<RequestBody>> for Old {
    type Response = Response<Blocks>;
    type Error = &'static str;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Blocks>, &'static str>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        Box::pin(async move {
            let peer = request.extensions().get::<Peer>().is_some();
            let line = format!("{} {} {peer} ", request.method(), request.uri());
            if request.uri().path() == "/broken" {
                return Err("there is no such service");
            }
            let cut = request.uri().path() == "/cut";
            let mut body = pin!(request.into_body());
            let mut received = Vec::new();
            while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
                received.extend_from_slice(&frame.unwrap().into_data().unwrap());
            }
            let received = String::from_utf8(received).unwrap();
            let mut body = blocks([line.leak(), received.leak()]);
            if cut {
                body.0.push_back(Err("gone"));
            }
            let response = Response::builder().header("Content-Type", "text/plain");
            Ok(response.header("Connection", "close").body(body).unwrap())
        })
    }
}

#[test]
fn a_service_is_an_application() {
    let client = Client::new(ServiceApplication::new(Old));
    let answer = client.post("/a%2Fb?q=1").body("hello").send();
    assert_eq!((answer.status().as_u16(), &*answer.text()), (200, "POST /a%2Fb?q=1 false hello"));
    assert_eq!(answer.header("connection"), None);
    assert_eq!(client.get("/broken").send().status(), 500);
    let answer = client.get("/cut").send();
    assert!(answer.cut().is_some_and(|cut| cut.ends_with("gone")), "{:?}", answer.cut());
    assert_eq!(client.request("HEAD", "/").send().text(), "");
}

#[test]
fn a_service_sees_the_path_from_where_it_is_mounted() {
    let application = |environ: &mut Environ, start_response: StartResponse<'_>| {
        assert_eq!(environ.shift_path_info().unwrap(), "old");
        let old = ServiceApplication::new(Old);
        let (head, body) = block_on(crate::gateway::call(&old, environ));
        let text: Vec<u8> = body.flat_map(|block| block.unwrap().to_vec()).collect();
        start_response.start_with(head.status, head.headers).unwrap().body(text)
    };
    let client = Client::new(application);
    assert_eq!(client.get("/old/a%20b?q").send().text(), "GET /a%20b?q false ");
    assert_eq!(client.get("/old").send().text(), "GET / false ");
}

#[test]
fn one_goes_into_the_other() {
    let there = ServiceApplication::new(ServiceOf(ApplicationService::inline(echo)));
    let answer = Client::new(there).post("/x").body("hello").send();
    assert_eq!(answer.text(), "POST http://localhost/x 5 hello");
}

/// The bounds of a layer that takes services.
#[derive(Clone)]
struct ServiceOf(ApplicationService);

impl Service<Request<RequestBody>> for ServiceOf {
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Service::<Request<RequestBody>>::poll_ready(&mut self.0, context)
    }

    fn call(&mut self, request: Request<RequestBody>) -> ResponseFuture {
        self.0.call(request)
    }
}
