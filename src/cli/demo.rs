//! `factlint demo`: the main job on a small repository made for the occasion.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::check::request;
use super::output::{Output, report};
use super::{CliError, Exit, print};
use crate::check::{Mode, check};
use crate::git::Repository;

/// Articles that the demonstration repository has established.
const ESTABLISHED: [(&str, &str); 3] = [
    (
        "articles/2026-01-12-orvane-tour.md",
        include_str!("demo/2026-01-12-orvane-tour.md"),
    ),
    (
        "articles/2026-01-20-orvane-portrait.md",
        include_str!("demo/2026-01-20-orvane-portrait.md"),
    ),
    (
        "articles/2026-02-02-tallow-and-finch.md",
        include_str!("demo/2026-02-02-tallow-and-finch.md"),
    ),
];

/// The article that is about to be committed.
const CHANGE: (&str, &str) = (
    "articles/2026-02-18-orvane-lyon.md",
    include_str!("demo/2026-02-18-orvane-lyon.md"),
);

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint demo\n  factlint demo --keep /tmp/desk     leave the repository to play with"
)]
pub(super) struct Arguments {
    /// Make the repository in this folder and keep it
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let temporary = tempfile::tempdir().map_err(|error| CliError::Io("make a temporary folder".to_owned(), error))?;
    let folder = match &arguments.keep {
        Some(folder) if folder.exists() => {
            return Err(CliError::Usage(format!(
                "{} exists already: name a folder that does not",
                folder.display()
            )));
        }
        Some(folder) => folder.clone(),
        None => temporary.path().join("newsroom"),
    };
    for (path, text) in ESTABLISHED {
        write(&folder.join(path), text)?;
    }
    git(&folder, &["init", "--quiet", "--initial-branch=main"])?;
    git(&folder, &["add", "--all"])?;
    git(
        &folder,
        &["commit", "--quiet", "--no-verify", "--message=Three articles"],
    )?;
    write(&folder.join(CHANGE.0), CHANGE.1)?;
    git(&folder, &["add", "--all"])?;
    let names: Vec<&str> = ESTABLISHED.iter().map(|(path, _)| *path).collect();
    print(&format!(
        "A repository with three articles was made:\n  {}\nA fourth one is staged:\n  {}\n\nfactlint check --staged says:\n\n",
        names.join("\n  "),
        CHANGE.0
    ))?;
    let repository = Repository::discover(&folder)?;
    let output = Output::shown(Some("2026-02-18".to_owned()));
    let outcome = check(&repository, &request(&repository, Mode::Staged, Vec::new(), &output)?)?;
    report(&outcome, &output, repository.work_tree(), 0)?;
    let kept = match &arguments.keep {
        Some(folder) => format!("The repository is in {}.", folder.display()),
        None => "The repository was removed again; `factlint demo --keep FOLDER` leaves one to play with.".to_owned(),
    };
    print(&format!(
        "\nAs a hook, factlint would have refused this commit. {kept}\nIn your own repository: `factlint check --all` audits what is there, `factlint install` checks every commit.\n"
    ))?;
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let doing = format!("write {}", path.display());
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text))
        .map_err(|error| CliError::Io(doing, error))
}

/// Runs git with an identity and a date of its own: the demonstration is the same everywhere.
fn git(folder: &Path, arguments: &[&str]) -> Result<(), CliError> {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"])
        .args(arguments);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("GIT_")))
    {
        command.env_remove(name);
    }
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "Camille Aubry")
            .env(format!("GIT_{role}_EMAIL"), "camille@example.org")
            .env(format!("GIT_{role}_DATE"), "2026-02-03T09:00:00Z");
    }
    let done = command
        .output()
        .map_err(|error| CliError::Io("run git, which the demonstration needs".to_owned(), error))?;
    if done.status.success() {
        Ok(())
    } else {
        let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        Err(CliError::Usage(format!(
            "git {} failed: {said}",
            arguments.first().unwrap_or(&"")
        )))
    }
}
