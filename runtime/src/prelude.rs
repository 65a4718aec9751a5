//! What an application needs, in one line: `use lychgate::prelude::*;`.

#[cfg(feature = "cookies")]
pub use crate::Cookies;
#[cfg(feature = "files")]
pub use crate::Files;
#[cfg(feature = "headers")]
pub use crate::Header;
#[cfg(feature = "json")]
pub use crate::Json;
#[cfg(feature = "multipart")]
pub use crate::Multipart;
pub use crate::{
    Application, Body, Bytes, ClientAddress, Environ, Error, Extension, FromCapture, FromEnviron,
    Health, Html, Input, Middleware, Next, Redirect, Rejection, Reply, Respond, Response, Result,
    StartResponse, Started, Status, StatusCode, Url, application, middleware, route,
};
#[cfg(feature = "form")]
pub use crate::{Form, Query};
#[cfg(feature = "macros")]
pub use crate::{catch, delete, depends, get, mount, not_found, patch, post, put, with};
