//! Behaviour, as an application's users see it.

mod bodies;
mod captures;
mod catch;
mod contract;
mod dependencies;
mod dispatch;
mod environ;
mod forms;
mod inspect;
mod layers;
mod lint;
mod log;
mod middleware;
mod mounts;
mod openapi;
mod pages;
mod responses;
mod rules;
mod shipped;
mod urls;
