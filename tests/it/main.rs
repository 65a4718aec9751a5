//! Behaviour, as an application's users see it.

mod captures;
mod contract;
mod dependencies;
mod dispatch;
mod environ;
mod forms;
mod responses;
