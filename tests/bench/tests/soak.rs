//! The soak, for a short while: two restarts, or the first thing that is lost or leaked.

#![cfg(target_os = "linux")]

use std::process::Command;

#[test]
fn nothing_is_lost_in_a_short_soak() {
    let soak = Command::new(env!("CARGO_BIN_EXE_soak"))
        .args(["--minutes", "0.1", "--restart-every", "3s", "--clients", "8"])
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(soak.status.success(), "{}\n{}", text(&soak.stdout), text(&soak.stderr));
}
