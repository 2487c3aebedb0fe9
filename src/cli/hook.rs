//! `factlint hook`: the entry for Git and for hook managers. It works out what to check.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;

use super::check::{checked, current_directory, exit, repo_paths, request};
use super::output::{Output, report};
use super::{CliError, Exit, tell};
use crate::check::{Mode, changed_paths};
use crate::git::{GitError, Repository, Snapshot};
use crate::source::RepoPath;

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

const HELP: &str = "Examples:
  factlint hook --stage pre-commit
  factlint hook --stage pre-push <lines-of-git

What is checked:
  pre-commit, pre-merge-commit   what is staged; in a merge, against each of its sides
  pre-push                       what the pushed commits add to what the remote has
  manual                         what is staged; with nothing staged, the files named
PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF name a range. Files named limit what is reported, but in a merge; with nothing staged, no range and no merge, they are audited. With several commits pushed, there is one report for each. FACTLINT=0 skips the hook.";

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
    arguments.output.checked()?;
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let files = repo_paths(&repository, &here, &arguments.files)?;
    let modes = modes(arguments, &repository)?;
    if modes.is_empty() {
        tell("factlint: nothing to check: no commit is pushed");
    }
    arguments.output.checked_for(modes.len())?;
    let mut gravest = Exit::Clean;
    for (run, mode) in modes.into_iter().enumerate() {
        let reported = reported(&repository, &mode, &files)?;
        let request = request(&repository, mode, reported, &arguments.output)?;
        let outcome = checked(&repository, &request, &arguments.output)?;
        report(&outcome, &arguments.output, repository.work_tree(), run)?;
        gravest = gravest.max(exit(&outcome));
    }
    Ok(gravest)
}

/// The files whose findings are reported: those that the hook manager names, as far as its names say
/// anything; none for all.
fn reported(repository: &Repository, mode: &Mode, files: &[RepoPath]) -> Result<Vec<RepoPath>, CliError> {
    match mode {
        _ if files.is_empty() => Ok(Vec::new()),
        // While a merge is being committed, names say nothing: after a conflict a manager passes only the
        // files that conflicted.
        Mode::Staged if !repository.merge_parents()?.is_empty() => Ok(Vec::new()),
        // Of what is pushed it names only what the work tree holds.
        Mode::Push { .. } | Mode::Range { .. } => {
            let is_absent = |path: &RepoPath| {
                let top = repository.work_tree();
                top.is_none_or(|top| std::fs::symlink_metadata(top.join(path.as_str())).is_err())
            };
            let absent = changed_paths(repository, mode)?.into_iter().filter(is_absent);
            Ok(files.iter().cloned().chain(absent).collect())
        }
        _ => Ok(files.to_vec()),
    }
}

/// What to check, one run for each.
fn modes(arguments: &Arguments, repository: &Repository) -> Result<Vec<Mode>, CliError> {
    let remote = arguments.remote.clone().or_else(|| variable("PRE_COMMIT_REMOTE_NAME"));
    let (from, to) = (variable("PRE_COMMIT_FROM_REF"), variable("PRE_COMMIT_TO_REF"));
    match (from, to.or_else(|| variable("PRE_COMMIT_LOCAL_BRANCH"))) {
        // A range that somebody named.
        (Some(from), Some(to)) if remote.is_none() => return Ok(vec![Mode::Range { from, to }]),
        // A push under pre-commit or prek.
        (from, Some(tip)) => {
            let olds = from.into_iter().collect();
            return Ok(vec![Mode::Push { tip, remote, olds }]);
        }
        (_, None) if variable("PRE_COMMIT_REMOTE_NAME").is_some() => {
            let (tip, olds) = ("HEAD".to_owned(), Vec::new());
            return Ok(vec![Mode::Push { tip, remote, olds }]);
        }
        (_, None) => {}
    }
    if arguments.stage == Some(Stage::PrePush) {
        return pushed(remote.as_ref(), repository);
    }
    let staged = arguments.files.is_empty() || !repository.merge_parents()?.is_empty() || is_staged(repository)?;
    Ok(vec![if staged { Mode::Staged } else { Mode::Files }])
}

/// What each pushed commit brings, by the lines of local reference, local id, remote reference and
/// remote id that Git writes to standard input; what HEAD brings where there are none, as under managers
/// that do not hand them on.
fn pushed(remote: Option<&String>, repository: &Repository) -> Result<Vec<Mode>, CliError> {
    let input = read_input()?;
    let lines = push_lines(input.as_deref().unwrap_or_default())?;
    let push = |tip: String, olds: Vec<String>| Mode::Push {
        tip,
        remote: remote.cloned(),
        olds,
    };
    // Git names the remote, and gives no line where everything is there already.
    if lines.is_empty() && remote.is_some() && input.is_some() {
        return Ok(Vec::new());
    }
    if lines.is_empty() {
        return Ok(vec![push("HEAD".to_owned(), Vec::new())]);
    }
    // A commit that is pushed by several names is checked once.
    let mut olds_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for [name, local, _, old] in &lines {
        if is_null(local) {
            continue;
        }
        let commit = match repository.resolve(local) {
            Ok(commit) => commit,
            // A tag may name a tree or a file.
            Err(GitError::UnknownRevision { .. }) if repository.has_any(local) => {
                tell(&format!("factlint: {name} is not a commit: not checked"));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let tip = commit.commit_id().map_or_else(|| local.clone(), ToString::to_string);
        let olds = olds_of.entry(tip).or_default();
        olds.extend(Some(old.clone()).filter(|old| !is_null(old)));
    }
    Ok(olds_of.into_iter().map(|(tip, olds)| push(tip, olds)).collect())
}

/// Standard input; none where a person or an endless terminal is at its other end.
fn read_input() -> Result<Option<String>, CliError> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut text = String::new();
    stdin
        .lock()
        .read_to_string(&mut text)
        .map_err(|error| CliError::Io("read the references to push from standard input".to_owned(), error))?;
    Ok(Some(text))
}

/// The lines that Git writes for a `pre-push` hook, in their four parts.
fn push_lines(text: &str) -> Result<Vec<[String; 4]>, CliError> {
    let lines = text.lines().map(|line| {
        let refused = |what: &str| {
            CliError::Usage(format!(
                "standard input is not what Git writes for pre-push (\"<ref> <id> <remote ref> <remote id>\"): {what}`{}`",
                line.escape_debug()
            ))
        };
        // The first part is as the user typed it, and may hold spaces.
        let mut parts: Vec<String> = line.rsplitn(4, ' ').map(str::to_owned).collect();
        parts.reverse();
        let parts = <[String; 4]>::try_from(parts).map_err(|_| refused(""))?;
        let no_id = [&parts[1], &parts[3]].into_iter().find(|id| !is_id(id)).cloned();
        match no_id {
            Some(id) => Err(refused(&format!("`{}` is no id in ", id.escape_debug()))),
            None => Ok(parts),
        }
    });
    lines.collect()
}

fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|digit| digit.is_ascii_hexdigit())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pushed_name_may_hold_spaces() {
        let (one, none) = ("1".repeat(40), "0".repeat(40));
        let text = format!(":/fix the date {one} refs/heads/x {none}\nrefs/heads/y {one} refs/heads/y {one}\n");
        let lines = push_lines(&text).expect("these are lines of Git");
        let names: Vec<&str> = lines.iter().map(|[name, ..]| name.as_str()).collect();
        assert_eq!(names, [":/fix the date", "refs/heads/y"]);
        assert!(lines.iter().all(|[_, id, ..]| *id == one));
    }

    #[test]
    fn what_git_does_not_write_is_refused() {
        let one = "1".repeat(40);
        for text in [
            "",
            "nonsense",
            "a b c d",
            &format!("a {one} b"),
            &format!("a {one} b 12"),
        ] {
            let refused = push_lines(&format!("{text}\n")).expect_err("this is no line of Git");
            assert!(
                refused.to_string().contains("standard input is not what Git writes"),
                "{text}"
            );
        }
    }
}
