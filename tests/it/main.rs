//! Behaviour, as an application's users see it.

mod bodies;
mod captures;
mod contract;
mod dispatch;
mod environ;
mod forms;
mod lint;
mod middleware;
mod layers;
mod log;
mod responses;
mod rules;
