//! The journeys in Chromium, with JavaScript and without, on a phone and on a desk; and pictures of the
//! pages. `tests/chromium.sh` runs it, as it needs a browser.

mod devtools;
#[path = "../journeys/mod.rs"]
mod journeys;
mod tab;

use std::fs;
use std::path::Path;
use std::thread::{self, JoinHandle};

use devtools::Chromium;
use journeys::{ALL, Browser, PASSWORD, does_not_see, sees, sign_up, write};
use lychgate::server::Handle;
use lychgate_guestbook::Guestbook;
use tab::Tab;
use tempfile::TempDir;

const PHONE: u32 = 390;
const DESK: u32 = 1280;

/// A guestbook in a directory of its own, behind a server of its own.
struct Site {
    origin: String,
    handle: Handle,
    server: Option<JoinHandle<()>>,
    _directory: TempDir,
}

impl Site {
    fn start() -> Self {
        let directory = TempDir::new().unwrap();
        let guestbook = Guestbook::open(directory.path()).unwrap();
        let server = lychgate::make_server("127.0.0.1:0", guestbook).unwrap().quiet();
        let origin = format!("http://{}", server.local_addr().unwrap());
        let handle = server.handle();
        let server = thread::spawn(|| server.serve_forever().unwrap());
        Site { origin, handle, server: Some(server), _directory: directory }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.handle.stop();
        let ended = self.server.take().map(JoinHandle::join);
        assert!(thread::panicking() || matches!(ended, Some(Ok(()))), "the server has failed");
    }
}

fn journeys_on(width: u32, scripts: bool) {
    let mut chromium = Chromium::start();
    for (name, journey) in ALL {
        println!("{name}: {width} pixels, {} JavaScript", if scripts { "with" } else { "without" });
        let site = Site::start();
        let mut tab = Tab::open(&mut chromium, &site.origin, width, scripts);
        journey(&mut tab);
    }
}

#[test]
fn the_journeys_come_to_their_ends_on_a_phone_without_javascript() {
    journeys_on(PHONE, false);
}

#[test]
fn the_journeys_come_to_their_ends_on_a_desk_with_javascript() {
    journeys_on(DESK, true);
}

#[test]
fn what_may_still_be_written_is_counted_by_javascript() {
    let mut chromium = Chromium::start();
    let site = Site::start();
    for (name, scripts) in [("Ann", true), ("Bob", false)] {
        let mut tab = Tab::open(&mut chromium, &site.origin, DESK, scripts);
        sign_up(&mut tab, name);
        tab.fill("Your entry", "12345");
        match scripts {
            true => sees(&tab, &["1995 characters left"]),
            false => does_not_see(&tab, "characters left"),
        }
    }
}

/// Keeps pictures of a page, at both widths, by day and by night.
fn keep(tab: &Tab<'_>, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guestbook");
    fs::create_dir_all(&folder).unwrap();
    for (width, scheme) in [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")] {
        tab.resize(width);
        tab.prefer(scheme);
        let file = folder.join(format!("{name}-{width}-{scheme}.png"));
        fs::write(&file, tab.screenshot()).unwrap();
        println!("{}", file.display());
    }
}

#[test]
fn the_pages_can_be_looked_at() {
    let mut chromium = Chromium::start();
    let site = Site::start();
    let tab = &mut Tab::open(&mut chromium, &site.origin, DESK, true);
    tab.open("/");
    keep(tab, "empty");
    let picture = tab.screenshot();
    tab.open("/login");
    keep(tab, "login");
    sign_up(tab, "Zoë");
    write(tab, "What a lovely place. We came by train, and the lake was as calm as never before.");
    write(
        tab,
        "A long one, with lines:\n\n– bread\n– butter\n– https://example.org/a/very/long/address/that/does/not/end/where/a/phone/does",
    );
    tab.fill("Your entry", "This is what it looked like in the morning.");
    tab.choose("A picture", "morning.png", &picture);
    tab.press("Write");
    tab.press("Log out");
    keep(tab, "read");
    sign_up(tab, "Konstantin-the-Very-Long-Named");
    write(tab, "Thank you for the coffee!");
    for number in 0..8 {
        write(tab, &format!("Day {number}: rain."));
    }
    tab.fill("Your entry", " ");
    tab.choose("A picture", "notes.txt", b"no picture");
    tab.press("Write");
    keep(tab, "write");
    tab.open("/");
    tab.follow("Edit");
    keep(tab, "edit");
    tab.press("Log out");
    tab.follow("Sign up");
    tab.fill("Name", "Ann Lee!");
    tab.fill("Password", PASSWORD);
    tab.press("Sign up");
    keep(tab, "signup");
    tab.open("/entries/99");
    keep(tab, "failure");
}
