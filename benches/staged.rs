//! What a commit costs, beside `git diff --cached --name-only`: whole processes, in turns.
//!
//! First, finding the change: repositories of many small tracked files with one, then a hundred staged
//! files that are no articles, so that nothing else is read. Then a whole check: a thousand articles, of
//! which one changed; without the ledger all of them are read.
//!
//! `cargo bench --bench staged -- --million` adds a repository of a million files (about 10 GB and some
//! minutes to build).

#[path = "corpus/news.rs"]
mod news;
#[path = "scratch.rs"]
mod scratch;

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use scratch::{git, import, median, milliseconds, run, time};

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
        let checked = time(check.args(["check", "--staged", "--no-cache"]), top, &[0, 1])?;
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
