//! The hook as Git and hook managers run it: real commits, refused or accepted.
#![cfg(unix)]

use std::fs;
use std::path::Path;

use crate::support::{FACTLINT, Repo, Run, TODAY, codes, dated, findings};

const ESTABLISHED: &str =
    "# Quillmoor Rail\n\nQuillmoor Rail was founded in 1987 in the north of the county, and it runs on time.\n";
const CONTRADICTING: &str =
    "# A short history\n\nIn the valley, Quillmoor Rail was founded in 1991 by the sons of a miller.\n";
const AGREEING: &str =
    "# A short history\n\nIn the valley, Quillmoor Rail was founded in 1987 by the sons of a miller.\n";

const OLD: &str = "articles/quillmoor.md";
const NEW: &str = "articles/history.md";

fn newsroom() -> Repo {
    Repo::holding(&[(OLD, ESTABLISHED)])
}

/// A repository whose commits are checked.
fn guarded() -> Repo {
    let repo = newsroom();
    let run = repo.factlint(&["install"]).ended(0);
    assert!(run.stdout.contains("every commit is now checked"), "{run}");
    repo
}

/// `git commit` with these arguments, on a fixed day, through the hooks.
fn commit(repo: &Repo, arguments: &[&str]) -> Run {
    commit_in(repo, repo.top(), arguments)
}

fn commit_in(repo: &Repo, folder: &Path, arguments: &[&str]) -> Run {
    let mut command = repo.command(
        "git",
        &[&["commit", "--quiet", "--message=A change"], arguments].concat(),
    );
    repo.run(dated(command.current_dir(folder), TODAY))
}

fn commits(repo: &Repo) -> usize {
    repo.git(&["log", "--oneline", "--all"]).lines().count()
}

#[track_caller]
fn assert_refused(run: &Run) {
    assert_eq!(run.code, 1, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
    assert!(run.said().contains("1991") && run.said().contains("1987"), "{run}");
}

#[test]
fn a_commit_that_contradicts_is_refused() {
    let repo = guarded();
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    assert_eq!(commits(&repo), 1);
    repo.write(NEW, AGREEING).stage();
    assert_eq!(commit(&repo, &[]).code, 0);
    assert_eq!(commits(&repo), 2);
}

#[test]
fn a_commit_before_which_there_is_none_is_checked() {
    let repo = Repo::new();
    repo.factlint(&["install"]).ended(0);
    repo.write(OLD, ESTABLISHED).write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}

#[test]
fn a_commit_without_articles_passes() {
    let repo = Repo::new();
    repo.factlint(&["install"]).ended(0);
    repo.write("src/main.c", "int main(void) { return 0; }\n").stage();
    assert_eq!(commit(&repo, &[]).code, 0);
}

#[test]
fn an_unreadable_article_stops_the_commit() {
    let repo = guarded();
    repo.write(NEW, b"caf\xe9\n").stage();
    let run = commit(&repo, &[]);
    assert_ne!(run.code, 0, "{run}");
    assert!(run.said().contains("could not read articles/history.md"), "{run}");
}

#[test]
fn the_hook_can_be_skipped_once() {
    let repo = guarded();
    repo.write(NEW, CONTRADICTING).stage();
    let mut command = repo.command("git", &["commit", "--quiet", "--message=On purpose"]);
    let run = repo.run(command.env("FACTLINT", "0"));
    assert_eq!(run.code, 0, "{run}");
    assert!(run.said().contains("skipped"), "{run}");
    assert_eq!(commits(&repo), 2);
}

#[test]
fn commit_all_checks_what_it_commits() {
    let repo = guarded();
    repo.write(NEW, AGREEING).commit("2026-02-02");
    repo.write(NEW, CONTRADICTING);
    // Nothing is staged: Git hands the hook an index of its own.
    assert_refused(&commit(&repo, &["--all"]));
    assert_eq!(commits(&repo), 2);
    repo.write(NEW, AGREEING.replace("miller", "baker"));
    assert_eq!(commit(&repo, &["--all"]).code, 0);
}

#[test]
fn committing_one_path_checks_that_path_only() {
    let repo = guarded();
    repo.write(NEW, AGREEING)
        .write("articles/other.md", AGREEING)
        .commit("2026-02-02");
    repo.write(NEW, CONTRADICTING)
        .write("articles/other.md", AGREEING.replace("miller", "baker"));
    repo.stage();
    let run = commit(&repo, &["--", "articles/other.md"]);
    assert_eq!(run.code, 0, "{run}");
    assert_refused(&commit(&repo, &["--", NEW]));
}

#[test]
fn a_linked_work_tree_is_checked_from_its_own_index() {
    let repo = guarded();
    let linked = repo.beside("linked");
    repo.git(&[
        "worktree",
        "add",
        "--quiet",
        "-b",
        "side",
        linked.to_str().expect("the path is UTF-8"),
    ]);
    fs::write(linked.join(NEW), CONTRADICTING).expect("the file can be written");
    let staged = repo.run(repo.command("git", &["add", "--all"]).current_dir(&linked));
    assert_eq!(staged.code, 0, "{staged}");
    assert_refused(&commit_in(&repo, &linked, &[]));
    // The main work tree has nothing staged.
    repo.check(&["--staged"]).ended(0);
    fs::write(linked.join(NEW), AGREEING).expect("the file can be written");
    repo.run(repo.command("git", &["add", "--all"]).current_dir(&linked));
    assert_eq!(commit_in(&repo, &linked, &[]).code, 0);
}

#[test]
fn a_commit_from_a_subfolder_is_checked_as_a_whole() {
    let repo = guarded();
    repo.write("notes/a.txt", "A quiet day at the mill, with nothing to tell.\n")
        .write(NEW, CONTRADICTING)
        .stage();
    assert_refused(&commit_in(&repo, &repo.path("notes"), &[]));
}

#[test]
fn the_authors_day_dates_what_has_no_date() {
    let repo = Repo::holding(&[(
        "articles/2019-03-04-a.md",
        "# Staff\n\nIn the valley, Quillmoor Rail employs 340 people and three dogs.\n",
    )]);
    repo.factlint(&["install"]).ended(0);
    let text = "# Staff\n\nThese days, Quillmoor Rail employs 470 people and three dogs.\n";
    repo.write("articles/b.md", text).stage();
    let on = |day: &str| {
        let mut command = repo.command("git", &["commit", "--quiet", "--message=Staff"]);
        repo.run(dated(&mut command, day))
    };
    let run = on("2019-03-20");
    assert_eq!(run.code, 1, "a few days apart: {run}");
    let run = on("2026-02-20");
    assert_eq!(run.code, 0, "years apart: {run}");
}

#[test]
fn a_merge_commit_is_checked() {
    let repo = Repo::holding(&[("articles/index.md", "Nothing new to this day in the valley.\n")]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-03");
    repo.factlint(&["install"]).ended(0);
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    assert_refused(&commit(&repo, &[]));
}

/// Such a merge runs `pre-merge-commit` and not `pre-commit`.
#[test]
fn a_merge_that_stops_for_nothing_is_checked() {
    let repo = Repo::holding(&[("articles/index.md", "Nothing new to this day in the valley.\n")]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-03");
    repo.factlint(&["install"]).ended(0);
    let mut command = repo.command("git", &["merge", "--quiet", "--no-ff", "--no-edit", "side"]);
    let run = repo.run(dated(&mut command, TODAY));
    assert_ne!(run.code, 0, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
}

// --- Installing

const BEFORE: &str = "#!/bin/sh\necho before >> ran\nexit $(cat verdict)\n";

#[test]
fn a_hook_that_was_there_runs_first_and_comes_back() {
    let repo = newsroom();
    repo.write_program(".git/hooks/pre-commit", BEFORE)
        .write("verdict", "0\n")
        .write(".gitignore", "ran\nverdict\n");
    repo.commit("2026-02-02");
    let run = repo.factlint(&["install"]).ended(0);
    assert!(run.stdout.contains("runs first"), "{run}");

    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    assert_eq!(repo.read("ran"), "before\n");

    repo.write("verdict", "7\n");
    let run = commit(&repo, &[]);
    assert_ne!(run.code, 0, "{run}");
    assert!(
        !run.said().contains("founding-date"),
        "its failure must end the commit: {run}"
    );

    repo.write("verdict", "0\n").write(NEW, AGREEING).stage();
    assert_eq!(commit(&repo, &[]).code, 0);

    repo.factlint(&["uninstall"]).ended(0);
    assert_eq!(repo.read(".git/hooks/pre-commit"), BEFORE);
    repo.write(NEW, CONTRADICTING).stage();
    assert_eq!(commit(&repo, &[]).code, 0);
    assert_eq!(repo.read("ran").lines().count(), 4);
}

#[test]
fn installing_twice_changes_nothing() {
    let repo = newsroom();
    repo.write_program(".git/hooks/pre-commit", BEFORE);
    repo.factlint(&["install"]).ended(0);
    let once = repo.everything();
    let run = repo.factlint(&["install"]).ended(0);
    assert!(run.stdout.contains("up to date"), "{run}");
    assert_eq!(repo.everything(), once);
}

#[test]
fn no_hook_is_ever_overwritten() {
    let repo = newsroom();
    repo.write_program(".git/hooks/pre-commit", BEFORE);
    repo.factlint(&["install"]).ended(0);
    // Somebody put another hook in the place of ours.
    let other = BEFORE.replace("before", "other");
    repo.write_program(".git/hooks/pre-commit", &other);
    let before = repo.everything();
    let run = repo.factlint(&["install"]).ended(2);
    assert!(run.stderr.contains("nothing was changed"), "{run}");
    let run = repo.factlint(&["uninstall"]).ended(2);
    assert!(run.stderr.contains("nothing was changed"), "{run}");
    assert_eq!(repo.everything(), before);
}

#[test]
fn uninstalling_leaves_nothing_behind() {
    let repo = newsroom();
    let before = repo.everything();
    repo.factlint(&["install"]).ended(0);
    repo.factlint(&["uninstall"]).ended(0);
    assert_eq!(repo.everything(), before);
    let run = repo.factlint(&["uninstall"]).ended(0);
    assert!(run.stdout.contains("no hook is installed"), "{run}");
}

#[test]
fn the_hook_goes_where_git_looks_for_it() {
    let repo = newsroom();
    repo.git(&["config", "core.hooksPath", "hooks"]);
    repo.factlint(&["install"]).ended(0);
    assert!(repo.path("hooks/pre-commit").exists());
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}

#[test]
fn a_hook_whose_program_is_gone_says_so() {
    let repo = newsroom();
    repo.factlint(&["install", "--program", "/nowhere/it's/factlint"])
        .ended(0);
    repo.write(NEW, AGREEING).stage();
    let run = commit(&repo, &[]);
    assert_ne!(run.code, 0, "{run}");
    assert!(run.stderr.contains("the program is gone"), "{run}");
}

// --- Hook managers

#[test]
fn named_files_are_audited_when_nothing_is_staged() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING)
        .write("articles/other.md", AGREEING)
        .commit("2026-02-02");
    let run = repo
        .factlint(&["hook", "--format", "json", OLD, NEW, "articles/other.md"])
        .ended(1);
    let report = run.json();
    assert_eq!(report["scope"]["mode"], "files");
    assert_eq!(report["scope"]["documents"], 3);
    assert!(codes(&report).contains(&"founding-date"), "{report:#}");
    repo.factlint(&["hook", OLD, "articles/other.md"]).ended(1);
    repo.factlint(&["hook"]).ended(0);
}

#[test]
fn named_files_limit_what_is_reported_of_what_is_staged() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING)
        .write("articles/quiet.md", "Nothing new to this day in the valley.\n")
        .stage();
    repo.factlint(&["hook", NEW, "articles/quiet.md"]).ended(1);
    repo.factlint(&["hook", "articles/quiet.md"]).ended(0);
}

#[test]
fn a_range_that_the_manager_names_is_checked() {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    let mut command = repo.command(FACTLINT, &["hook", "--format", "json"]);
    let run = repo
        .run(
            command
                .env("PRE_COMMIT_FROM_REF", "main")
                .env("PRE_COMMIT_TO_REF", "side"),
        )
        .ended(1);
    assert_eq!(findings(&run.json()).len(), 1);
}
