//! What an application needs, in one line: `use lychgate::prelude::*;`.

pub use crate::{
    Application, Body, Bytes, Environ, Error, FromCapture, FromEnviron, Input, Middleware, Next,
    Reply, Respond, Response, Result, StartResponse, Started, Status, StatusCode, application,
    delete, depends, get, middleware, mount, not_found, patch, post, put, route, with,
};
