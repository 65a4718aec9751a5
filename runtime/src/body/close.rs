//! What happens when a body is closed.

/// What was sent of a body until it was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// The bytes that were handed to the server.
    pub bytes: u64,
    /// Whether that was the whole body: not so when the client went away, or a block failed.
    pub complete: bool,
}

/// A function that is called once, when the body is dropped.
pub(super) struct Close<'a> {
    function: Option<Box<dyn FnOnce(Sent) + Send + 'a>>,
    sent: Sent,
}

impl<'a> Close<'a> {
    pub(super) fn new(function: impl FnOnce(Sent) + Send + 'a) -> Self {
        Close { function: Some(Box::new(function)), sent: Sent { bytes: 0, complete: false } }
    }

    pub(super) fn count(&mut self, bytes: u64) {
        self.sent.bytes += bytes;
    }

    pub(super) fn end(&mut self) {
        self.sent.complete = true;
    }

    /// Both this and what was to be done before.
    pub(super) fn after(self, earlier: Option<Box<Close<'a>>>) -> Self {
        let Some(earlier) = earlier else { return self };
        Close::new(move |sent| {
            earlier.call(sent);
            self.call(sent);
        })
    }

    fn call(mut self, sent: Sent) {
        if let Some(function) = self.function.take() {
            function(sent);
        }
    }
}

impl Drop for Close<'_> {
    fn drop(&mut self) {
        if let Some(function) = self.function.take() {
            function(self.sent);
        }
    }
}
