//! What every contestant answers.

use std::thread::sleep;
use std::time::Duration;

/// To `GET /hello`, and to `GET /block` and `GET /wait` after [`SLEEP`].
pub const HELLO: &str = "Hello World";
/// How long a handler sleeps.
pub const SLEEP: Duration = Duration::from_millis(50);
/// To `GET /stream` so many of these, each by itself.
pub const BLOCKS: usize = 16;
pub static BLOCK: [u8; 4 << 10] = [b'b'; 4 << 10];
/// To `GET /large`.
pub static LARGE: [u8; 1 << 20] = [b'x'; 1 << 20];

/// To `GET /block`: what a synchronous client of a database does, as far as the server can see.
pub fn block() -> &'static str {
    sleep(SLEEP);
    HELLO
}

/// To `POST /upload`: how long the body was.
pub fn length(body: &[u8]) -> String {
    body.len().to_string()
}

/// The blocks of a stream for servers that want something to read: a block each time.
#[derive(Default)]
pub struct Blocks(usize);

impl std::io::Read for Blocks {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = (BLOCKS * BLOCK.len()).saturating_sub(self.0);
        let length = left.min(buffer.len()).min(BLOCK.len() - self.0 % BLOCK.len());
        buffer[..length].copy_from_slice(&BLOCK[..length]);
        self.0 += length;
        Ok(length)
    }
}
