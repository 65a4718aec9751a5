//! What an application needs, in one line: `use lychgate::prelude::*;`.

pub use crate::{
    Application, Body, Bytes, Environ, Error, FromCapture, FromEnviron, Input, Middleware, Next,
    Reply, Respond, Response, Result, StartResponse, Status, StatusCode, application, delete, get,
    middleware, mount, not_found, patch, post, put, route, with,
};
