//! A window of Chromium as what the journeys are made with.

use std::cell::RefCell;
use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::devtools::Chromium;
use crate::journeys::Browser;

/// A window, with cookies of its own.
pub(crate) struct Tab<'c> {
    chromium: RefCell<&'c mut Chromium>,
    session: String,
    origin: String,
    files: TempDir,
}

/// Finds the element of a kind whose text begins so; of a label, its field.
const FIND: &str = "(kind, text) => {
    const all = [...document.querySelectorAll(kind)];
    const found = all.find(element => element.innerText.trim().startsWith(text));
    return found && kind == 'label' ? found.control : found;
}";

impl<'c> Tab<'c> {
    /// A window of this width.
    pub(crate) fn open(
        chromium: &'c mut Chromium,
        origin: &str,
        width: u32,
        scripts: bool,
    ) -> Self {
        let context = chromium.call(None, "Target.createBrowserContext", json!({}));
        let target =
            json!({ "url": "about:blank", "browserContextId": context["browserContextId"] });
        let target = chromium.call(None, "Target.createTarget", target);
        let target = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = chromium.call(None, "Target.attachToTarget", target);
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let files = TempDir::new().expect("a directory for files");
        let tab = Tab { chromium: chromium.into(), session, origin: origin.to_owned(), files };
        tab.call("Page.enable", json!({}));
        tab.call("Log.enable", json!({}));
        tab.call("Emulation.setScriptExecutionDisabled", json!({ "value": !scripts }));
        tab.resize(width);
        tab
    }

    /// Makes the window as wide as a phone is, or a desk's screen.
    pub(crate) fn resize(&self, width: u32) {
        let is_phone = width < 600;
        let size = json!({
            "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": is_phone,
        });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Prefers the colours of the day, or those of the night.
    pub(crate) fn prefer(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.call("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
    }

    /// A picture of the whole page, as a PNG.
    pub(crate) fn screenshot(&self) -> Vec<u8> {
        self.pictures();
        let parameters = json!({ "format": "png", "captureBeyondViewport": true });
        let picture = self.call("Page.captureScreenshot", parameters);
        decoded(picture["data"].as_str().expect("a picture"))
    }

    #[track_caller]
    fn call(&self, method: &str, parameters: Value) -> Value {
        self.chromium.borrow_mut().call(Some(&self.session), method, parameters)
    }

    /// The value of an expression.
    #[track_caller]
    fn evaluate(&self, expression: &str) -> Value {
        let parameters =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let result = self.call("Runtime.evaluate", parameters);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// The expression for an element, which has to be there.
    #[track_caller]
    fn found(&self, kind: &str, text: &str) -> String {
        let expression = format!("({FIND})({}, {})", json!(kind), json!(text));
        let is_there = self.evaluate(&format!("!!{expression}"));
        assert_eq!(is_there, true, "no {kind} {text:?} in:\n{}", self.text());
        expression
    }

    /// Clicks in the middle of an element.
    #[track_caller]
    fn click(&self, element: &str) {
        let place = self.evaluate(&format!(
            "(element => {{
                element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const [box] = element.getClientRects();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})({element})"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (&place[0], &place[1]);
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Does what leads to another page, and waits for that.
    #[track_caller]
    fn go(&self, leave: impl FnOnce()) {
        self.chromium.borrow_mut().forget();
        leave();
        let events = self.chromium.borrow_mut().wait("Page.loadEventFired");
        for event in events.iter().filter(|event| event["method"] == "Log.entryAdded") {
            // A page with another status than 200 is an entry, too, and is meant.
            let entry = &event["params"]["entry"];
            let is_meant = entry["source"] == "network" || entry["level"] != "error";
            assert!(is_meant, "the browser complains: {entry}");
        }
        let widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]";
        let widths = self.evaluate(widths);
        assert_eq!(widths[0], widths[1], "the page is wider than the window:\n{}", self.text());
    }
}

impl Browser for Tab<'_> {
    fn open(&mut self, path: &str) {
        let url = format!("{}{path}", self.origin);
        self.go(|| {
            self.call("Page.navigate", json!({ "url": url }));
        });
    }

    fn follow(&mut self, link: &str) {
        let link = self.found("a", link);
        self.go(|| self.click(&link));
    }

    fn fill(&mut self, label: &str, text: &str) {
        let field = self.found("label", label);
        self.evaluate(&format!("(field => {{ field.focus(); field.select(); }})({field})"));
        self.call("Input.insertText", json!({ "text": text }));
    }

    fn choose(&mut self, label: &str, file: &str, content: &[u8]) {
        let path = self.files.path().join(file);
        fs::write(&path, content).expect("a file can be written");
        let expression = self.found("label", label);
        let field = self.call("Runtime.evaluate", json!({ "expression": expression }));
        let object = &field["result"]["objectId"];
        self.call("DOM.setFileInputFiles", json!({ "files": [path], "objectId": object }));
    }

    fn tick(&mut self, label: &str) {
        let field = self.found("label", label);
        self.click(&field);
        assert_eq!(self.evaluate(&format!("{field}.checked")), true, "{label}");
    }

    fn press(&mut self, button: &str) {
        let button = self.found("button", button);
        self.go(|| self.click(&button));
    }

    fn field(&self, label: &str) -> String {
        let field = self.found("label", label);
        let value = self.evaluate(&format!("{field}.value"));
        value.as_str().expect("a field has a value").to_owned()
    }

    fn text(&self) -> String {
        let text = self.evaluate("document.body.innerText");
        text.as_str().expect("a page has a text").to_owned()
    }

    fn pictures(&self) -> usize {
        let seen = "Promise.all([...document.images].map(picture =>
            picture.decode().then(() => 1, () => 0))).then(seen => seen.filter(Boolean).length)";
        let count = self.evaluate(seen).as_u64().expect("a number");
        usize::try_from(count).expect("a small number")
    }
}

/// The bytes of Base64 (RFC 4648, 4).
fn decoded(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(letters.len());
    for four in letters.chunks(4) {
        let bits = four.iter().fold(0_u32, |bits, letter| bits << 6 | u32::from(value(*letter)));
        let bits = bits << (6 * (4 - four.len()));
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
