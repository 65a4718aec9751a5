//! Behaviour, as an application's users see it.

mod captures;
mod contract;
mod dispatch;
mod environ;
mod forms;
mod middleware;
mod mounts;
mod responses;
