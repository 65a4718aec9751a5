//! What a server shows at its start.

use super::super::announce::show;
use crate::{Methods, Route};

static API: &[Route] = &[
    Route::new("^$", Methods::GET, "index", &[]),
    Route::new("^users$", Methods::GET.or(Methods::POST), "users", &[]).through(&["audit"]),
];

static SITE: &[Route] = &[
    Route::new("^$", Methods::GET, "home", &[]).through(&["timing", "login"]),
    Route::new("^api/", Methods::ANY, "api", &[]).mounts(0, || API),
];

#[test]
fn the_table_has_middleware_and_what_is_mounted() {
    let mut text = String::new();
    show(SITE, 1, &mut text);
    let lines = [
        "  GET  ^$  home  through timing, login",
        "  ANY  ^api/  api",
        "    GET        ^$  index",
        "    GET, POST  ^users$  users  through audit",
        "",
    ];
    assert_eq!(text, lines.join("\n"));
}
