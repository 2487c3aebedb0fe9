//! Indexes, work trees and the environment in every form that Git gives them, and what is damaged.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};

use crate::newsroom::{AGREEING, CONTRADICTING, ESTABLISHED, NEW, OLD, QUIET, STAGED, newsroom};
use crate::support::{FACTLINT, Repo, Run, TODAY, codes, findings};

/// A newsroom with a contradiction staged.
fn staged() -> Repo {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    repo
}

/// `factlint check --format json` from another folder, with more variables.
fn check_from(repo: &Repo, folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let arguments = [&["check", "--format", "json", "--as-of", TODAY], arguments].concat();
    let mut command = repo.command(FACTLINT, &arguments);
    command.current_dir(folder).envs(variables.iter().copied());
    repo.run(&mut command)
}

/// The one finding of a run stands in this article, against the first one.
#[track_caller]
fn assert_finding(run: Run, path: &str) {
    let report = run.ended(1).json();
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    let finding = &findings(&report)[0];
    assert_eq!(finding["claim"]["path"], path, "{report:#}");
    assert_eq!(finding["claim"]["line"], 3, "{report:#}");
    assert_eq!(finding["established"][0]["path"], OLD, "{report:#}");
    assert_eq!(finding["established"][0]["date"], "2026-02-01", "{report:#}");
}

#[track_caller]
fn assert_found(repo: &Repo, arguments: &[&str]) {
    assert_finding(check_from(repo, repo.top(), arguments, &[]), NEW);
}

#[track_caller]
fn assert_one_line(run: &Run) {
    assert_eq!(run.code, 2, "{run}");
    assert_eq!(run.stdout, "", "{run}");
    assert_eq!(run.stderr.lines().count(), 1, "{run}");
    assert!(run.stderr.starts_with("factlint: "), "{run}");
}

fn index_of(repo: &Repo) -> Vec<u8> {
    fs::read(repo.path(".git/index")).expect("the index can be read")
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

// --- Formats of the index

/// Staged and on disk, a contradiction is found and an agreement is not, whatever the index is made of.
#[track_caller]
fn assert_index_is_read(commands: &[&[&str]], is_such: impl Fn(&Repo) -> bool) {
    let repo = newsroom();
    repo.write(NEW, AGREEING)
        .write("notes/a.md", QUIET)
        .commit("2026-02-02");
    for command in commands {
        repo.git(command);
    }
    repo.write(NEW, CONTRADICTING).stage();
    assert!(is_such(&repo), "the index is another one: {commands:?}");
    assert_found(&repo, STAGED);
    repo.write(NEW, QUIET).stage();
    assert!(is_such(&repo), "the index is another one: {commands:?}");
    repo.write(NEW, CONTRADICTING);
    let run = repo.check(STAGED).ended(0);
    assert!(run.stdout.contains("checked 1 changed article"), "{commands:?}: {run}");
    assert_found(&repo, &[]);
}

#[test]
fn a_split_index_is_read() {
    let is_split = |repo: &Repo| {
        let mut names = fs::read_dir(repo.path(".git"))
            .expect("the folder can be listed")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        names.any(|name| name.starts_with("sharedindex.")) && holds(&index_of(repo), b"link")
    };
    assert_index_is_read(&[&["update-index", "--split-index"]], is_split);
}

#[test]
fn a_compressed_index_is_read() {
    assert_index_is_read(&[&["update-index", "--index-version=4"]], |repo| {
        index_of(repo)[4..8] == [0, 0, 0, 4]
    });
}

#[test]
fn an_index_without_a_checksum_is_read() {
    assert_index_is_read(&[&["config", "index.skipHash", "true"]], |repo| {
        index_of(repo).ends_with(&[0; 20])
    });
}

#[test]
fn what_an_index_remembers_of_untracked_files_is_not_believed() {
    assert_index_is_read(&[&["update-index", "--force-untracked-cache"], &["status"]], |repo| {
        holds(&index_of(repo), b"UNTR")
    });
    let repo = newsroom();
    repo.git(&["update-index", "--force-untracked-cache"]);
    repo.git(&["status"]);
    repo.write("notes/history.md", CONTRADICTING);
    assert_finding(check_from(&repo, repo.top(), &[], &[]), "notes/history.md");
}

#[test]
fn a_monitor_that_saw_nothing_is_not_believed() {
    assert_index_is_read(
        &[
            &["config", "core.fsmonitor", "true #"],
            &["config", "core.fsmonitorHookVersion", "1"],
            &["update-index", "--fsmonitor"],
        ],
        |repo| holds(&index_of(repo), b"FSMN"),
    );
}

#[test]
fn an_index_of_many_threads_is_read() {
    assert_index_is_read(
        &[
            &["config", "index.recordOffsetTable", "true"],
            &["config", "index.recordEndOfIndexEntries", "true"],
        ],
        |repo| holds(&index_of(repo), b"EOIE"),
    );
}

#[test]
fn an_index_may_be_missing() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING);
    repo.remove(".git/index");
    // All that HEAD holds is then deleted.
    assert_eq!(repo.git(&["diff", "--cached", "--name-status"]), format!("D\t{OLD}\n"));
    let run = repo.check(STAGED);
    assert!(!run.stdout.contains("no contradiction found"), "{run}");
    repo.git(&["add", NEW]);
    let run = repo.check(STAGED).ended(0);
    assert!(run.stdout.contains("in 0 articles"), "{run}");
}

// --- Sparse checkouts

/// Only `notes` is checked out; the first article is not on disk.
fn sparse(index: &str) -> Repo {
    let repo = newsroom();
    repo.write("notes/deep/a.md", QUIET)
        .write("notes/b.md", QUIET)
        .commit("2026-02-02");
    repo.git(&["sparse-checkout", "set", "--cone", index, "notes"]);
    assert!(!repo.path(OLD).exists());
    let listed = repo.git(&["ls-files", "--sparse"]);
    assert_eq!(listed.contains("articles/\n"), index == "--sparse-index", "{listed}");
    repo
}

#[test]
fn what_a_sparse_checkout_leaves_out_still_establishes() {
    for index in ["--no-sparse-index", "--sparse-index"] {
        let repo = sparse(index);
        repo.write("notes/history.md", CONTRADICTING);
        assert_finding(check_from(&repo, repo.top(), &[], &[]), "notes/history.md");
        repo.git(&["add", "notes"]);
        for folder in ["", "notes/deep"] {
            assert_finding(check_from(&repo, &repo.path(folder), STAGED, &[]), "notes/history.md");
        }
        repo.write("notes/history.md", AGREEING);
        repo.git(&["add", "notes"]);
        let run = repo.check(STAGED).ended(0);
        assert!(run.stdout.contains("1 fact in 1 article"), "{index}: {run}");
    }
}

#[test]
fn what_is_staged_outside_of_a_sparse_checkout_is_read() {
    for index in ["--no-sparse-index", "--sparse-index"] {
        let repo = sparse(index);
        repo.write("notes/history.md", CONTRADICTING);
        let id = repo.git(&["hash-object", "-w", "notes/history.md"]);
        repo.remove("notes/history.md");
        repo.git(&["update-index", "--add", "--cacheinfo", "100644", id.trim(), NEW]);
        assert_found(&repo, STAGED);
    }
}

// --- Where the repository is

/// A linked work tree with a contradiction staged in it.
fn linked(repo: &Repo) -> PathBuf {
    let folder = repo.beside("linked");
    let name = folder.to_str().expect("the path is UTF-8");
    repo.git(&["worktree", "add", "--quiet", "-b", "side", name]);
    fs::write(folder.join(NEW), CONTRADICTING).expect("the file can be written");
    let staged = repo.run(repo.command("git", &["add", "--all"]).current_dir(&folder));
    assert_eq!(staged.code, 0, "{staged}");
    folder
}

#[test]
fn a_linked_work_tree_may_be_named_by_a_relative_path() {
    let repo = newsroom();
    let folder = linked(&repo);
    assert_finding(check_from(&repo, &folder, STAGED, &[]), NEW);
    let names = [("GIT_DIR", "../desk/.git/worktrees/linked")];
    assert_finding(check_from(&repo, &folder, STAGED, &names), NEW);
    let names = [("GIT_DIR", "../../desk/.git/worktrees/linked"), ("GIT_WORK_TREE", "..")];
    assert_finding(check_from(&repo, &folder.join("articles"), STAGED, &names), NEW);
    assert_finding(check_from(&repo, &folder.join("articles"), &[], &names), NEW);
    fs::write(folder.join(".git"), "gitdir: ../desk/.git/worktrees/linked\n").expect("the file can be written");
    assert_finding(check_from(&repo, &folder, STAGED, &[]), NEW);
    repo.check(STAGED).ended(0);
}

#[test]
fn a_run_may_start_anywhere_inside() {
    let repo = staged();
    for folder in ["articles", ".git", ".git/refs"] {
        assert_finding(check_from(&repo, &repo.path(folder), STAGED, &[]), NEW);
        assert_finding(check_from(&repo, &repo.path(folder), &[], &[]), NEW);
    }
}

#[test]
fn the_environment_speaks_from_where_the_caller_stands() {
    let repo = staged();
    let articles = repo.path("articles");
    assert_finding(check_from(&repo, &articles, STAGED, &[("GIT_DIR", "../.git")]), NEW);
    let names = [("GIT_DIR", "../.git"), ("GIT_WORK_TREE", "..")];
    assert_finding(check_from(&repo, &articles, STAGED, &names), NEW);
    assert_finding(check_from(&repo, &articles, &[], &names), NEW);
    assert_finding(check_from(&repo, &articles, &["--staged", "history.md"], &names), NEW);
    let other = check_from(&repo, &articles, &["--staged", "quillmoor.md"], &names).ended(0);
    assert!(findings(&other.json()).is_empty(), "{other}");
}

/// Another index, in `.git/other`, holds the contradiction; the usual one does not.
fn two_indexes() -> Repo {
    let repo = staged();
    fs::copy(repo.path(".git/index"), repo.path(".git/other")).expect("the index can be copied");
    repo.git(&["reset", "--quiet"]);
    repo.check(STAGED).ended(0);
    repo
}

#[test]
fn another_index_may_be_named_from_the_top() {
    let repo = two_indexes();
    let names = [("GIT_INDEX_FILE", ".git/other")];
    assert_finding(check_from(&repo, repo.top(), STAGED, &names), NEW);
}

#[test]
fn another_index_is_looked_for_from_the_top_as_git_does() {
    let repo = two_indexes();
    let mut git = repo.command("git", &["diff", "--cached", "--name-only"]);
    git.current_dir(repo.path("articles"))
        .env("GIT_INDEX_FILE", ".git/other");
    assert_eq!(repo.run(&mut git).stdout, format!("{NEW}\n"));
    let names = [("GIT_INDEX_FILE", ".git/other")];
    assert_finding(check_from(&repo, &repo.path("articles"), STAGED, &names), NEW);
}

#[test]
fn the_repository_may_be_kept_apart_from_the_files() {
    let repo = Repo::without_git();
    let meta = repo.beside("meta");
    let name = meta.to_str().expect("the path is UTF-8");
    repo.git(&["init", "--quiet", "--initial-branch=main", "--separate-git-dir", name]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-01");
    repo.write(NEW, CONTRADICTING).stage();
    assert!(repo.path(".git").is_file());
    assert_found(&repo, STAGED);
    assert_finding(check_from(&repo, &repo.path("articles"), STAGED, &[]), NEW);
    repo.factlint(&["install"]).ended(0);
    let run = repo.try_git(&["commit", "--quiet", "--message=A change"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
}

#[test]
fn the_configuration_may_name_the_work_tree() {
    let repo = newsroom();
    let elsewhere = repo.beside("elsewhere");
    fs::create_dir_all(elsewhere.join("articles")).expect("a folder can be made");
    fs::copy(repo.path(OLD), elsewhere.join(OLD)).expect("the file can be copied");
    fs::write(elsewhere.join(NEW), CONTRADICTING).expect("the file can be written");
    repo.check(&[]).ended(0);
    repo.git(&["config", "core.worktree", "../../elsewhere"]);
    for folder in [repo.path(".git"), repo.top().to_owned()] {
        assert_finding(check_from(&repo, &folder, &[], &[]), NEW);
    }
    let git_dir = repo.path(".git");
    let names = [("GIT_DIR", git_dir.to_str().expect("the path is UTF-8"))];
    assert_finding(check_from(&repo, &elsewhere, &[], &names), NEW);
}

#[test]
fn the_search_ends_below_a_ceiling() {
    let repo = staged();
    let deep = repo.path("a/b");
    fs::create_dir_all(&deep).expect("a folder can be made");
    let ceiling = repo.path("a");
    let names = [("GIT_CEILING_DIRECTORIES", ceiling.to_str().expect("the path is UTF-8"))];
    let run = check_from(&repo, &deep, STAGED, &names);
    assert_one_line(&run);
    assert!(run.stderr.contains("no Git repository"), "{run}");
    // A ceiling does not hide the folder that the search starts in.
    let top = [(
        "GIT_CEILING_DIRECTORIES",
        repo.top().to_str().expect("the path is UTF-8"),
    )];
    assert_finding(check_from(&repo, repo.top(), STAGED, &top), NEW);
}

#[test]
fn a_repository_that_the_environment_names_and_that_is_not_there_is_named() {
    let repo = staged();
    let run = check_from(&repo, repo.top(), STAGED, &[("GIT_DIR", "/nowhere/at-all")]);
    assert_one_line(&run);
    assert!(run.stderr.contains("/nowhere/at-all"), "{run}");
}

#[test]
fn a_ceiling_is_itself_not_searched() {
    let repo = staged();
    let deep = repo.path("a/b");
    fs::create_dir_all(&deep).expect("a folder can be made");
    let ceiling = repo.top().to_str().expect("the path is UTF-8");
    let mut git = repo.command("git", &["status"]);
    git.current_dir(&deep).env("GIT_CEILING_DIRECTORIES", ceiling);
    assert_eq!(repo.run(&mut git).code, 128);
    let run = check_from(&repo, &deep, STAGED, &[("GIT_CEILING_DIRECTORIES", ceiling)]);
    assert_one_line(&run);
}

#[test]
fn a_branch_that_is_not_born_has_only_news() {
    let repo = staged();
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/nowhere"]);
    let report = repo.report(STAGED);
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    assert_eq!(report["scope"]["documents"], 2);
    assert!(findings(&report)[0]["established"][0]["commit"].is_null(), "{report:#}");
}

// --- Damage

/// One way to damage a repository in which a contradiction is staged.
struct Damage {
    name: &'static str,
    path: String,
    bytes: Option<Vec<u8>>,
}

fn damage(name: &'static str, path: &str, bytes: &[u8]) -> Damage {
    Damage {
        name,
        path: path.to_owned(),
        bytes: Some(bytes.to_owned()),
    }
}

/// Where a loose object is kept.
fn loose(repo: &Repo, revision: &str) -> String {
    let id = repo.git(&["rev-parse", revision]);
    let (folder, name) = id.trim().split_at(2);
    format!(".git/objects/{folder}/{name}")
}

fn damages(repo: &Repo) -> Vec<Damage> {
    let index = index_of(repo);
    let blob = loose(repo, &format!(":{NEW}"));
    let stored = fs::read(repo.path(&blob)).expect("the object can be read");
    let missing = format!("{}\n", "1".repeat(40));
    vec![
        damage("HEAD at nothing", ".git/refs/heads/main", missing.as_bytes()),
        damage("a branch of rubbish", ".git/refs/heads/main", b"rubbish\n"),
        damage("HEAD of rubbish", ".git/HEAD", b"rubbish\n"),
        damage("half an index", ".git/index", &index[..index.len() / 2]),
        damage("an index of rubbish", ".git/index", &b"rubbish ".repeat(40)),
        damage("an empty index", ".git/index", b""),
        damage("an index of zeros", ".git/index", &vec![0_u8; index.len()]),
        damage(
            "a later index",
            ".git/index",
            &[b"DIRC\0\0\0\x09", &index[8..]].concat(),
        ),
        damage("a staged blob of rubbish", &blob, b"rubbish"),
        damage("half a staged blob", &blob, &stored[..stored.len() / 2]),
        damage("an empty staged blob", &blob, b""),
        Damage {
            name: "no staged blob",
            path: blob,
            bytes: None,
        },
        damage(
            "an old blob of rubbish",
            &loose(repo, &format!("HEAD:{OLD}")),
            b"rubbish",
        ),
        damage("a tree of rubbish", &loose(repo, "HEAD:articles"), b"rubbish"),
        damage("a commit of rubbish", &loose(repo, "HEAD"), b"rubbish"),
    ]
}

/// What a run says of each damage.
fn after_each_damage(is_wanted: impl Fn(&str) -> bool) -> Vec<(&'static str, Run)> {
    let repo = staged();
    let mut runs = Vec::new();
    for damage in damages(&repo).into_iter().filter(|damage| is_wanted(damage.name)) {
        let whole = fs::read(repo.path(&damage.path)).expect("the file can be read");
        repo.remove(&damage.path);
        if let Some(bytes) = damage.bytes {
            repo.write(&damage.path, bytes);
        }
        runs.push((damage.name, repo.check(STAGED)));
        repo.write(&damage.path, whole);
    }
    assert_found(&repo, STAGED);
    runs
}

#[test]
fn damage_is_told_in_one_line() {
    for (name, run) in after_each_damage(|_| true) {
        assert_eq!(run.code, 2, "{name}: {run}");
        assert_one_line(&run);
    }
}

#[test]
fn damage_is_told_with_the_command_that_shows_more() {
    let wanted = [
        "HEAD at nothing",
        "half an index",
        "a staged blob of rubbish",
        "a tree of rubbish",
    ];
    let silent: Vec<String> = after_each_damage(|name| wanted.contains(&name))
        .into_iter()
        .filter(|(_, run)| !run.stderr.contains("`git "))
        .map(|(name, run)| format!("{name}: {}", run.stderr))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}
