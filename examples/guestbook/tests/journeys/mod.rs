//! What people do with a guestbook, whatever they do it with.

use std::ops::Deref;

/// What people see a site with. Links, buttons and fields are named by how their texts begin.
pub(crate) trait Browser {
    /// Opens a page by its address.
    fn open(&mut self, path: &str);
    /// Follows a link.
    fn follow(&mut self, link: &str);
    /// Puts a text in the place of what is in a field.
    fn fill(&mut self, label: &str, text: &str);
    /// Chooses a file for a field.
    fn choose(&mut self, label: &str, file: &str, content: &[u8]);
    /// Ticks a box.
    fn tick(&mut self, label: &str);
    /// Presses a button, which sends its form.
    fn press(&mut self, button: &str);
    /// What is in a field.
    fn field(&self, label: &str) -> String;
    /// What can be read.
    fn text(&self) -> String;
    /// How many pictures can be seen.
    fn pictures(&self) -> usize;
}

pub(crate) type Journey = fn(&mut dyn Browser);

/// All of them, each for a guestbook in which nobody has written yet.
pub(crate) const ALL: [(&str, Journey); 7] = [
    ("an entry is written, changed and deleted", written_changed_and_deleted),
    ("an entry is its author's", its_authors),
    ("what is wrong is said, and what was typed stays", wrong_and_typed),
    ("who logs out is out, and comes back with the password", out_and_back),
    ("markup is text", markup),
    ("entries come in pages", in_pages),
    ("a picture is shown, and removed", with_a_picture),
];

pub(crate) const PASSWORD: &str = "correct horse";

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x01\x00\x1f\x6f\x5c\x00\x00\x00\x2c\
                           \x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

pub(crate) fn sign_up(browser: &mut dyn Browser, name: &str) {
    browser.open("/");
    browser.follow("Sign up");
    browser.fill("Name", name);
    browser.fill("Password", PASSWORD);
    browser.press("Sign up");
    sees(browser, &["Write an entry", name]);
}

pub(crate) fn write(browser: &mut dyn Browser, text: &str) {
    browser.fill("Your entry", text);
    browser.press("Write");
    sees(browser, &[text]);
}

#[track_caller]
pub(crate) fn sees(browser: &dyn Browser, parts: &[&str]) {
    let text = browser.text();
    for part in parts {
        assert!(text.contains(part), "expected {part:?}, found:\n{text}");
    }
}

#[track_caller]
pub(crate) fn does_not_see(browser: &dyn Browser, part: &str) {
    let text = browser.text();
    assert!(!text.contains(part), "expected no {part:?}, found:\n{text}");
}

fn written_changed_and_deleted(browser: &mut dyn Browser) {
    browser.open("/");
    sees(browser, &["Nobody has written anything yet."]);
    sign_up(browser, "Zoë");
    write(browser, "Hello from Bern");
    browser.follow("Edit");
    sees(browser, &["An entry of Zoë"]);
    assert_eq!(browser.field("Your entry"), "Hello from Bern");
    browser.fill("Your entry", "Hello from Basel\nin the rain");
    browser.press("Save");
    sees(browser, &["Hello from Basel\nin the rain"]);
    browser.follow("All entries");
    sees(browser, &["Hello from Basel\nin the rain"]);
    does_not_see(browser, "Bern");
    browser.follow("Edit");
    browser.press("Delete");
    sees(browser, &["Nobody has written anything yet."]);
}

fn its_authors(browser: &mut dyn Browser) {
    sign_up(browser, "Ann");
    write(browser, "The first");
    browser.press("Log out");
    sees(browser, &["The first", "Log in", "Link"]);
    sign_up(browser, "Bob");
    sees(browser, &["The first", "Link"]);
    does_not_see(browser, "Edit");
    browser.follow("Link");
    sees(browser, &["An entry of Ann"]);
    does_not_see(browser, "Delete");
}

fn wrong_and_typed(browser: &mut dyn Browser) {
    sign_up(browser, "Ann");
    browser.fill("Your entry", "   ");
    browser.press("Write");
    sees(browser, &["Write something."]);
    browser.fill("Your entry", "Look at this");
    browser.choose("A picture", "picture.png", b"<script>alert(1)</script>");
    browser.press("Write");
    sees(browser, &["A picture is a JPEG, PNG, GIF or WebP."]);
    assert_eq!(browser.field("Your entry"), "Look at this");
    browser.press("Log out");

    browser.follow("Sign up");
    browser.fill("Name", "ann");
    browser.fill("Password", PASSWORD);
    browser.press("Sign up");
    sees(browser, &["This name is taken."]);
    assert_eq!((browser.field("Name").deref(), browser.field("Password").deref()), ("ann", ""));
    browser.fill("Name", "Ann & \"Bob\"");
    browser.fill("Password", PASSWORD);
    browser.press("Sign up");
    sees(browser, &["A name has letters, digits, - and _ in it, and nothing else."]);
    assert_eq!(browser.field("Name"), "Ann & \"Bob\"");
}

fn out_and_back(browser: &mut dyn Browser) {
    sign_up(browser, "Ann");
    browser.press("Log out");
    sees(browser, &["Log in or sign up to write an entry."]);
    browser.follow("Log in");
    for (name, password) in [("Ann", "wrong horses"), ("Nobody", PASSWORD)] {
        browser.fill("Name", name);
        browser.fill("Password", password);
        browser.press("Log in");
        sees(browser, &["There is no such name with this password."]);
        assert_eq!((browser.field("Name").deref(), browser.field("Password").deref()), (name, ""));
    }
    browser.fill("Name", "ann");
    browser.fill("Password", PASSWORD);
    browser.press("Log in");
    sees(browser, &["Write an entry", "Ann"]);
}

fn markup(browser: &mut dyn Browser) {
    sign_up(browser, "Ann");
    let text = "</textarea><script>document.body.remove()</script> & <b>\"bold\"</b> 'quoted'";
    write(browser, text);
    browser.follow("Edit");
    sees(browser, &[text]);
    assert_eq!(browser.field("Your entry"), text);
}

fn in_pages(browser: &mut dyn Browser) {
    sign_up(browser, "Ann");
    for number in 1..=12 {
        write(browser, &format!("entry number {number}."));
    }
    sees(browser, &["number 12.", "number 3."]);
    does_not_see(browser, "number 2.");
    does_not_see(browser, "Latest entries");
    browser.follow("Older entries");
    sees(browser, &["number 2.", "number 1."]);
    does_not_see(browser, "number 3.");
    does_not_see(browser, "Older entries");
    browser.follow("Latest entries");
    sees(browser, &["number 12."]);
}

fn with_a_picture(browser: &mut dyn Browser) {
    sign_up(browser, "Ann");
    browser.fill("Your entry", "Look at this");
    browser.choose("A picture", "a name.txt", PIXEL);
    browser.press("Write");
    sees(browser, &["Look at this"]);
    assert_eq!(browser.pictures(), 1);
    browser.follow("Edit");
    browser.tick("Remove the picture");
    browser.press("Save");
    assert_eq!(browser.pictures(), 0);
    does_not_see(browser, "Remove the picture");
    sees(browser, &["Look at this"]);
}
