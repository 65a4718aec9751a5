//! What an application needs, in one line: `use lychgate::prelude::*;`.

pub use crate::{
    Application, Body, Bytes, Environ, FromCapture, FromEnviron, Input, Reply, Respond, Response,
    Error, Result, StartResponse, Status, StatusCode, application, delete, get, not_found, patch, post, put, route,
};
