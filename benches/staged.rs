//! What a commit costs: `factlint check --staged` beside `git diff --cached --name-only`, whole
//! processes, in a repository of a thousand articles with one change staged.

#[path = "corpus/news.rs"]
mod news;

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ARTICLES: usize = 1_000;
const RUNS: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let top = folder.path();
    let bytes = build(top)?;
    let program = env!("CARGO_BIN_EXE_factlint");
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{ARTICLES} articles, {:.1} MB, one change staged; {RUNS} runs each, in turns",
        bytes as f64 / 1e6
    )?;
    if cfg!(debug_assertions) {
        writeln!(out, "this is a debug build: the figures mean little")?;
    }
    let (mut own, mut git) = (Vec::new(), Vec::new());
    // The first run of each warms the caches of the system and does not count.
    for run in 0..=RUNS {
        let checked = time(Command::new(program).args(["check", "--staged"]), top, &[0, 1])?;
        let listed = time(Command::new("git").args(["diff", "--cached", "--name-only"]), top, &[0])?;
        if run > 0 {
            own.push(checked);
            git.push(listed);
        }
    }
    let (own, git) = (median(own), median(git));
    writeln!(out, "factlint check --staged          {:>9.2} ms", milliseconds(own))?;
    writeln!(out, "git diff --cached --name-only    {:>9.2} ms", milliseconds(git))?;
    writeln!(
        out,
        "ratio                            {:>9.1}",
        own.as_secs_f64() / git.as_secs_f64()
    )?;
    Ok(())
}

/// Makes the repository in one go, stages one change, and says how many bytes the articles have.
fn build(top: &Path) -> Result<usize, Box<dyn Error>> {
    run(git(top).args(["init", "--quiet", "--initial-branch=main"]))?;
    let mut stream =
        String::from("commit refs/heads/main\ncommitter Camille Aubry <camille@example.org> 1767222000 +0000\n");
    stream.push_str("data 9\nArticles\n\n");
    let mut bytes = 0;
    for number in 0..ARTICLES {
        let article = news::article(number);
        bytes += article.text.len();
        stream.push_str(&format!(
            "M 100644 inline {}\ndata {}\n{}\n",
            article.path,
            article.text.len(),
            article.text
        ));
    }
    let mut import = git(top)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = import.stdin.take() {
        input.write_all(stream.as_bytes())?;
    }
    if !import.wait()?.success() {
        return Err("git fast-import failed".into());
    }
    run(git(top).args(["reset", "--quiet", "--hard"]))?;
    let changed = news::article(0);
    let addition = "\nLa bibliothèque de Marennes a été fondée en 1912. Elle compte trois salles de lecture.\n";
    std::fs::write(top.join(&changed.path), changed.text + addition)?;
    run(git(top).args(["add", "--all"]))?;
    Ok(bytes)
}

/// Git without the settings and variables of whoever runs this.
fn git(top: &Path) -> Command {
    let mut command = Command::new("git");
    alone(&mut command, top);
    command
}

fn alone(command: &mut Command, top: &Path) {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("GIT_")))
    {
        command.env_remove(name);
    }
    command
        .current_dir(top)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed").into())
    }
}

/// How long a process takes from start to end; an exit code that is not expected is an error.
fn time(command: &mut Command, top: &Path, expected: &[i32]) -> Result<Duration, Box<dyn Error>> {
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
