//! Requests to an application in this process.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::Answer;
use crate::environ::Gateway;
use crate::{Application, Environ, Input, gateway};

/// Calls the application as a server would, and collects the body.
pub(super) async fn send(application: &dyn Application, request: http::Request<Bytes>) -> Answer {
    let (request, body) = request.into_parts();
    let gateway = Gateway { multithread: false, ..Gateway::default() };
    let mut environ = Environ::new(request, Input::from(body), Arc::new(gateway), None);
    let (head, body) = gateway::call(application, &mut environ).await;
    let mut bytes = BytesMut::new();
    let mut error = None;
    for block in body {
        match block {
            Ok(block) => bytes.extend_from_slice(&block),
            Err(cut) => {
                error = Some(cut.to_string());
                break;
            }
        }
    }
    Answer::new(head.status, head.headers, bytes.freeze(), error)
}
