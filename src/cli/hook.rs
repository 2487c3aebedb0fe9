//! `factlint hook`: the entry for Git and for hook managers. It works out what to check.

use std::env;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;

use super::check::{Output, current_directory, exit, repo_paths, report, request};
use super::{CliError, Exit, tell};
use crate::check::{Mode, check};
use crate::git::{GitError, Repository, Snapshot};

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    /// The stage that Git is at; without it, the environment tells
    #[arg(long, value_enum)]
    stage: Option<Stage>,
    /// Before a push: the name of the remote
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,
    #[command(flatten)]
    output: Output,
    /// The files that the hook manager passes
    files: Vec<PathBuf>,
}

const HELP: &str = "What is checked:
  pre-commit, pre-merge-commit   what is staged; in a merge, against each of its sides
  pre-push                       what the pushed commits add to what the remote has
  manual                         what is staged; with nothing staged, the files named
PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF name a range. Files named limit what is reported; with nothing staged, no range and no merge, they are audited. FACTLINT=0 skips the hook.";

/// A stage of Git's work at which hooks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Stage {
    /// Before a commit is made
    PreCommit,
    /// Before a merge that had no conflicts is committed
    PreMergeCommit,
    /// Before commits are pushed; standard input holds the lines that Git writes
    PrePush,
    /// By hand
    Manual,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    if env::var_os("FACTLINT").is_some_and(|value| value == "0") {
        tell("factlint: skipped (FACTLINT=0)");
        return Ok(Exit::Clean);
    }
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let files = repo_paths(&repository, &here, &arguments.files)?;
    // While a merge is being committed, a manager names only the files that conflicted.
    let merging = !repository.merge_parents()?.is_empty();
    let modes = modes(arguments, &repository, merging)?;
    if modes.is_empty() {
        tell("factlint: nothing to check: no commit is pushed");
    }
    let reported = if merging { Vec::new() } else { files };
    let mut gravest = Exit::Clean;
    for mode in modes {
        let outcome = check(&repository, &request(mode, reported.clone(), &arguments.output)?)?;
        report(&outcome, &arguments.output)?;
        gravest = gravest.max(exit(&outcome));
    }
    Ok(gravest)
}

/// What to check, one run for each.
fn modes(arguments: &Arguments, repository: &Repository, merging: bool) -> Result<Vec<Mode>, CliError> {
    if let (Some(from), Some(to)) = (variable("PRE_COMMIT_FROM_REF"), variable("PRE_COMMIT_TO_REF")) {
        return Ok(vec![Mode::Range { from, to }]);
    }
    let to_push = ["PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_TO_REF"];
    if arguments.stage == Some(Stage::PrePush) || to_push.iter().any(|name| variable(name).is_some()) {
        return pushed(arguments, repository);
    }
    let staged = arguments.files.is_empty() || merging || is_staged(repository)?;
    Ok(vec![if staged { Mode::Staged } else { Mode::Files }])
}

/// What each pushed reference brings.
///
/// Under pre-commit and prek variables name the branch (a range is given where the remote has it). Git itself, and managers that hand on its
/// standard input, give lines of local reference, local id, remote reference and remote id. Where
/// neither says anything, HEAD is taken.
fn pushed(arguments: &Arguments, repository: &Repository) -> Result<Vec<Mode>, CliError> {
    let remote = arguments.remote.clone().or_else(|| variable("PRE_COMMIT_REMOTE_NAME"));
    let new_branch = |tip: String| Mode::Push {
        tip,
        remote: remote.clone(),
    };
    if let Some(tip) = variable("PRE_COMMIT_TO_REF").or_else(|| variable("PRE_COMMIT_LOCAL_BRANCH")) {
        return Ok(vec![new_branch(tip)]);
    }
    let lines = push_lines()?;
    if lines.is_empty() {
        return Ok(vec![new_branch("HEAD".to_owned())]);
    }
    let mut modes: Vec<Mode> = Vec::new();
    for [name, local, _, old] in &lines {
        let mode = match (is_null(local), is_null(old)) {
            (true, _) => continue,
            (false, true) => new_branch(local.clone()),
            (false, false) => Mode::Range {
                from: old.clone(),
                to: local.clone(),
            },
        };
        match repository.resolve(local) {
            Ok(_) => {}
            // A tag may name a tree or a file.
            Err(GitError::UnknownRevision { .. }) => {
                tell(&format!("factlint: {name} is not a commit: not checked"));
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        if !modes.contains(&mode) {
            modes.push(mode);
        }
    }
    Ok(modes)
}

/// The lines that Git writes for a `pre-push` hook; none where a person runs it.
fn push_lines() -> Result<Vec<[String; 4]>, CliError> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(Vec::new());
    }
    let mut text = String::new();
    stdin
        .lock()
        .read_to_string(&mut text)
        .map_err(|error| CliError::Io("read the references to push from standard input".to_owned(), error))?;
    let lines = text.lines().map(|line| {
        let parts: Vec<String> = line.split(' ').map(str::to_owned).collect();
        <[String; 4]>::try_from(parts).map_err(|_| {
            CliError::Usage(format!(
                "standard input is not what Git writes for pre-push (\"<ref> <id> <remote ref> <remote id>\"): \"{}\"",
                line.escape_debug()
            ))
        })
    });
    lines.collect()
}

/// Whether an id is the one that stands for nothing.
fn is_null(id: &str) -> bool {
    id.bytes().all(|digit| digit == b'0')
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_staged(repository: &Repository) -> Result<bool, CliError> {
    let head = repository.head()?;
    Ok(!repository.changes(&head, &Snapshot::Index)?.changes.is_empty())
}
