//! What Linux tells of a process.

use std::fs;
use std::io;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What a process has used, and what it holds.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// The time that its threads have been running, in the system and outside.
    pub cpu: Duration,
    /// KiB of memory that it holds (`VmRSS`).
    pub resident: u64,
    /// The most that it ever held (`VmHWM`).
    pub most_resident: u64,
    /// Threads.
    pub threads: u64,
    /// Open descriptors.
    pub descriptors: u64,
}

impl Figures {
    /// The figures of a process now.
    ///
    /// # Errors
    /// When there is no such process, or the system is not Linux.
    pub fn of(process: u32) -> io::Result<Figures> {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let figure = |name: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(name));
            let value = value.and_then(|value| value.trim_end_matches(" kB").trim().parse().ok());
            value.ok_or_else(|| io::Error::other(format!("process {process} has no {name}")))
        };
        Ok(Figures {
            cpu: cpu(process)?,
            resident: figure("VmRSS:")?,
            most_resident: figure("VmHWM:")?,
            threads: figure("Threads:")?,
            descriptors: fs::read_dir(format!("/proc/{process}/fd"))?.count() as u64,
        })
    }
}

/// The time that the threads of a process have been running.
///
/// # Errors
/// As [`Figures::of`].
pub fn cpu(process: u32) -> io::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name of the program, in parentheses, may hold anything; `utime` and `stime` are the 12th and
    // 13th field behind it.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_ascii_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    let frequency = rustix::param::clock_ticks_per_second();
    Ok(Duration::from_secs_f64(ticks as f64 / frequency as f64))
}

/// Allows this process, and those it starts, so many open descriptors.
///
/// # Errors
/// When the system allows fewer.
pub fn allow_descriptors(wanted: u64) -> io::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    let maximum = limit.maximum.map(|maximum| maximum.max(wanted));
    setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }).map_err(|error| {
        let most = limit.maximum.unwrap_or(0);
        let text = format!("{wanted} open descriptors are needed, {most} allowed (ulimit -Hn)");
        io::Error::new(error.kind(), text)
    })
}

/// Ends this process when its input does: that is, with the process that started it, however that
/// ends.
pub fn end_with_input() {
    std::thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_what_a_process_does() {
        let own = std::process::id();
        let before = Figures::of(own).unwrap();
        let file = fs::File::open("/proc/self/status").unwrap();
        let held = vec![1u8; 32 << 20];
        let after = Figures::of(own).unwrap();
        assert!(after.resident >= (16 << 10) && after.most_resident >= after.resident, "{after:?}");
        assert!(after.threads >= 1 && after.descriptors > 1, "{after:?}");
        assert!(after.cpu >= before.cpu);
        drop((file, held));
        assert!(Figures::of(u32::MAX).is_err());
    }
}
