//! What `cargo build` takes for a program with many routes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::sources::{self, Class};

/// A crate of one program, in a folder for the time of the measurement.
#[derive(Debug)]
pub struct Program {
    folder: PathBuf,
    release: bool,
}

/// What a build came to.
#[derive(Clone, Copy, Debug)]
pub struct Built {
    /// The time of the shortest of three rebuilds.
    pub time: Duration,
    /// The size of the program in bytes.
    pub size: u64,
}

impl Program {
    /// The crate, with the crates it depends on built.
    ///
    /// # Errors
    /// When a file cannot be written, or `cargo` does not succeed.
    pub fn new(release: bool) -> io::Result<Self> {
        let folder = format!("lychgate-expansion-{}", std::process::id());
        let program = Program { folder: std::env::temp_dir().join(folder), release };
        fs::create_dir_all(program.folder.join("src"))?;
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let runtime = workspace.join("runtime");
        let manifest = format!(
            "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nlychgate = {{ path = {:?} }}\n",
            runtime.display().to_string()
        );
        fs::write(program.folder.join("Cargo.toml"), manifest)?;
        fs::copy(workspace.join("Cargo.lock"), program.folder.join("Cargo.lock"))?;
        program.write(1, Class::Segment)?;
        program.build()?;
        Ok(program)
    }

    /// Builds the program with `count` routes again and again after it was touched.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn measure(&self, count: usize, class: Class) -> io::Result<Built> {
        let mut time = Duration::MAX;
        for _ in 0..3 {
            self.write(count, class)?;
            let start = Instant::now();
            self.build()?;
            time = time.min(start.elapsed());
        }
        let profile = if self.release { "release" } else { "debug" };
        let size = fs::metadata(self.folder.join("target").join(profile).join("program"))?.len();
        Ok(Built { time, size })
    }

    fn write(&self, count: usize, class: Class) -> io::Result<()> {
        fs::write(self.folder.join("src/main.rs"), sources::program(count, class))
    }

    fn build(&self) -> io::Result<()> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--quiet"]).current_dir(&self.folder);
        // The program has a target directory of its own, whatever this one was built with.
        cargo.env("CARGO_TARGET_DIR", self.folder.join("target"));
        if self.release {
            cargo.arg("--release");
        }
        let status = cargo.status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("cargo: {status}"))) }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which clears its temporary folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
