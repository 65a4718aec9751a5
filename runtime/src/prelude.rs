//! What an application needs, in one line: `use lychgate::prelude::*;`.

pub use crate::{
    Application, Body, Bytes, ClientAddress, Environ, Extension, Html, Redirect, Rejection, Error, FromCapture, FromEnviron, Input, Middleware, Next,
    Reply, Respond, Response, Result, StartResponse, Status, StatusCode, application, delete, get,
    middleware, not_found, patch, post, put, route,
};
#[cfg(feature = "cookies")]
pub use crate::Cookies;
#[cfg(feature = "files")]
pub use crate::Files;
#[cfg(feature = "headers")]
pub use crate::Header;
#[cfg(feature = "json")]
pub use crate::Json;
#[cfg(feature = "form")]
pub use crate::{Form, Query};
