//! What a commit costs, beside `git diff --cached --name-only`: whole processes, in turns.
//!
//! First, finding the change: repositories of many small tracked files with one, then a hundred staged
//! files that are no articles, so that nothing else is read. Then a whole check: a thousand articles, of
//! which one changed; without a cache all of them are read.
//!
//! `cargo bench --bench staged -- --million` adds a repository of a million files (about 10 GB and some
//! minutes to build).

#[path = "corpus/news.rs"]
mod news;

use std::error::Error;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ARTICLES: usize = 1_000;
const RUNS: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let has = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    // `cargo test --benches` only wants to know that it starts.
    if has("--test") {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    if cfg!(debug_assertions) {
        writeln!(out, "this is a debug build: the figures mean little")?;
    }
    writeln!(
        out,
        "medians of {RUNS} runs in turns, in ms: factlint check --staged, git diff --cached --name-only\n"
    )?;
    writeln!(
        out,
        "{:<44} {:>9} {:>9} {:>8} {:>7}",
        "", "factlint", "git", "more", "ratio"
    )?;
    let sizes = [1_000, 100_000]
        .into_iter()
        .chain(has("--million").then_some(1_000_000));
    for files in sizes {
        let folder = tempfile::tempdir()?;
        import_files(folder.path(), files)?;
        for staged in [1, 100] {
            stage_files(folder.path(), staged)?;
            let what = format!("finding {staged} staged of {files} files");
            compare(&mut out, &what, folder.path())?;
        }
    }
    let folder = tempfile::tempdir()?;
    let bytes = import_articles(folder.path())?;
    let what = format!("checking 1 of {ARTICLES} articles ({:.1} MB)", bytes as f64 / 1e6);
    compare(&mut out, &what, folder.path())?;
    Ok(())
}

/// Runs both programs in turns and writes one row.
fn compare(out: &mut impl Write, what: &str, top: &Path) -> Result<(), Box<dyn Error>> {
    let (mut own, mut git) = (Vec::new(), Vec::new());
    // The first run of each warms the caches of the system and does not count.
    for run in 0..=RUNS {
        let mut check = Command::new(env!("CARGO_BIN_EXE_factlint"));
        let checked = time(check.args(["check", "--staged"]), top, &[0, 1])?;
        let listed = time(Command::new("git").args(["diff", "--cached", "--name-only"]), top, &[0])?;
        if run > 0 {
            own.push(checked);
            git.push(listed);
        }
    }
    let (own, git) = (median(own), median(git));
    writeln!(
        out,
        "{what:<44} {:>9.2} {:>9.2} {:>8.2} {:>7.2}",
        milliseconds(own),
        milliseconds(git),
        milliseconds(own) - milliseconds(git),
        own.as_secs_f64() / git.as_secs_f64()
    )?;
    out.flush()?;
    Ok(())
}

/// A commit of many small articles and a hundred other files, a hundred in each folder.
fn import_files(top: &Path, files: usize) -> Result<(), Box<dyn Error>> {
    import(top, |input| {
        for number in 0..files {
            let text = format!("# Page {number}\n\nNothing new to this day in the valley.\n");
            let folder = format!("docs/{:03}/{:02}", number / 10_000, number / 100 % 100);
            write!(
                input,
                "M 100644 inline {folder}/{number:06}.md\ndata {}\n{text}\n",
                text.len()
            )?;
        }
        Ok(())
    })?;
    // The index alone: a work tree of a million files would cost more than all the rest.
    run(git(top).args(["read-tree", "HEAD"]))
}

fn stage_files(top: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(top.join("src"))?;
    for number in 0..count {
        std::fs::write(top.join(format!("src/{number}.c")), format!("int x{number};\n"))?;
    }
    run(git(top).args(["add", "src"]))
}

/// A thousand articles with one change staged; gives how many bytes they have.
fn import_articles(top: &Path) -> Result<usize, Box<dyn Error>> {
    let mut bytes = 0;
    import(top, |input| {
        for number in 0..ARTICLES {
            let article = news::article(number);
            bytes += article.text.len();
            write!(
                input,
                "M 100644 inline {}\ndata {}\n{}\n",
                article.path,
                article.text.len(),
                article.text
            )?;
        }
        Ok(())
    })?;
    run(git(top).args(["reset", "--quiet", "--hard"]))?;
    let changed = news::article(0);
    let addition = "\nLa bibliothèque de Marennes a été fondée en 1912. Elle compte trois salles de lecture.\n";
    std::fs::write(top.join(&changed.path), changed.text + addition)?;
    run(git(top).args(["add", "--all"]))?;
    Ok(bytes)
}

/// Makes a repository whose one commit holds what `files` writes for `git fast-import`.
fn import(
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
