//! Scratch repositories and how long processes take in them.

use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Makes a repository whose one commit holds what `files` writes for `git fast-import`.
pub(crate) fn import(
    top: &Path,
    files: impl FnOnce(&mut BufWriter<std::process::ChildStdin>) -> io::Result<()>,
) -> Result<(), Box<dyn Error>> {
    run(git(top).args(["init", "--quiet", "--initial-branch=main"]))?;
    let mut import = git(top)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(input) = import.stdin.take() {
        let mut input = BufWriter::new(input);
        input.write_all(b"commit refs/heads/main\ncommitter Camille Aubry <camille@example.org> 1767222000 +0000\n")?;
        input.write_all(b"data 9\nArticles\n\n")?;
        files(&mut input)?;
        input.flush()?;
    }
    match import.wait()?.success() {
        true => Ok(()),
        false => Err("git fast-import failed".into()),
    }
}

/// Git without the settings and variables of whoever runs this.
pub(crate) fn git(top: &Path) -> Command {
    let mut command = Command::new("git");
    alone(&mut command, top);
    command
}

pub(crate) fn alone(command: &mut Command, top: &Path) {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("GIT_")))
    {
        command.env_remove(name);
    }
    command
        .current_dir(top)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
}

pub(crate) fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed").into())
    }
}

/// How long a process takes from start to end; an exit code that is not expected is an error.
pub(crate) fn time(command: &mut Command, top: &Path, expected: &[i32]) -> Result<Duration, Box<dyn Error>> {
    alone(command, top);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let took = start.elapsed();
    match status.code() {
        Some(code) if expected.contains(&code) => Ok(took),
        _ => Err(format!("{command:?} ended with {status}").into()),
    }
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
