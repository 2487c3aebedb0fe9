//! Repositories made from others: shared, packed, shallow, partial, bare, nested, replaced, foreign.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::newsroom::{CONTRADICTING, ESTABLISHED, NEW, OLD, QUIET, STAGED, assert_one_line, newsroom};
use crate::support::{FACTLINT, Repo, Run, TODAY, codes, findings};

/// `factlint check --format json` in another folder.
fn check_in(repo: &Repo, folder: &Path, arguments: &[&str]) -> Run {
    let arguments = [&["check", "--format", "json", "--as-of", TODAY], arguments].concat();
    repo.run(repo.command(FACTLINT, &arguments).current_dir(folder))
}

#[track_caller]
fn git_in(repo: &Repo, folder: &Path, arguments: &[&str]) -> String {
    let run = repo.run(repo.command("git", arguments).current_dir(folder));
    assert_eq!(run.code, 0, "git {arguments:?}: {run}");
    run.stdout
}

/// A clone beside the repository, made by Git's own transport.
fn clone(repo: &Repo, options: &[&str]) -> PathBuf {
    let folder = repo.beside("clone");
    let origin = format!("file://{}", repo.top().display());
    let places = [origin.as_str(), folder.to_str().expect("the path is UTF-8")];
    repo.git(&[&["clone", "--quiet"], options, &places].concat());
    folder
}

fn stage_in(repo: &Repo, folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(file, text).expect("the file can be written");
    git_in(repo, folder, &["add", path]);
}

/// The one finding of a run, against the first commit.
#[track_caller]
fn assert_finding(run: Run, path: &str) {
    let report = run.ended(1).json();
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    let finding = &findings(&report)[0];
    assert_eq!(finding["claim"]["path"], path, "{report:#}");
    assert_eq!(finding["claim"]["line"], 3, "{report:#}");
}

/// Runs the command that an error names last, between backticks.
#[track_caller]
fn obey(repo: &Repo, folder: &Path, run: &Run) {
    let named = run.stderr.rsplit('`').nth(1).expect("the error names a command");
    let words: Vec<&str> = named.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"git"), "{run}");
    git_in(repo, folder, &words[1..]);
}

/// Every file below a folder with its size.
fn sizes(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        let metadata = fs::symlink_metadata(&path).expect("the entry has metadata");
        if path.ends_with("factlint") {
            // The ledger is kept beside what Git keeps.
        } else if metadata.is_dir() {
            found.extend(sizes(&path));
        } else {
            found.insert(path, metadata.len());
        }
    }
    found
}

// --- Where objects are

#[test]
fn objects_of_another_repository_are_read() {
    let repo = newsroom();
    let shared = repo.beside("shared");
    let name = shared.to_str().expect("the path is UTF-8");
    repo.git(&["clone", "--quiet", "--shared", ".", name]);
    stage_in(&repo, &shared, NEW, CONTRADICTING);
    assert_finding(check_in(&repo, &shared, STAGED), NEW);
    // One alternate names the next.
    let folder = clone(&repo, &["--reference", name]);
    stage_in(&repo, &folder, NEW, CONTRADICTING);
    assert_finding(check_in(&repo, &folder, STAGED), NEW);
    let alternates = shared.join(".git/objects/info/alternates");
    fs::write(&alternates, "../../../desk/.git/objects\n").expect("the file can be written");
    assert_finding(check_in(&repo, &shared, STAGED), NEW);
    fs::write(&alternates, "../../../nowhere\n").expect("the file can be written");
    assert_one_line(&check_in(&repo, &shared, STAGED), "factlint: ");
}

#[test]
fn packs_with_all_their_helpers_are_read() {
    let repo = newsroom();
    let first = repo.git(&["rev-parse", "HEAD"]);
    let mut diary = String::new();
    for day in 0..12 {
        for hour in 0..20 {
            diary.push_str(&format!("On day {day}, at {hour} o'clock, the valley is quiet.\n"));
        }
        repo.write(OLD, format!("{ESTABLISHED}\n{diary}")).commit("2026-02-03");
    }
    repo.git(&["pack-refs", "--all"]);
    repo.git(&["repack", "-a", "-d", "-f", "--quiet", "--depth=10"]);
    repo.write("articles/quiet.md", QUIET).commit("2026-02-04");
    repo.git(&["repack", "-d", "--quiet"]);
    repo.git(&["multi-pack-index", "write"]);
    repo.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
    let bases = repo.git(&["cat-file", "--batch-all-objects", "--batch-check=%(deltabase)"]);
    assert!(bases.lines().any(|base| base.contains(|c: char| c != '0')), "{bases}");
    assert!(repo.path(".git/objects/pack/multi-pack-index").exists());
    assert!(repo.git(&["count-objects", "-v"]).starts_with("count: 0\n"));
    repo.write(NEW, CONTRADICTING).stage();
    let run = check_in(&repo, repo.top(), STAGED);
    assert_finding(run.clone(), NEW);
    assert_eq!(
        findings(&run.json())[0]["established"][0]["commit"],
        first.trim(),
        "{run}"
    );
}

// --- Shallow clones

/// A repository whose branches parted before what a shallow clone holds; `side` contradicts.
fn parted() -> Repo {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo.write("articles/quiet.md", QUIET).commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("articles/quiet.md", QUIET).commit("2026-02-03");
    repo.write("articles/other.md", QUIET).commit("2026-02-04");
    repo
}

#[test]
fn a_shallow_clone_without_the_merge_base_names_what_mends_it() {
    let repo = parted();
    let folder = clone(&repo, &["--depth=1", "--no-single-branch", "--branch=side"]);
    for arguments in [
        &["--base", "origin/main"][..],
        &["--from-ref", "origin/main", "--to-ref", "side"],
        &["--base", "origin/main~2"],
    ] {
        assert_one_line(&check_in(&repo, &folder, arguments), "run `git fetch --unshallow`");
    }
    obey(&repo, &folder, &check_in(&repo, &folder, &["--base", "origin/main"]));
    assert_finding(check_in(&repo, &folder, &["--base", "origin/main"]), NEW);
}

#[test]
fn a_shallow_clone_of_one_branch_names_what_brings_the_other() {
    let repo = parted();
    let folder = clone(&repo, &["--depth=1", "--branch=side"]);
    let against_main = || check_in(&repo, &folder, &["--base", "origin/main"]);
    // One command for the branch, and at most one for the history.
    for _ in 0..2 {
        let run = against_main();
        if run.code == 2 {
            assert_one_line(&run, "`git ");
            obey(&repo, &folder, &run);
        }
    }
    assert_finding(against_main(), NEW);
}

#[test]
fn a_slip_of_the_pen_in_a_shallow_clone_is_called_one() {
    let repo = parted();
    let folder = clone(&repo, &["--depth=1"]);
    assert_one_line(&check_in(&repo, &folder, &["--base", "origin/mian"]), "spelling");
}

#[test]
fn what_is_staged_in_a_shallow_clone_is_checked() {
    let repo = newsroom();
    repo.write("articles/quiet.md", QUIET).commit("2026-02-02");
    let folder = clone(&repo, &["--depth=1"]);
    stage_in(&repo, &folder, NEW, QUIET);
    check_in(&repo, &folder, STAGED).ended(0);
    stage_in(&repo, &folder, NEW, CONTRADICTING);
    assert_finding(check_in(&repo, &folder, STAGED), NEW);
}

// --- Partial clones

#[test]
fn a_partial_clone_is_never_completed_behind_the_back() {
    let repo = newsroom();
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    for filter in ["--filter=blob:none", "--filter=tree:0"] {
        let folder = clone(&repo, &["--no-checkout", filter]);
        if filter == "--filter=blob:none" {
            git_in(&repo, &folder, &["read-tree", "HEAD"]);
            stage_in(&repo, &folder, NEW, CONTRADICTING);
        }
        let away = repo.beside("away");
        fs::rename(repo.top(), &away).expect("the origin can be moved");
        fs::create_dir(repo.top()).expect("a folder can be made");
        let before = sizes(&folder);
        let run = check_in(&repo, &folder, STAGED);
        assert_one_line(
            &run,
            "is not in this partial clone: run `git fetch --refetch --no-filter`",
        );
        assert_eq!(sizes(&folder), before, "{filter}");
        fs::remove_dir(repo.top()).expect("the folder can be removed");
        fs::rename(&away, repo.top()).expect("the origin can be moved");
        if filter == "--filter=blob:none" {
            obey(&repo, &folder, &run);
            assert_finding(check_in(&repo, &folder, STAGED), NEW);
        }
        fs::remove_dir_all(&folder).expect("the clone can be removed");
    }
}

#[test]
fn a_partial_clone_that_holds_what_is_needed_is_checked() {
    let repo = newsroom();
    repo.write(OLD, format!("{ESTABLISHED}\n{QUIET}")).commit("2026-02-02");
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let folder = clone(&repo, &["--filter=blob:none"]);
    fs::rename(repo.top(), repo.beside("away")).expect("the origin can be moved");
    fs::create_dir(repo.top()).expect("a folder can be made");
    stage_in(&repo, &folder, NEW, CONTRADICTING);
    let run = check_in(&repo, &folder, STAGED);
    assert_finding(run.clone(), NEW);
    // Who brought the line stands in a blob that is not here.
    let report = run.json();
    let established = &findings(&report)[0]["established"][0];
    assert_eq!(established["path"], OLD, "{run}");
    assert_eq!(established["commit_is_bound"], true, "{run}");
}

// --- Bare repositories

#[test]
fn a_bare_repository_is_checked_from_commit_to_commit() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    let folder = clone(&repo, &["--bare"]);
    for arguments in [&["--from-ref", "HEAD~1", "--to-ref", "HEAD"][..], &["--base", "main~1"]] {
        assert_finding(check_in(&repo, &folder, arguments), NEW);
    }
    let run = check_in(&repo, &folder, &["--from-ref", "HEAD", "--to-ref", "HEAD"]).ended(0);
    assert_eq!(run.json()["scope"]["documents"], 0);
    let run = repo.run(repo.command(FACTLINT, &["hook"]).current_dir(&folder));
    assert_one_line(&run, "bare");
}

// --- Repositories in repositories

#[test]
fn a_submodule_is_a_house_of_its_own() {
    let repo = newsroom();
    let other = Repo::holding(&[(NEW, CONTRADICTING)]);
    repo.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        other.top().to_str().expect("the path is UTF-8"),
        "press",
    ]);
    let inside = repo.path("press");
    assert!(inside.join(".git").is_file() && inside.join(NEW).exists());
    for arguments in [STAGED, &[], &["--all"]] {
        let run = check_in(&repo, repo.top(), arguments).ended(0);
        assert_eq!(
            run.json()["scope"]["claims"],
            i32::from(arguments == ["--all"]),
            "{run}"
        );
    }
    stage_in(&repo, &inside, "articles/late.md", ESTABLISHED);
    for arguments in [STAGED, &[]] {
        check_in(&repo, repo.top(), arguments).ended(0);
        assert_finding(check_in(&repo, &inside, arguments), "articles/late.md");
        assert_finding(check_in(&repo, &inside.join("articles"), arguments), "articles/late.md");
    }
    repo.commit("2026-02-03");
    let run = check_in(&repo, repo.top(), &["--all"]).ended(0);
    assert_eq!(run.json()["scope"]["documents"], 1, "{run}");
}

// --- Replacements

#[test]
fn a_replaced_blob_is_read_as_git_reads_it() {
    let repo = newsroom();
    stage_in(&repo, repo.top(), NEW, CONTRADICTING);
    assert_finding(check_in(&repo, repo.top(), STAGED), NEW);
    let stored = repo.git(&["rev-parse", &format!("HEAD:{OLD}")]);
    repo.write("other", ESTABLISHED.replace("1987", "1991"));
    let other = repo.git(&["hash-object", "-w", "other"]);
    repo.git(&["replace", stored.trim(), other.trim()]);
    assert!(repo.git(&["show", &format!("HEAD:{OLD}")]).contains("1991"));
    check_in(&repo, repo.top(), STAGED).ended(0);
    repo.git(&["pack-refs", "--all"]);
    check_in(&repo, repo.top(), STAGED).ended(0);
    let mut command = repo.command(FACTLINT, &["check", "--staged", "--as-of", TODAY]);
    repo.run(command.env("GIT_NO_REPLACE_OBJECTS", "1")).ended(1);
    repo.git(&["config", "core.useReplaceRefs", "false"]);
    assert_finding(check_in(&repo, repo.top(), STAGED), NEW);
}

/// Two roots: the second one, `side`, drops the article of the first.
fn two_roots() -> Repo {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "--orphan", "side"]);
    repo.remove(OLD).write(NEW, CONTRADICTING).commit("2026-02-03");
    assert_finding(check_in(&repo, repo.top(), &["--base", "main"]), NEW);
    repo
}

#[test]
fn a_parent_that_a_replacement_gives_counts() {
    let repo = two_roots();
    repo.git(&["replace", "--graft", "side", "main"]);
    let run = check_in(&repo, repo.top(), &["--base", "main"]).ended(0);
    assert_eq!(run.json()["scope"]["documents"], 1, "{run}");
}

#[test]
fn a_parent_that_a_graft_gives_counts() {
    let repo = two_roots();
    let ids = repo.git(&["rev-parse", "side", "main"]).replace('\n', " ");
    repo.write(".git/info/grafts", format!("{}\n", ids.trim()));
    let main = repo.git(&["rev-parse", "main"]);
    assert_eq!(repo.git(&["merge-base", "main", "side"]), main);
    let run = check_in(&repo, repo.top(), &["--base", "main"]);
    if run.code == 2 {
        assert_one_line(&run, "grafts");
        obey(&repo, repo.top(), &run);
    }
    check_in(&repo, repo.top(), &["--base", "main"]).ended(0);
}

// --- Owners

/// Gives all to another user; false where the caller may not.
fn give_away(repo: &Repo) -> bool {
    let top = repo.top().to_str().expect("the path is UTF-8");
    let run = repo.run(&mut repo.command("chown", &["-R", "12345:12345", top]));
    if run.code != 0 {
        eprintln!("skipped: only root can give a repository away");
    }
    run.code == 0
}

#[test]
fn a_repository_of_another_owner_is_refused_until_it_is_trusted() {
    let repo = Repo::without_git();
    repo.git(&["init", "--quiet", "--initial-branch=main", "--object-format=sha256"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-01");
    stage_in(&repo, repo.top(), NEW, CONTRADICTING);
    if !give_away(&repo) {
        return;
    }
    for arguments in [STAGED, &[]] {
        let run = check_in(&repo, repo.top(), arguments);
        assert_one_line(&run, "`git config --global --add safe.directory");
    }
    let trusting = repo.beside("gitconfig");
    let top = repo.top().to_str().expect("the path is UTF-8");
    fs::write(&trusting, format!("[safe]\n\tdirectory = {top}\n")).expect("the file can be written");
    let mut command = repo.command(FACTLINT, &["check", "--staged", "--format", "json", "--as-of", TODAY]);
    assert_finding(repo.run(command.env("GIT_CONFIG_GLOBAL", &trusting)), NEW);
}

#[test]
fn a_setting_of_another_owner_is_not_passed_over_in_silence() {
    let repo = newsroom();
    let elsewhere = repo.beside("elsewhere");
    fs::create_dir_all(elsewhere.join("articles")).expect("a folder can be made");
    fs::copy(repo.path(OLD), elsewhere.join(OLD)).expect("the file can be copied");
    fs::write(elsewhere.join(NEW), CONTRADICTING).expect("the file can be written");
    repo.git(&["config", "core.worktree", "../../elsewhere"]);
    assert_finding(check_in(&repo, repo.top(), &[]), NEW);
    if !give_away(&repo) {
        return;
    }
    // Found as before, or refused as Git refuses it.
    let run = check_in(&repo, repo.top(), &[]);
    assert_ne!(run.code, 0, "{run}");
}
