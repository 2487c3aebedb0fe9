//! What `install`, `uninstall` and `doctor` make of a repository with a hook manager, and of native hooks
//! for what is pushed. Only the tests that say so need a manager.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::managers::{
    AGREEING, CONFIG, CONTRADICTING, ESTABLISHED, NEW, OLD, OTHER, QUIET, add_origin,
    assert_own_changes_alone_are_pushed, assert_passes, assert_refused, commit, managed, push, push_unchecked, run_in,
    snippet,
};
use crate::support::{FACTLINT, Repo};

// --- Configurations

#[test]
fn a_managers_configuration_is_left_to_the_user() {
    let pre_commit = "pre-commit install --hook-type pre-commit";
    let cases = [
        (CONFIG, "repos:\n", "pre-commit", "entry: factlint hook\n", pre_commit),
        (
            ".pre-commit-config.yml",
            "repos:\n",
            "prek",
            "entry: factlint hook\n",
            "prek install",
        ),
        ("prek.toml", "", "prek", "entry = \"factlint hook\"", "prek install"),
        (
            "lefthook.yml",
            "",
            "lefthook",
            "pre-merge-commit:\n",
            "lefthook install",
        ),
        (
            ".config/lefthook.yaml",
            "",
            "lefthook",
            "pre-merge-commit:\n",
            "lefthook install",
        ),
        (
            "lefthook.toml",
            "",
            "lefthook",
            "[[pre-merge-commit.jobs]]\n",
            "lefthook install",
        ),
    ];
    for (config, text, manager, part, activation) in cases {
        let repo = Repo::holding(&[(OLD, ESTABLISHED), (config, text)]);
        let before = repo.everything();
        let run = repo.factlint(&["install"]).ended(0);
        assert!(run.stdout.contains(&format!("Add this to {config}:")), "{run}");
        assert!(run.stdout.contains(part), "{run}");
        assert!(run.stdout.contains(&format!("Run: {activation}")), "{run}");
        let doctor = repo.factlint(&["doctor"]).ended(1);
        assert!(
            doctor.stdout.contains(&format!("{manager} ({config}), not installed")),
            "{doctor}"
        );
        assert!(doctor.stdout.contains("no hook runs factlint"), "{doctor}");
        repo.factlint(&["uninstall"]).ended(0);
        assert!(repo.everything() == before, "{config}: something was written");

        repo.write(config, format!("{text}factlint\n")).stage();
        let before = repo.everything();
        let run = repo.factlint(&["install"]).ended(0);
        assert!(run.stdout.contains("already speaks of factlint"), "{run}");
        assert!(run.stdout.contains(&format!("Run: {activation}")), "{run}");
        let doctor = repo.factlint(&["doctor"]).ended(1);
        let problem = format!("no hook runs factlint: `{activation}");
        assert!(doctor.stdout.contains(&problem), "{doctor}");
        assert!(repo.everything() == before, "{config}: something was written");
    }
}

#[test]
fn a_snippet_is_written_in_the_language_of_its_file() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), ("lefthook.json", "{}\n")]);
    let text = snippet(&repo, &[]);
    let json: Result<Value, _> = serde_json::from_str(&text);
    assert!(json.is_ok(), "not JSON: {text}");
}

#[test]
fn a_snippet_for_pushes_is_printed_when_asked_for() {
    for config in ["lefthook.yml", "lefthook.toml"] {
        let repo = Repo::holding(&[(OLD, ESTABLISHED), (config, "")]);
        let text = snippet(&repo, &["--pre-push"]);
        assert!(
            text.contains("--stage pre-push") && text.contains("use_stdin"),
            "{text}"
        );
    }
}

// --- husky

/// What husky itself writes: Git runs the scripts in `_`, and they run the ones beside it.
const HUSKY: &str = "#!/usr/bin/env sh\nn=$(basename \"$0\")\ns=$(dirname \"$(dirname \"$0\")\")/$n\n\
    [ ! -f \"$s\" ] && exit 0\nsh -e \"$s\" \"$@\"\n";

fn husky(folder: &str, pre_commit: &str) -> Repo {
    let own = format!("{folder}/pre-commit");
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (own.as_str(), pre_commit)]);
    repo.write(&format!("{folder}/_/.gitignore"), "*");
    repo.write_program(&format!("{folder}/_/h"), HUSKY);
    for hook in ["pre-commit", "pre-merge-commit", "pre-push"] {
        repo.write_program(
            &format!("{folder}/_/{hook}"),
            "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"",
        );
    }
    repo.git(&["config", "core.hooksPath", &format!("{folder}/_")]);
    repo
}

#[test]
fn huskys_hooks_get_a_line_and_lose_it() {
    for folder in [".husky", ".config/husky"] {
        let repo = husky(folder, "echo the tests run\n");
        let before = repo.everything();
        let doctor = repo.factlint(&["doctor"]).ended(1);
        assert!(
            doctor
                .stdout
                .contains(&format!("husky ({folder}), installed, does not run")),
            "{doctor}"
        );
        repo.factlint(&["install", "--pre-push"]).ended(0);
        let hook = |name: &str| repo.read(&format!("{folder}/{name}"));
        assert_eq!(
            hook("pre-commit"),
            "echo the tests run\nfactlint hook --stage pre-commit\n"
        );
        assert_eq!(hook("pre-merge-commit"), "factlint hook --stage pre-merge-commit\n");
        assert_eq!(hook("pre-push"), "factlint hook --stage pre-push --remote \"$1\"\n");
        let once = repo.everything();
        repo.factlint(&["install", "--pre-push"]).ended(0);
        assert!(repo.everything() == once, "the second run wrote something");
        repo.factlint(&["doctor"]).ended(0);
        repo.factlint(&["uninstall"]).ended(0);
        assert!(repo.everything() == before, "something was left behind");
    }
}

#[test]
fn husky_checks_commits_and_pushes() {
    let repo = husky(".husky", "echo the tests run\n");
    repo.factlint(&["install", "--pre-push"]).ended(0);
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
    repo.write(NEW, AGREEING).stage();
    assert_passes(&commit(&repo, &[]), "the tests run");
    add_origin(&repo);
    assert_passes(&push(&repo, &["origin", "main"]), "to origin");
    repo.write(NEW, CONTRADICTING).commit("2026-02-05");
    assert_refused(&push(&repo, &["origin", "main"]));
}

#[test]
fn huskys_lines_are_found_wherever_they_stand() {
    let repo = husky(".husky", "# factlint hook\n");
    repo.factlint(&["install"]).ended(0);
    assert_eq!(
        repo.read(".husky/pre-commit"),
        "# factlint hook\nfactlint hook --stage pre-commit\n"
    );
    repo.write(".husky/pre-commit", "echo the tests run\n");
    repo.factlint(&["uninstall"]).ended(0);
    assert!(!repo.path(".husky/pre-merge-commit").exists());
}

// --- Native hooks, beside managers and alone

#[test]
fn native_hooks_go_past_a_manager() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), ("lefthook.yml", "")]);
    let run = repo.factlint(&["install", "--manager", "native"]).ended(0);
    assert!(run.stdout.contains("every commit is now checked"), "{run}");
    repo.factlint(&["doctor"]).ended(0);
    repo.write(NEW, CONTRADICTING).stage();
    assert_refused(&commit(&repo, &[]));
}

/// pre-commit would later run factlint's hook as its own past, which runs pre-commit's: every commit would fail.
#[test]
fn no_hook_is_put_before_that_of_a_manager() {
    let Some(repo) = managed("pre-commit", &[(OLD, ESTABLISHED)]) else {
        return;
    };
    let before = repo.everything();
    let refused = repo.factlint(&["install", "--manager", "native"]).ended(2);
    assert!(refused.stderr.contains("belongs to pre-commit"), "{refused}");
    assert!(repo.everything() == before);
    // As an older factlint left it.
    let hooks = repo.path(".git/hooks");
    fs::rename(hooks.join("pre-commit"), hooks.join("pre-commit.before-factlint")).expect("the hook can be moved");
    repo.write_program(".git/hooks/pre-commit", "#!/bin/sh\n# Installed by factlint.\n");
    let run = repo.factlint(&["doctor"]).ended(1);
    assert!(run.stdout.contains("factlint uninstall"), "{run}");
}

#[test]
fn hooks_of_every_repository_are_left_alone() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    let shared = repo.beside("shared-hooks");
    fs::create_dir(&shared).expect("a folder can be made");
    let configuration = repo.beside("gitconfig");
    fs::write(&configuration, format!("[core]\n\thooksPath = {}\n", shared.display()))
        .expect("the file can be written");
    let before = repo.everything();
    for arguments in [&["install"][..], &["install", "--pre-push", "--manager", "native"]] {
        let mut command = repo.command(FACTLINT, arguments);
        let run = repo.run(command.env("GIT_CONFIG_GLOBAL", &configuration)).ended(2);
        assert!(run.stderr.contains("nothing was written"), "{run}");
    }
    assert!(repo.everything() == before);
    assert_eq!(fs::read_dir(&shared).expect("the folder can be listed").count(), 0);
}

fn guarded_pushes() -> Repo {
    let repo = Repo::holding(&[(OTHER, QUIET)]);
    repo.factlint(&["install", "--pre-push"]).ended(0);
    add_origin(&repo);
    push_unchecked(&repo, "main");
    repo
}

#[test]
fn a_native_push_is_checked_by_what_it_brings() {
    assert_own_changes_alone_are_pushed(&guarded_pushes());
}

#[test]
fn a_commit_pushed_by_two_names_is_checked_once() {
    let repo = guarded_pushes();
    repo.write(OLD, ESTABLISHED)
        .write(NEW, CONTRADICTING)
        .commit("2026-02-03");
    repo.git(&["branch", "another"]);
    repo.git(&["tag", "--annotate", "--message=One", "v1"]);
    assert_refused(&push(&repo, &["origin", "another", "v1"]));
    assert_refused(&push(&repo, &["origin", "main", "another"]));
}

/// Git gives the id of a commit that this clone never fetched.
#[test]
fn a_forced_push_over_an_unknown_commit_is_checked() {
    let repo = guarded_pushes();
    let other = repo.beside("other");
    let clone = |arguments: &[&str]| run_in(&repo, &other, "git", arguments).ended(0);
    repo.git(&["clone", "--quiet", "../remote.git", "../other"]);
    clone(&["commit", "--quiet", "--allow-empty", "--message=Elsewhere"]);
    clone(&["push", "--quiet", "origin", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-03");
    assert_passes(&push(&repo, &["--force", "origin", "main"]), "no contradiction found");
    repo.write(NEW, CONTRADICTING).commit("2026-02-04");
    assert_refused(&push(&repo, &["--force", "origin", "main"]));
}

// --- doctor

#[test]
fn doctor_says_what_is_wrong() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    let wrong = |part: &str| {
        let run = repo.factlint(&["doctor"]).ended(1);
        assert!(run.stdout.contains(part), "{run}");
    };
    wrong("no hook runs factlint");
    repo.factlint(&["install"]).ended(0);
    let run = repo.factlint(&["doctor"]).ended(0);
    assert!(run.stdout.ends_with("\nnothing is wrong\n"), "{run}");

    let run = repo
        .run(repo.command(FACTLINT, &["doctor"]).env("FACTLINT", "0"))
        .ended(1);
    assert!(run.stdout.contains("FACTLINT=0 is set"), "{run}");

    let hook = repo.path(".git/hooks/pre-commit");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o644)).expect("permissions can be set");
    wrong("pre-commit is not executable");
    repo.remove(".git/hooks/pre-commit");
    // The hook for merges alone is left.
    wrong("commits are not checked");

    repo.write(OTHER, QUIET).commit("2026-02-03");
    let origin = format!("file://{}", repo.top().display());
    repo.git(&["clone", "--quiet", "--depth=1", origin.as_str(), "../shallow"]);
    let run = run_in(&repo, &repo.beside("shallow"), FACTLINT, &["doctor"]).ended(1);
    assert!(run.stdout.contains("this clone is shallow"), "{run}");
}
