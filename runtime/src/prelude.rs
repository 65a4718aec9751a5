//! What an application needs, in one line: `use lychgate::prelude::*;`.

pub use crate::{
    Application, Body, Bytes, Environ, Error, FromCapture, FromEnviron, Input, Reply, Respond,
    Response, Result, StartResponse, Started, Status, StatusCode, application, delete, depends,
    get, not_found, patch, post, put, route,
};
